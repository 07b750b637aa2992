with

units as (

    select * from {{ ref('dim_administrative_unit') }}

),

crosswalk as (

    select * from {{ ref('dim_unit_crosswalk') }}

),

annual_standing as (

    select
        unit_code,
        report_year,
        report_id,
        reporting_status
    from {{ ref('fct_reporting_status') }}
    where report_period = 'year'

),

whole_year as (

    select last_day from {{ ref('stg_report_periods') }}
    where report_period = 'year'

),

latest_year as (

    select max(report_year) as report_year from annual_standing

),

unit_spans as (

    select
        unit_code,
        min(valid_from) as first_day,
        case when count(*) = count(valid_to) then max(valid_to) end as last_day
    from units
    group by unit_code

),

-- A unit that ended has a row of the year after its last report: its series does not stop in silence.
years_after_the_end as (

    select
        annual_standing.unit_code,
        annual_standing.report_year + 1 as report_year
    from annual_standing
    inner join unit_spans on annual_standing.unit_code = unit_spans.unit_code
    inner join latest_year on annual_standing.report_year < latest_year.report_year
    cross join whole_year
    where
        {{ period_day('annual_standing.report_year', 'whole_year.last_day') }} <= unit_spans.last_day
        and unit_spans.last_day < {{ period_day('annual_standing.report_year + 1', 'whole_year.last_day') }}

),

years_of_units as (

    select
        unit_code,
        report_year
    from annual_standing
    union distinct
    select
        unit_code,
        report_year
    from years_after_the_end

),

unit_years as (

    select
        years_of_units.unit_code,
        years_of_units.report_year,
        {{ period_day('years_of_units.report_year', 'whole_year.last_day') }} as year_end,
        {{ period_day('years_of_units.report_year - 1', 'whole_year.last_day') }} as year_before_end
    from years_of_units
    cross join whole_year

),

-- The unit as it was on the last day of the year, or as in the nearest of its rows.
unit_validities as (

    select
        unit_years.unit_code,
        unit_years.report_year,
        units.unit_level,
        units.province_code,
        row_number() over (
            partition by unit_years.unit_code, unit_years.report_year
            order by
                case when units.valid_from <= unit_years.year_end then 0 else 1 end asc,
                case when units.valid_from <= unit_years.year_end then units.valid_from end desc,
                units.valid_from asc
        ) as nearness
    from unit_years
    inner join units on unit_years.unit_code = units.unit_code

),

-- What the unit took over within the year; of several kinds the first by name, same_area being last.
successions as (

    select
        unit_years.unit_code,
        unit_years.report_year,
        min(crosswalk.succession_kind) as succession_kind,
        max(crosswalk.succeeded_on) as succeeded_on,
        {{ comma_list('crosswalk.predecessor_code') }} as predecessor_codes
    from unit_years
    inner join crosswalk
        on
            unit_years.unit_code = crosswalk.successor_code
            and unit_years.year_before_end < crosswalk.succeeded_on
            and unit_years.year_end >= crosswalk.succeeded_on
    group by unit_years.unit_code, unit_years.report_year

),

heirs as (

    select
        predecessor_code,
        {{ comma_list('successor_code') }} as successor_codes
    from crosswalk
    group by predecessor_code

),

candidates as (

    select
        unit_years.unit_code,
        unit_years.report_year,
        unit_years.year_end,
        unit_validities.unit_level,
        unit_validities.province_code,
        annual_standing.report_id as received_report_id,
        coalesce(annual_standing.reporting_status, 'not_due') as reporting_status,
        unit_spans.last_day,
        unit_spans.last_day < unit_years.year_end as has_ended,
        successions.succession_kind,
        successions.succeeded_on,
        successions.predecessor_codes,
        heirs.successor_codes,
        case
            when successions.succession_kind is null then unit_years.unit_code
            when successions.succession_kind = 'same_area' then successions.predecessor_codes
        end as previous_unit_code
    from unit_years
    inner join unit_validities
        on
            unit_years.unit_code = unit_validities.unit_code
            and unit_years.report_year = unit_validities.report_year
            and unit_validities.nearness = 1
    inner join unit_spans on unit_years.unit_code = unit_spans.unit_code
    left join annual_standing
        on
            unit_years.unit_code = annual_standing.unit_code
            and unit_years.report_year = annual_standing.report_year
    left join successions
        on
            unit_years.unit_code = successions.unit_code
            and unit_years.report_year = successions.report_year
    left join heirs on unit_years.unit_code = heirs.predecessor_code

),

paired as (

    select
        candidates.*,
        case when candidates.reporting_status = 'released' then candidates.received_report_id end
            as report_id,
        previous.report_id as previous_report_id,
        case
            when candidates.has_ended then 'unit_ended'
            when candidates.succession_kind = 'parts' then 'successor_of_parts'
            when candidates.succession_kind = 'merged' then 'merged_units'
            when candidates.succession_kind = 'enlarged' then 'unit_enlarged'
            when candidates.reporting_status <> 'released' then 'no_report'
            when previous.report_id is null then 'no_previous_report'
            else 'comparable'
        end as pair_status
    from candidates
    left join annual_standing as previous
        on
            candidates.previous_unit_code = previous.unit_code
            and candidates.report_year = previous.report_year + 1
            and previous.reporting_status = 'released'

),

final as (

    select
        unit_code,
        report_year,
        year_end,
        unit_level,
        province_code,
        reporting_status,
        report_id,
        previous_unit_code,
        previous_report_id,
        pair_status,
        case pair_status
            when 'unit_ended'
                then concat(
                    'Unit ', unit_code, ' ended on ', last_day,
                    coalesce('; its area went to ' || successor_codes, '')
                )
            when 'successor_of_parts'
                then concat(
                    'On ', succeeded_on, ' it took over parts of ', predecessor_codes,
                    '; figures cannot be divided'
                )
            when 'merged_units' then concat('On ', succeeded_on, ' it took the place of ', predecessor_codes)
            when 'unit_enlarged' then concat('On ', succeeded_on, ' it took over ', predecessor_codes)
            when 'no_report' then concat('No report of ', report_year, ' is released')
            when 'no_previous_report' then concat('No report of ', report_year - 1, ' is released')
        end as reason_en,
        case pair_status
            when 'unit_ended'
                then concat(
                    'Đơn vị ', unit_code, ' kết thúc ngày ', last_day,
                    coalesce('; địa bàn chuyển về ' || successor_codes, '')
                )
            when 'successor_of_parts'
                then concat(
                    'Ngày ', succeeded_on, ' nhận một phần địa bàn của ', predecessor_codes,
                    '; không chia được số liệu'
                )
            when 'merged_units' then concat('Ngày ', succeeded_on, ' thành lập từ ', predecessor_codes)
            when 'unit_enlarged' then concat('Ngày ', succeeded_on, ' nhận thêm ', predecessor_codes)
            when 'no_report' then concat('Chưa công bố báo cáo năm ', report_year)
            when 'no_previous_report' then concat('Chưa công bố báo cáo năm ', report_year - 1)
        end as reason_vi
    from paired

)

select * from final
