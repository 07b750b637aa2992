{# How seeds reach DuckDB: `read_csv` straight into the table, each column with the type that its .yml declares.
   dbt's own loader reads the file into Python first, which takes thirty times as long and ten times the memory.
   Text stays as it is written: codes keep their zeros. An empty cell is NULL. A number is
   never rounded to fit its type. One bad row and nothing changes. #}
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
    {%- do refuse_bad_rows(target_relation, columns, rejects) -%}
    {%- do refuse_blank_rows(target_relation, columns) -%}
    {%- do refuse_inexact_cells(file, target_relation, columns) -%}

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
            ~ ('They are parted by semicolons; save the file with commas. ' if ';' in header | join else '')
            ~ 'Mend the first line, or declare the columns in the .yml beside it.'
        ) }}
    {%- endif -%}
    {%- set columns = {} -%}
    {%- for name in header -%}
        {%- do columns.update({name: types.get(name, 'varchar')}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{# The file as a table; what cannot be read goes to the temporary table `rejects`, where one is named. #}
{% macro read_seed(file, columns, rejects=none) -%}
    read_csv(
        {{ quoted(file) }},
        header = true, auto_detect = false, strict_mode = true, nullstr = '', quote = '"', escape = '"',
        delim = {{ quoted(config.get('delimiter', ',')) }},
        columns = { {%- for name, type in columns.items() -%}
            {{ quoted(name) }}: {{ quoted(type) }}{{ ', ' if not loop.last }}
        {%- endfor -%} }
        {%- if rejects -%},
        store_rejects = true, rejects_table = '{{ rejects }}', rejects_scan = '{{ rejects }}_scan', rejects_limit = 20
        {%- endif %}
    )
{%- endmacro %}

{# Stops the build where rows of the file could not be read: where each stands and what is wrong with it. #}
{% macro refuse_bad_rows(relation, columns, rejects) -%}
    {%- set bad_rows -%}
        select
            line - 1 - dense_rank() over (order by line) as rows_before,
            line,
            concat(
                coalesce(', column ' || column_name, ''), ': ', error_message,
                ' The row begins: ', left(replace(csv_line, chr(10), ' '), 80)
            ) as problem
        from {{ rejects }}
        order by line, column_idx
    {%- endset -%}
    {%- set problems = [] -%}
    {%- for row in run_query(bad_rows).rows -%}
        {%- set line = row.line + line_breaks_in(relation, columns, row.rows_before) -%}
        {%- do problems.append(model.original_file_path ~ ', line ' ~ line ~ row.problem) -%}
    {%- endfor -%}
    {%- do run_query('drop table ' ~ rejects) -%}
    {%- do run_query('drop table ' ~ rejects ~ '_scan') -%}
    {%- do refuse_seed(problems) -%}
{%- endmacro %}

{# Stops the build at rows without any cell, which spreadsheets leave behind. #}
{% macro refuse_blank_rows(relation, columns) -%}
    {%- set blank_cells = [] -%}
    {%- for name in columns -%} {%- do blank_cells.append(adapter.quote(name) ~ ' is null') -%} {%- endfor -%}
    {%- set blank_rows -%}
        select rows_until
        from (select row_number() over () as rows_until, * from {{ relation }})
        where {{ blank_cells | join(' and ') }}
        limit 20
    {%- endset -%}
    {%- set problems = [] -%}
    {%- for row in run_query(blank_rows).rows -%}
        {%- set line = 1 + row.rows_until + line_breaks_in(relation, columns, row.rows_until - 1) -%}
        {%- do problems.append(model.original_file_path ~ ', line ' ~ line ~ ': all its cells are empty') -%}
    {%- endfor -%}
    {%- do refuse_seed(problems) -%}
{%- endmacro %}

{# Stops the build where a cell was read as something else than is written: DuckDB takes 2.5 for the integer 3. Lines
   are counted without blank ones between rows. #}
{% macro refuse_inexact_cells(file, relation, columns) -%}
    {%- set written = {} -%}
    {%- set inexact = {} -%}
    {%- for name, type in columns.items() -%}
        {%- do written.update({name: 'varchar'}) -%}
        {%- if cell_pattern(type) -%}
            {%- set is_exact = 'regexp_full_match(' ~ adapter.quote(name) ~ ', ' ~ quoted(cell_pattern(type)) ~ ')' -%}
            {%- do inexact.update({name: 'not ' ~ is_exact}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set inexact_rows -%}
        select *
        from (select row_number() over () as rows_until, * from {{ read_seed(file, written) }})
        where {{ inexact.values() | join(' or ') }}
        limit 20
    {%- endset -%}
    {%- set problems = [] -%}
    {%- for row in (run_query(inexact_rows).rows if inexact else []) -%}
        {%- set line = 1 + row.rows_until + line_breaks_in(relation, columns, row.rows_until - 1) -%}
        {%- for name in inexact if row[name] and not modules.re.fullmatch(cell_pattern(columns[name]), row[name]) -%}
            {%- do problems.append(
                model.original_file_path ~ ', line ' ~ line ~ ', column ' ~ name ~ ": '" ~ row[name]
                ~ "' is not of type " ~ columns[name]
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do refuse_seed(problems) -%}
{%- endmacro %}

{# How many line breaks stand inside the cells of the first rows of a seed. #}
{% macro line_breaks_in(relation, columns, rows) -%}
    {%- set breaks = ['0'] -%}
    {%- for name, type in columns.items() if type | lower in ('varchar', 'text', 'string') -%}
        {%- set cell = adapter.quote(name) -%}
        {%- do breaks.append('coalesce(length(' ~ cell ~ ') - length(replace(' ~ cell ~ ", chr(10), '')), 0)") -%}
    {%- endfor -%}
    {%- set counted -%}
        select coalesce(cast(sum({{ breaks | join(' + ') }}) as bigint), 0)
        from (select * from {{ relation }} limit {{ rows }})
    {%- endset -%}
    {{ return(run_query(counted).columns[0].values()[0] | int) }}
{%- endmacro %}

{# Stops the build with what is wrong in the seed's file, where anything is. #}
{% macro refuse_seed(problems) -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error(
            'not all of it can be read; the seed stays as it was. Mend them in the file:\n' ~ problems | join('\n')
        ) }}
    {%- endif -%}
{%- endmacro %}

{# How a cell of a type must be written so that the type holds it as it is; none for text. #}
{% macro cell_pattern(type) -%}
    {%- set kind, _, places = (type | lower).rstrip(')').partition('(') -%}
    {%- if kind in ('integer', 'bigint') -%}
        {{ return('[+-]?[0-9]+') }}
    {%- elif kind == 'decimal' -%}
        {{ return('[+-]?[0-9]*([.][0-9]{0,' ~ places.split(',')[-1].strip() ~ '}0*)?') }}
    {%- elif kind == 'date' -%}
        {{ return('[0-9]{4}-[0-9]{2}-[0-9]{2}') }}
    {%- endif -%}
{%- endmacro %}

{# A text as SQL writes it. #}
{% macro quoted(text) -%}
    '{{ dbt.escape_single_quotes(text) }}'
{%- endmacro %}
