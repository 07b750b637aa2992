{# How tables and views reach DuckDB: each takes the place of the last in one statement, and its contract is asked of
   what was made, all in one transaction. dbt-duckdb makes each beside the last, renames both, and plans the SQL of a
   contract twice more; in a small build that is a good part. No hooks, no grants: no model has any. #}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set target = this.incorporate(type='table') -%}
    {%- do drop_another_kind(target) -%}
    {%- call statement('main', language=model.language) -%}
        {%- if model.language == 'python' -%}
            {{ python_table(target, compiled_code) }}
        {%- else -%}
            create or replace table {{ target }} as ({{ columns_of_contract(compiled_code) }})
        {%- endif -%}
    {%- endcall -%}
    {%- do ask_contract(target) -%}
    {%- do persist_docs(target, model) -%}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- set target = this.incorporate(type='view') -%}
    {%- do drop_another_kind(target) -%}
    {%- call statement('main') -%} create or replace view {{ target }} as ({{ columns_of_contract(compiled_code) }}) {%- endcall -%}
    {%- do ask_contract(target) -%}
    {%- do persist_docs(target, model) -%}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

{# A model's query; under a contract with its columns in the contract's order, which is asked of what was made. #}
{% macro columns_of_contract(query) -%}
    {{ get_select_subquery(query) if config.get('contract').enforced else query }}
{%- endmacro %}

{% macro ask_contract(relation) -%}
    {%- if config.get('contract').enforced -%}
        {%- do get_assert_columns_equivalent('select * from ' ~ relation) -%}
    {%- endif -%}
{%- endmacro %}

{# A table does not take the place of a view, nor the other way round. #}
{% macro drop_another_kind(target) -%}
    {%- set last = load_cached_relation(target) -%}
    {%- if last is not none and last.type != target.type -%}
        {%- do adapter.drop_relation(last) -%}
    {%- endif -%}
{%- endmacro %}

{# A Python model, and what writes the rows it returns: in a transaction of its own. #}
{% macro python_table(target, compiled_code) -%}
{{ compiled_code }}

def materialize(rows, con):
    con.register('rows_of_{{ target.identifier }}', rows)
    con.execute('create or replace table {{ target }} as from rows_of_{{ target.identifier }}')
    con.unregister('rows_of_{{ target.identifier }}')
{% endmacro %}
