{# What `cchc land` wrote: a seed, or above what git should hold, Parquet of the same columns and types, partitioned by
   year, in the folder that the variable `landing_folder` names:
     <landing_folder>/indicator_rows/report_year=2021/*.parquet #}
{% macro landed(name) -%}
    {%- set folder = var('landing_folder', none) -%}
    {%- set seed = ref(name) -%}  {# asked for in any case: a release waits for every seed #}
    {{ adapter.dispatch('parquet_folder')(folder ~ '/' ~ name) if folder else seed }}
{%- endmacro %}

{% macro duckdb__parquet_folder(folder) -%}
    read_parquet('{{ folder | replace("'", "''") }}/*/*.parquet', hive_partitioning = true)
{%- endmacro %}

{% macro spark__parquet_folder(folder) -%}
    parquet.`{{ folder }}`
{%- endmacro %}
