{# How many different numbers a group holds, of 0 up to 1023; NULL is none. DuckDB keeps a bit for each, not a row. #}
{% macro distinct_numbers(number) -%}
    {{ adapter.dispatch('distinct_numbers')(number) }}
{%- endmacro %}

{% macro duckdb__distinct_numbers(number) -%}
    coalesce(bit_count(bitstring_agg({{ number }}, 0, 1023)), 0)
{%- endmacro %}

{% macro spark__distinct_numbers(number) -%}
    count(distinct {{ number }})
{%- endmacro %}
