{# A type as Spark writes it: its varchar wants a length. #}
{% macro spark_type(type) -%}
    {{ 'string' if type | lower in ('varchar', 'text') else type }}
{%- endmacro %}

{# dbt's own cast, which contracts and unit tests go through. #}
{% macro spark__cast(field, type) -%}
    cast({{ field }} as {{ spark_type(type) }})
{%- endmacro %}
