-- Whoever joins a fact to dim_unit_year by unit and year loses no row, and every fact has its names.
with

standing as (

    select * from {{ ref('fct_reporting_status') }}

),

unit_years as (

    select * from {{ ref('dim_unit_year') }}

)

select
    standing.unit_code,
    standing.report_year,
    standing.report_period
from standing
left join unit_years
    on
        standing.unit_code = unit_years.unit_code
        and standing.report_year = unit_years.report_year
where
    unit_years.unit_name_vi is null
    or unit_years.province_name_vi is null
    or standing.unit_name_vi is null
    or standing.province_name_vi is null
