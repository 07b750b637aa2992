{# How seeds reach Spark: its CSV reader gives every cell as text, each is then cast to the type that the seed's .yml
   declares. Text stays as it is written, an empty cell is NULL, and a cell that is not of its type stops the build:
   Spark itself would make it NULL without a word. dbt's own loader writes empty cells as the text 'None'.
   The cluster must see the file: the variable `spark_project` names the project's folder as the cluster sees it. #}
{% materialization seed, adapter='spark' %}
    {%- set file = var('spark_project', model.root_path) ~ '/' ~ model.original_file_path -%}
    {%- set old_relation = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set as_written = model.name ~ '_as_written' -%}

    {{ run_hooks(pre_hooks) }}

    {%- call statement('read') -%}
        create or replace temporary view {{ as_written }} using csv
        options (
            path '{{ file }}', header 'true', multiLine 'true', escape '"', mode 'FAILFAST',
            sep '{{ config.get("delimiter", ",") }}'
        )
    {%- endcall -%}
    {%- set header = run_query('select * from ' ~ as_written ~ ' limit 0').column_names -%}
    {%- set columns = seed_columns(model, header) -%}
    {%- do refuse_bad_cells(as_written, columns) -%}

    {%- if old_relation is not none -%} {%- do adapter.drop_relation(old_relation) -%} {%- endif -%}
    {%- call statement('main') -%}
        create table {{ target_relation }} {{ file_format_clause() }} {{ comment_clause() }} as
        select
            {%- for name, type in columns.items() %}
            cast(nullif({{ adapter.quote(name) }}, '') as {{ spark_type(type) }}) as {{ adapter.quote(name) }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from {{ as_written }}
    {%- endcall -%}
    {#- `dbt seed --show` prints ten rows of this. -#}
    {%- set shown = run_query('select * from ' ~ target_relation ~ ' limit 10') -%}
    {%- do store_result('agate_table', response='OK', agate_table=shown) -%}
    {%- do run_query('drop view ' ~ as_written) -%}

    {%- do apply_grants(target_relation, config.get('grants'), should_revoke(old_relation, full_refresh_mode=True)) -%}
    {%- do persist_docs(target_relation, model) -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# Stops the build where a cell is not of its column's type; names the first twenty. Spark's cast would read 2.5 as the
   integer 2 and 2021 as a day, hence the patterns. #}
{% macro refuse_bad_cells(relation, columns) -%}
    {%- set bad_cells = [] -%}
    {%- for name, type in columns.items() if spark_type(type) != 'string' -%}
        {%- set cell = "nullif(" ~ adapter.quote(name) ~ ", '')" -%}
        {%- do bad_cells.append(
            "select '" ~ name ~ "' as column_name, '" ~ type ~ "' as type, " ~ cell ~ ' as cell from ' ~ relation
            ~ ' where ' ~ cell ~ ' is not null and (try_cast(' ~ cell ~ ' as ' ~ type ~ ') is null'
            ~ (" or not " ~ cell ~ " rlike '^(" ~ cell_pattern(type) ~ ")$'" if cell_pattern(type) else '') ~ ')'
        ) -%}
    {%- endfor -%}
    {%- set found = run_query(bad_cells | join(' union all ') ~ ' limit 20').rows if bad_cells else [] -%}
    {%- set problems = [] -%}
    {%- for row in found -%}
        {%- do problems.append(
            model.original_file_path ~ ', column ' ~ row.column_name ~ ": '" ~ row.cell ~ "' is not of type " ~ row.type
        ) -%}
    {%- endfor -%}
    {%- do refuse_seed(problems) -%}
{%- endmacro %}
