{%- from 'words.jinja' import words -%}
with

{% include 'named_units.jinja' %}

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    cast(dossiers.report_year as varchar) as report_year,
    {{ words('government_level', 'dossiers.government_level') }} as government_level,
    dossiers.dossiers_received,
    dossiers.dossiers_resolved,
    dossiers.dossiers_in_progress,
    dossiers.on_time_pct,
    dossiers.land_on_time_pct,
    dossiers.construction_on_time_pct,
    {{ words('value_status', 'dossiers.row_status') }} as row_status,
    dossiers.disputed_columns,
    dossiers.inconsistent_columns,
    dossiers.report_id
from marts.fct_one_stop_dossiers as dossiers
inner join named_units on dossiers.unit_code = named_units.unit_code and dossiers.report_year = named_units.report_year
where dossiers.report_period = 'year'
