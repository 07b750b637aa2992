-- Đơn vị nào chưa có báo cáo, hoặc báo cáo đang bị giữ lại?
-- Which units have not reported, or have their report held back?
with

standing as (

    select * from {{ ref('fct_reporting_status') }}
    where reporting_status <> 'released'

),

units as (

    select * from {{ ref('dim_administrative_unit') }}

)

select
    standing.report_year,
    standing.report_period,
    units.province_name_vi,
    units.full_name_vi,
    standing.reporting_status
from standing
inner join units
    on
        standing.unit_code = units.unit_code
        and cast(concat(standing.report_year, '-12-31') as date)
        between units.valid_from and coalesce(units.valid_to, cast('9999-12-31' as date))
order by standing.report_year, standing.report_period, units.province_name_vi, units.sort_key_vi
