{%- from 'words.jinja' import words -%}
with

{% include 'named_units.jinja' %},

by_level as (

    unpivot (
        select
            unit_code,
            report_year,
            report_period,
            procedures_district as district,
            procedures_commune as commune,
            procedures_shared as both_levels
        from marts.fct_tthc_inventory
    )
    on columns(* exclude (unit_code, report_year, report_period))
    into name government_level value procedures

)

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    cast(by_level.report_year as varchar) as report_year,
    {{ words('government_level', 'by_level.government_level') }} as procedure_level,
    by_level.procedures
from by_level
inner join named_units on by_level.unit_code = named_units.unit_code and by_level.report_year = named_units.report_year
where by_level.report_period = 'year'
