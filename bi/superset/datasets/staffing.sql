{%- from 'words.jinja' import words -%}
with

{% include 'named_units.jinja' %}

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    cast(staffing.report_year as varchar) as report_year,
    {{ words('staff_group', 'staffing.staff_group') }} as staff_group,
    staffing.positions_assigned,
    staffing.staff_present,
    staffing.positions_vacant,
    staffing.contract_workers,
    staffing.staff_cut,
    staffing.planned_cuts,
    staffing.planned_cuts_least,
    staffing.planned_cuts_greatest,
    staffing.cut_vs_plan_pct,
    {{ words('value_status', 'staffing.row_status') }} as row_status,
    staffing.disputed_columns,
    staffing.inconsistent_columns,
    staffing.report_id
from marts.fct_staffing_cuts as staffing
inner join named_units on staffing.unit_code = named_units.unit_code and staffing.report_year = named_units.report_year
where staffing.report_period = 'year'
