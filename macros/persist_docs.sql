{# What a relation and its columns mean, written to DuckDB in one statement. dbt's own macro asks for the columns twice
   first and leaves out a column that is not there; here one that only the .yml knows stops the build. #}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- set comments = [] -%}
    {%- if for_relation and config.persist_relation_docs() and model.description -%}
        {%- do comments.append(alter_relation_comment(relation, model.description)) -%}
    {%- endif -%}
    {%- for column in model.columns.values() if for_columns and config.persist_column_docs() -%}
        {%- set name = adapter.quote(column.name) if column.quote else column.name -%}
        {%- do comments.append(
            'comment on column ' ~ relation ~ '.' ~ name ~ ' is ' ~ duckdb_escape_comment(column.description) ~ ';'
        ) -%}
    {%- endfor -%}
    {%- if comments -%}
        {%- do run_query(comments | join('\n')) -%}
    {%- endif -%}
{%- endmacro %}
