{# How seeds reach DuckDB: `read_csv` straight into the table, each column with the type that its .yml declares.
   dbt's own loader reads the file into Python first, which takes thirty times as long and ten times the memory.
   Text stays as it is written: codes keep their zeros. An empty cell is NULL. One bad row and nothing changes. #}
{% materialization seed, adapter='duckdb' %}
    {%- set file = adapter.get_seed_file_path(model) -%}
    {%- set old_relation = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set rejects = 'rejects_of_' ~ model.unique_id | replace('.', '_') -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- if old_relation is not none and not old_relation.is_table -%}
        {{ exceptions.raise_compiler_error('Cannot seed to ' ~ old_relation ~ ': it is a view') }}
    {%- endif -%}
    {%- set columns = seed_columns(model, seed_header(file)) -%}
    {%- set create_table -%}
        create or replace table {{ target_relation }} as
        select * from {{ read_seed(file, columns, rejects) }}
    {%- endset -%}
    {%- call statement('load') -%} {{ create_table }} {%- endcall -%}  {# begins the transaction #}
    {%- do refuse_bad_rows(file, target_relation, columns, rejects) -%}

    {%- set rows = run_query('select count(*) from ' ~ target_relation).columns[0].values()[0] | int -%}
    {%- call noop_statement('main', 'INSERT ' ~ rows, 'INSERT', rows) -%} {{ create_table }} {%- endcall -%}
    {#- `dbt seed --show` prints ten rows of this. -#}
    {%- set shown = run_query('select * from ' ~ target_relation ~ ' limit 10') -%}
    {%- do store_result('agate_table', response='OK', agate_table=shown) -%}

    {%- do apply_grants(target_relation, config.get('grants'), should_revoke(old_relation, full_refresh_mode=True)) -%}
    {%- do persist_docs(target_relation, model) -%}
    {%- do create_indexes(target_relation) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# The names in the first line of a seed's file. #}
{% macro seed_header(file) -%}
    {%- set first_line -%}
        select header
        from read_csv(
            {{ quoted(file) }},
            columns = {'header': 'varchar'}, header = false, auto_detect = false, delim = '\x01', quote = '', escape = '',
            strict_mode = false
        )
        limit 1
    {%- endset -%}
    {%- set lines = run_query(first_line).columns[0].values() -%}
    {%- if not lines or not lines[0] -%}
        {{ exceptions.raise_compiler_error(file ~ ', line 1: nothing stands there; expected the names of the columns') }}
    {%- endif -%}
    {%- set names = [] -%}
    {%- for name in lines[0].split(config.get('delimiter', ',')) -%}
        {%- do names.append(name.strip().strip('"')) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{# The type of each column in the order of the file; text unless the seed's .yml says otherwise. Where the .yml names
   the columns, those are the ones expected. #}
{% macro seed_columns(model, header) -%}
    {%- set types = {} -%}
    {%- for column in model.columns.values() -%}
        {%- do types.update({column.name: column.data_type or 'varchar'}) -%}
    {%- endfor -%}
    {%- do types.update(config.get('column_types', {})) -%}
    {%- set missing = types.keys() | reject('in', header) | list -%}
    {%- set unknown = header | reject('in', types.keys()) | list if types else [] -%}
    {%- set repeated = header | length - header | unique | list | length -%}
    {%- if missing or unknown or repeated -%}
        {{ exceptions.raise_compiler_error(
            model.original_file_path ~ ', line 1: the columns are ' ~ header | join(', ') ~ '. '
            ~ ('Missing: ' ~ missing | join(', ') ~ '. ' if missing else '')
            ~ ('Not in ' ~ (model.patch_path or '').split('://')[-1] ~ ': ' ~ unknown | join(', ') ~ '. ' if unknown else '')
            ~ ('A name stands there twice. ' if repeated else '')
            ~ 'Mend the first line, or declare the columns in the .yml beside it.'
        ) }}
    {%- endif -%}
    {%- set columns = {} -%}
    {%- for name in header -%}
        {%- do columns.update({name: types.get(name, 'varchar')}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{# The file as a table; what cannot be read goes to the temporary table `rejects` instead. #}
{% macro read_seed(file, columns, rejects) -%}
    read_csv(
        {{ quoted(file) }},
        header = true, auto_detect = false, strict_mode = true, nullstr = '', quote = '"', escape = '"',
        delim = {{ quoted(config.get('delimiter', ',')) }},
        columns = { {%- for name, type in columns.items() -%}
            {{ quoted(name) }}: {{ quoted(type) }}{{ ', ' if not loop.last }}
        {%- endfor -%} },
        store_rejects = true, rejects_table = '{{ rejects }}', rejects_scan = '{{ rejects }}_scan', rejects_limit = 20
    )
{%- endmacro %}

{# Stops the build where rows of the file could not be read: where each stands and what is wrong with it. A row's
   line is its number and the line breaks inside cells before it. #}
{% macro refuse_bad_rows(file, relation, columns, rejects) -%}
    {%- set breaks = [] -%}
    {%- for name, type in columns.items() if type | lower in ('varchar', 'text', 'string') -%}
        {%- set cell = adapter.quote(name) -%}
        {%- do breaks.append('length(' ~ cell ~ ') - length(replace(' ~ cell ~ ", chr(10), ''))") -%}
    {%- endfor -%}
    {%- set bad_rows -%}
        with

        rows_read as (

            select
                row_number() over () as row_number,
                {{ 'coalesce(' ~ breaks | join(', 0) + coalesce(') ~ ', 0)' if breaks else 0 }} as line_breaks
            from {{ relation }}

        ),

        rejected as (

            select
                *,
                line - 1 - dense_rank() over (order by line) as rows_before
            from {{ rejects }}

        ),

        placed as (

            select
                rejected.*,
                line + coalesce((
                    select cast(sum(rows_read.line_breaks) as bigint)
                    from rows_read
                    where rows_read.row_number <= rejected.rows_before
                ), 0) as line_in_file
            from rejected

        )

        select
            concat(
                {{ quoted(model.original_file_path) }}, ', line ', line_in_file,
                coalesce(', column ' || column_name, ''), ': ', error_message,
                ' The row begins: ', left(replace(csv_line, chr(10), ' '), 80)
            ) as problem
        from placed
        order by line, column_idx
    {%- endset -%}
    {%- set problems = run_query(bad_rows).columns[0].values() | list -%}
    {%- do run_query('drop table ' ~ rejects) -%}
    {%- do run_query('drop table ' ~ rejects ~ '_scan') -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(
            'rows that cannot be read; the seed stays as it was. Mend them in the file:\n' ~ problems | join('\n')
        ) }}
    {%- endif -%}
{%- endmacro %}

{# A text as SQL writes it. #}
{% macro quoted(text) -%}
    '{{ dbt.escape_single_quotes(text) }}'
{%- endmacro %}
