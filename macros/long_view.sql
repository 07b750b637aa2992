{# How a view is kept whose text is long: Hive's metastore, where Spark keeps its views, takes none of 32,700 letters. #}
{% macro long_view() -%}
    {{ adapter.dispatch('long_view')() }}
{%- endmacro %}

{% macro duckdb__long_view() -%}
    view
{%- endmacro %}

{% macro spark__long_view() -%}
    table
{%- endmacro %}
