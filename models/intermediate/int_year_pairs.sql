with

unit_periods as (

    select * from {{ ref('int_unit_periods') }}

),

crosswalk as (

    select * from {{ ref('int_unit_successions') }}

),

standing as (

    select * from {{ ref('int_reporting_status') }}

),

report_periods as (

    select * from {{ ref('stg_report_periods') }}

),

unit_years as (

    select
        unit_periods.unit_code,
        unit_periods.report_year,
        unit_periods.report_period,
        unit_periods.period_end,
        {{ period_day('unit_periods.report_year - 1', 'report_periods.last_day') }} as year_before_end,
        {{ period_words_en(
            'unit_periods.report_period', 'report_periods.name_en', 'unit_periods.report_year'
        ) }} as period_en,
        {{ period_words_en(
            'unit_periods.report_period', 'report_periods.name_en', 'unit_periods.report_year - 1'
        ) }} as period_before_en,
        {{ period_words_vi(
            'unit_periods.report_period', 'report_periods.name_vi', 'unit_periods.report_year'
        ) }} as period_vi,
        {{ period_words_vi(
            'unit_periods.report_period', 'report_periods.name_vi', 'unit_periods.report_year - 1'
        ) }} as period_before_vi,
        unit_periods.unit_name_vi,
        unit_periods.unit_level,
        unit_periods.province_code,
        unit_periods.province_name_vi,
        unit_periods.ended_on,
        standing.report_id as received_report_id,
        coalesce(standing.reporting_status, 'not_due') as reporting_status
    from unit_periods
    inner join report_periods on unit_periods.report_period = report_periods.report_period
    left join standing
        on
            unit_periods.unit_code = standing.unit_code
            and unit_periods.report_year = standing.report_year
            and unit_periods.report_period = standing.report_period
    where standing.unit_code is not null or unit_periods.is_end_of_series

),

-- What the unit took over since the period of the year before; of several kinds the first by name, same_area
-- being last.
successions as (

    select
        unit_years.unit_code,
        unit_years.report_year,
        unit_years.report_period,
        min(crosswalk.succession_kind) as succession_kind,
        max(crosswalk.succeeded_on) as succeeded_on,
        {{ comma_list('crosswalk.predecessor_code') }} as predecessor_codes
    from unit_years
    inner join crosswalk
        on
            unit_years.unit_code = crosswalk.successor_code
            and unit_years.year_before_end < crosswalk.succeeded_on
            and unit_years.period_end >= crosswalk.succeeded_on
    group by unit_years.unit_code, unit_years.report_year, unit_years.report_period

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
        unit_years.*,
        coalesce(unit_years.ended_on < unit_years.period_end, false) as has_ended,
        successions.succession_kind,
        successions.succeeded_on,
        successions.predecessor_codes,
        heirs.successor_codes,
        case
            when successions.succession_kind is null then unit_years.unit_code
            when successions.succession_kind = 'same_area' then successions.predecessor_codes
        end as previous_unit_code
    from unit_years
    left join successions
        on
            unit_years.unit_code = successions.unit_code
            and unit_years.report_year = successions.report_year
            and unit_years.report_period = successions.report_period
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
    left join standing as previous
        on
            candidates.previous_unit_code = previous.unit_code
            and candidates.report_period = previous.report_period
            and candidates.report_year = previous.report_year + 1
            and previous.reporting_status = 'released'

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        period_end,
        unit_name_vi,
        unit_level,
        province_code,
        province_name_vi,
        reporting_status,
        report_id,
        previous_unit_code,
        previous_report_id,
        pair_status,
        case pair_status
            when 'unit_ended'
                then concat(
                    'Unit ', unit_code, ' ended on ', ended_on,
                    coalesce('; its area went to ' || successor_codes, '')
                )
            when 'successor_of_parts'
                then concat(
                    'On ', succeeded_on, ' it took over parts of ', predecessor_codes,
                    '; figures cannot be divided'
                )
            when 'merged_units' then concat('On ', succeeded_on, ' it took the place of ', predecessor_codes)
            when 'unit_enlarged' then concat('On ', succeeded_on, ' it took over ', predecessor_codes)
            when 'no_report' then concat('No report of ', period_en, ' is released')
            when 'no_previous_report' then concat('No report of ', period_before_en, ' is released')
        end as reason_en,
        case pair_status
            when 'unit_ended'
                then concat(
                    'Đơn vị ', unit_code, ' kết thúc ngày ', ended_on,
                    coalesce('; địa bàn chuyển về ' || successor_codes, '')
                )
            when 'successor_of_parts'
                then concat(
                    'Ngày ', succeeded_on, ' nhận một phần địa bàn của ', predecessor_codes,
                    '; không chia được số liệu'
                )
            when 'merged_units' then concat('Ngày ', succeeded_on, ' thành lập từ ', predecessor_codes)
            when 'unit_enlarged' then concat('Ngày ', succeeded_on, ' nhận thêm ', predecessor_codes)
            when 'no_report' then concat('Chưa công bố báo cáo ', period_vi)
            when 'no_previous_report' then concat('Chưa công bố báo cáo ', period_before_vi)
        end as reason_vi
    from paired

)

select * from final
