{# One column of a fact, pivoted out of its cells (see fact_cells) and named as the form's rows name it. #}
{% macro figure(column, data_type) -%}
    cast(max(case when fact_column = '{{ column }}' then value end) as {{ data_type }}) as {{ column }}
{%- endmacro %}
