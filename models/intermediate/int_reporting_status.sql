with

reports as (

    select * from {{ ref('int_reports') }}

),

units as (

    select * from {{ ref('int_unit_validities') }}

),

report_periods as (

    select * from {{ ref('stg_report_periods') }}

),

provinces_served as (

    select * from {{ ref('stg_provinces_served') }}

),

deadlines as (

    select * from {{ ref('int_report_deadlines') }}

),

today as (

    select as_of from {{ ref('int_as_of') }}

),

-- Asked of the units of one level of a province served: each period whose day has passed, and each that one
-- of them has reported on.
periods as (

    select
        deadlines.province_code,
        deadlines.unit_level,
        deadlines.report_year,
        deadlines.report_period
    from deadlines
    inner join today on deadlines.due_on < today.as_of
    union distinct
    select
        units.province_code,
        units.unit_level,
        reports.report_year,
        reports.report_period
    from reports
    inner join units on reports.unit_code = units.unit_code
    inner join provinces_served on units.province_code = provinces_served.province_code

),

dated_periods as (

    select
        periods.province_code,
        periods.unit_level,
        periods.report_year,
        periods.report_period,
        {{ period_day('periods.report_year', 'report_periods.last_day') }} as period_end,
        deadlines.due_on
    from periods
    inner join report_periods on periods.report_period = report_periods.report_period
    left join deadlines
        on
            periods.province_code = deadlines.province_code
            and periods.unit_level = deadlines.unit_level
            and periods.report_year = deadlines.report_year
            and periods.report_period = deadlines.report_period

),

-- Due from every unit of the level that there was in the province on the last day of the period.
due as (

    select
        units.unit_code,
        dated_periods.report_year,
        dated_periods.report_period,
        dated_periods.period_end,
        dated_periods.due_on
    from dated_periods
    inner join units
        on
            dated_periods.province_code = units.province_code
            and dated_periods.unit_level = units.unit_level
            and dated_periods.period_end
            between units.valid_from and coalesce(units.valid_to, cast('9999-12-31' as date))

),

-- A report that came though none was due has its standing too.
final as (

    select
        coalesce(due.unit_code, reports.unit_code) as unit_code,
        coalesce(due.report_year, reports.report_year) as report_year,
        coalesce(due.report_period, reports.report_period) as report_period,
        coalesce(due.period_end, reports.period_end) as period_end,
        due.due_on,
        reports.report_id,
        coalesce(reports.report_status, 'not_received') as reporting_status
    from due
    full outer join reports
        on
            due.unit_code = reports.unit_code
            and due.report_year = reports.report_year
            and due.report_period = reports.report_period

)

select * from final
