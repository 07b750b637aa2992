{# How many decimals the report prints in one column of a fact, pivoted out of its cells (see fact_cells). #}
{% macro printed_decimals(column) -%}
    cast(max(case when fact_column = '{{ column }}' then decimals end) as integer) as {{ column }}_decimals
{%- endmacro %}
