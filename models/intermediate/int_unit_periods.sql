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

latest_years as (

    select
        report_period,
        max(report_year) as report_year
    from reporting_status
    group by report_period

),

unit_ends as (

    select
        unit_code,
        case when count(*) = count(valid_to) then max(valid_to) end as ended_on
    from units
    group by unit_code

),

-- A unit that ended has a row of the same period a year after its last report: its series does not stop in
-- silence.
years_after_the_end as (

    select
        reporting_status.unit_code,
        reporting_status.report_year + 1 as report_year,
        reporting_status.report_period
    from reporting_status
    inner join unit_ends on reporting_status.unit_code = unit_ends.unit_code
    inner join latest_years
        on
            reporting_status.report_period = latest_years.report_period
            and reporting_status.report_year < latest_years.report_year
    inner join report_periods on reporting_status.report_period = report_periods.report_period
    where
        reporting_status.period_end <= unit_ends.ended_on
        and unit_ends.ended_on
        < {{ period_day('reporting_status.report_year + 1', 'report_periods.last_day') }}

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
        report_period
    from years_after_the_end
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
        years_after_the_end.unit_code is not null as is_end_of_series
    from keys
    inner join report_periods on keys.report_period = report_periods.report_period
    inner join unit_ends on keys.unit_code = unit_ends.unit_code
    left join years_after_the_end
        on
            keys.unit_code = years_after_the_end.unit_code
            and keys.report_year = years_after_the_end.report_year
            and keys.report_period = years_after_the_end.report_period

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
