with

reporting_status as (

    select * from {{ ref('int_reporting_status') }}

),

units as (

    select * from {{ ref('int_unit_validities') }}

),

report_periods as (

    select * from {{ ref('stg_report_periods') }}

),

annual_standing as (

    select
        unit_code,
        report_year,
        period_end
    from reporting_status
    where report_period = 'year'

),

whole_year as (

    select last_day from report_periods
    where report_period = 'year'

),

latest_year as (

    select max(report_year) as report_year from annual_standing

),

unit_ends as (

    select
        unit_code,
        case when count(*) = count(valid_to) then max(valid_to) end as ended_on
    from units
    group by unit_code

),

-- A unit that ended has a row of the year after its last report: its series does not stop in silence.
years_after_the_end as (

    select
        annual_standing.unit_code,
        annual_standing.report_year + 1 as report_year
    from annual_standing
    inner join unit_ends on annual_standing.unit_code = unit_ends.unit_code
    inner join latest_year on annual_standing.report_year < latest_year.report_year
    cross join whole_year
    where
        annual_standing.period_end <= unit_ends.ended_on
        and unit_ends.ended_on < {{ period_day('annual_standing.report_year + 1', 'whole_year.last_day') }}

),

keys as (

    select
        unit_code,
        report_year,
        report_period
    from reporting_status
    union distinct
    select
        unit_code,
        report_year,
        'year' as report_period
    from reporting_status
    union distinct
    select
        unit_code,
        report_year,
        'year' as report_period
    from years_after_the_end

),

unit_periods as (

    select
        keys.unit_code,
        keys.report_year,
        keys.report_period,
        {{ period_day('keys.report_year', 'report_periods.last_day') }} as period_end,
        unit_ends.ended_on,
        keys.report_period = 'year' and years_after_the_end.unit_code is not null as is_end_of_series
    from keys
    inner join report_periods on keys.report_period = report_periods.report_period
    inner join unit_ends on keys.unit_code = unit_ends.unit_code
    left join years_after_the_end
        on
            keys.unit_code = years_after_the_end.unit_code
            and keys.report_year = years_after_the_end.report_year

),

-- The unit as it was on the last day, or as in the nearest of its rows: the one before, else the first.
ranked as (

    select
        unit_periods.*,
        units.valid_from,
        coalesce(
            unit_periods.period_end
            between units.valid_from and coalesce(units.valid_to, cast('9999-12-31' as date)),
            false
        ) as is_in_force,
        units.unit_name_vi,
        units.unit_name_en,
        units.unit_type_vi,
        units.full_name_vi,
        units.unit_level,
        units.province_code,
        units.province_name_vi,
        units.commune_count,
        units.search_key,
        units.sort_key_vi,
        row_number() over (
            partition by unit_periods.unit_code, unit_periods.report_year, unit_periods.report_period
            order by
                case when units.valid_from <= unit_periods.period_end then 0 else 1 end asc,
                case when units.valid_from <= unit_periods.period_end then units.valid_from end desc,
                units.valid_from asc
        ) as nearness
    from unit_periods
    inner join units on unit_periods.unit_code = units.unit_code

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        period_end,
        valid_from,
        is_in_force,
        unit_name_vi,
        unit_name_en,
        unit_type_vi,
        full_name_vi,
        unit_level,
        province_code,
        province_name_vi,
        commune_count,
        search_key,
        sort_key_vi,
        ended_on,
        is_end_of_series
    from ranked
    where nearness = 1

)

select * from final
