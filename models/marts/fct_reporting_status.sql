with

reports as (

    select * from {{ ref('dim_report') }}

),

units as (

    select * from {{ ref('dim_administrative_unit') }}

),

-- The units table holds the whole country; reports are collected where a report has come from.
provinces as (

    select distinct units.province_code
    from reports
    inner join units on reports.unit_code = units.unit_code

),

periods as (

    select distinct
        report_year,
        report_period
    from reports

),

-- Due from every district there was in them on the last day of the year, and from the communes that came
-- after districts, for each period reported on. No other commune stands in the units table.
due as (

    select
        units.unit_code,
        periods.report_year,
        periods.report_period
    from units
    inner join periods
        on
            cast(concat(periods.report_year, '-12-31') as date)
            between units.valid_from and coalesce(units.valid_to, cast('9999-12-31' as date))
    inner join provinces on units.province_code = provinces.province_code
    where units.unit_level in ('district', 'commune')

),

-- A report that came though none was due has its standing too.
due_or_received as (

    select
        unit_code,
        report_year,
        report_period
    from due
    union distinct
    select
        unit_code,
        report_year,
        report_period
    from reports

),

final as (

    select
        due_or_received.unit_code,
        due_or_received.report_year,
        due_or_received.report_period,
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
