{# Whose a fact's row is and what it is about, as columns of its cells (see fact_cells): to select and to group by. #}
{% macro reporting_unit() -%}
    unit_code,
        unit_name_vi,
        province_name_vi,
        report_year,
        report_period
{%- endmacro %}
