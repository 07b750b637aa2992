-- Đơn vị nào chưa có báo cáo, hoặc báo cáo bị tạm giữ?
-- Which units have not reported, or have their report held back?
-- Also of a year for which nothing has come: what is due follows from reports_due.csv and the build's day.
with

standing as (

    select * from {{ ref('fct_reporting_status') }}
    where reporting_status <> 'released'

),

units as (

    select * from {{ ref('dim_unit_year') }}

)

select
    standing.report_year,
    standing.report_period,
    units.province_name_vi,
    units.full_name_vi,
    standing.due_on,
    standing.reporting_status
from standing
inner join units on standing.unit_code = units.unit_code and standing.report_year = units.report_year
order by standing.report_year, standing.report_period, units.province_name_vi, units.sort_key_vi
