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

deadlines as (

    select * from {{ ref('int_report_deadlines') }}

),

today as (

    select as_of from {{ ref('int_as_of') }}

),

-- Asked of a province: each period whose day has passed, and each that one of its units has reported on.
periods as (

    select
        deadlines.province_code,
        deadlines.report_year,
        deadlines.report_period
    from deadlines
    inner join today on deadlines.due_on < today.as_of
    union distinct
    select
        units.province_code,
        reports.report_year,
        reports.report_period
    from reports
    inner join units on reports.unit_code = units.unit_code

),

dated_periods as (

    select
        periods.province_code,
        periods.report_year,
        periods.report_period,
        {{ period_day('periods.report_year', 'report_periods.last_day') }} as period_end,
        deadlines.due_on
    from periods
    inner join report_periods on periods.report_period = report_periods.report_period
    left join deadlines
        on
            periods.province_code = deadlines.province_code
            and periods.report_year = deadlines.report_year
            and periods.report_period = deadlines.report_period

),

-- Due from every district there was in the province on the last day of the period, and from the communes that
-- came after districts. No other commune stands in the units table.
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
            and dated_periods.period_end
            between units.valid_from and coalesce(units.valid_to, cast('9999-12-31' as date))
    where units.unit_level in ('district', 'commune')

),

-- A report that came though none was due has its standing too.
not_due as (

    select
        reports.unit_code,
        reports.report_year,
        reports.report_period,
        reports.period_end,
        cast(null as date) as due_on
    from reports
    left join due
        on
            reports.unit_code = due.unit_code
            and reports.report_year = due.report_year
            and reports.report_period = due.report_period
    where due.unit_code is null

),

due_or_received as (

    select * from due
    union all
    select * from not_due

),

final as (

    select
        due_or_received.unit_code,
        due_or_received.report_year,
        due_or_received.report_period,
        due_or_received.period_end,
        due_or_received.due_on,
        reports.report_id,
        coalesce(reports.report_status, 'not_received') as reporting_status
    from due_or_received
    left join reports
        on
            due_or_received.unit_code = reports.unit_code
            and due_or_received.report_year = reports.report_year
            and due_or_received.report_period = reports.report_period

)

select * from final
