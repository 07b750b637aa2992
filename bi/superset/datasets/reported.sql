with

{% include 'named_units.jinja' %}

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    named_units.sort_key_vi,
    cast(status.report_year as varchar) as report_year
from marts.fct_reporting_status as status
inner join named_units on status.unit_code = named_units.unit_code and status.report_year = named_units.report_year
where status.report_period = 'year' and status.reporting_status = 'released'
