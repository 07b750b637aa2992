{# Marks a common table expression that is read in several places and is too large to be kept:
     figures as {{ read_again() }} (select …)
   DuckDB would hold all its rows in memory; Spark reads again by itself. #}
{% macro read_again() -%}
    {{ adapter.dispatch('read_again')() }}
{%- endmacro %}

{% macro duckdb__read_again() -%}
    not materialized
{%- endmacro %}

{% macro spark__read_again() -%}
{%- endmacro %}
