{%- from 'words.jinja' import words -%}
with

{% include 'named_units.jinja' %}

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    cast(inventory.report_year as varchar) as report_year,
    inventory.procedures_in_force,
    inventory.procedures_district,
    inventory.procedures_commune,
    inventory.procedures_shared,
    inventory.procedures_published,
    inventory.procedures_repealed,
    inventory.procedures_on_one_stop_site,
    inventory.procedures_on_service_portal,
    inventory.procedures_level_3_4_on_service_portal,
    inventory.procedures_with_online_payment,
    inventory.internal_process_digitised_pct,
    {{ words('value_status', 'inventory.row_status') }} as row_status,
    inventory.disputed_columns,
    inventory.inconsistent_columns,
    inventory.report_id
from marts.fct_tthc_inventory as inventory
inner join named_units on inventory.unit_code = named_units.unit_code and inventory.report_year = named_units.report_year
where inventory.report_period = 'year'
