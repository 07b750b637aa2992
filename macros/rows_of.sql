{# Several rows out of one: to select beside columns that all of them have.
     columns   by name the expression of each row, of one type; as many in every column #}
{% macro rows_of(columns) -%}
    {{ adapter.dispatch('rows_of')(columns) }}
{%- endmacro %}

{% macro duckdb__rows_of(columns) -%}
    {%- for name, expressions in columns.items() -%}
        unnest([{{ expressions | join(', ') }}]) as {{ name }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro spark__rows_of(columns) -%}
    {%- set names = columns.keys() | list %}
        stack(
            {{ columns[names[0]] | length }}
            {%- for number in range(columns[names[0]] | length) -%}
            {%- for name in names -%},
            {{ columns[name][number] }}
            {%- endfor -%}
            {%- endfor %}
        ) as ({{ names | join(', ') }})
{%- endmacro %}
