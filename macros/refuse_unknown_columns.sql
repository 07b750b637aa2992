{# Stops the build where a row of a form names a column of a fact that is not there.
     fact      name of the fact
     columns   the names of its columns that hold figures #}
{% macro refuse_unknown_columns(fact, columns) -%}
{%- set asked -%}
    select
        form_version,
        indicator_code,
        fact_column,
        fact_base_column
    from {{ ref('dim_indicator') }}
    where fact_table = '{{ fact }}'
    order by all
{%- endset -%}
{%- for row in (run_query(asked).rows if execute else []) -%}
{%- for column in [row.fact_column, row.fact_base_column] if column and column not in columns -%}
{{- exceptions.raise_compiler_error(
    'seeds/reference/form_rows.csv: row ' ~ row.indicator_code ~ ' of form ' ~ row.form_version ~ ' names '
    ~ fact ~ '.' ~ column ~ ', and no such column is there. Add it to that model, or leave fact_table '
    ~ 'and fact_column empty: the figure then stands in fct_indicator_values.'
) -}}
{%- endfor -%}
{%- endfor -%}
{%- endmacro %}
