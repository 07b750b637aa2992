{# The further key of a fact's row, out of a form row's `government_level=district`. #}
{% macro fact_key(name) -%}
    split_part(fact_row, '=', 2) as {{ name }}
{%- endmacro %}
