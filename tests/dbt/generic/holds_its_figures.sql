{# Every figure of a released report that dim_indicator places in this fact is found there, at its column
   and row, and equals the figure that stands, as fct_indicator_values shows it; a base too. (The mart itself is a long
   view, and there are many facts.) A row returned is a figure that is not there, or differs.
   A row of a form that names a column that the fact does not have is refused by name.
   Spark's name of a text, `string`, is_string() does not know. #}
{% test holds_its_figures(model) %}

{%- set shared = [
    'unit_code', 'unit_name_vi', 'province_name_vi', 'report_period', 'report_id', 'source_file'
] -%}
{%- set endings = ('_status', '_columns') -%}
{%- set figures, keys = [], [] -%}
{%- for column in adapter.get_columns_in_relation(model) if execute -%}
{%- if not column.is_string() and column.dtype != 'string' -%}
{%- do figures.append(column.name) -%}
{%- elif column.name not in shared and not column.name.endswith(endings) -%}
{%- do keys.append("'" ~ column.name ~ "=' || " ~ column.name) -%}
{%- endif -%}
{%- endfor -%}
{{- refuse_unknown_columns(model.name, figures) -}}
with

indicators as (

    select * from {{ ref('dim_indicator') }}
    where fact_table = '{{ model.name }}'

),

reports as (

    select * from {{ ref('dim_report') }}
    where report_status = 'released'

),

expected as {{ read_again() }} (

    select
        indicator_values.report_id,
        indicators.indicator_code,
        indicators.fact_row,
        indicators.fact_column,
        indicators.fact_base_column,
        indicators.answer_type,
        indicator_values.value,
        indicator_values.base_value
    from {{ ref('int_indicator_status') }} as indicator_values
    inner join reports on indicator_values.report_id = reports.report_id
    inner join indicators
        on
            indicator_values.form_version = indicators.form_version
            and indicator_values.indicator_code = indicators.indicator_code
    where indicators.answer_type not in ('section', 'header')

),

placed as {{ read_again() }} (

    select
        report_id,
        indicator_code,
        fact_row,
        fact_column,
        value
    from expected
    union all
    select
        report_id,
        indicator_code,
        fact_row,
        fact_base_column as fact_column,
        base_value as value
    from expected
    where answer_type = 'ratio'

),

{# An empty key too is a column: in the join, before DuckDB 2.0 it compares every row with every other. #}
keyed as (

    select
        *,
        {{ keys | first or "''" }} as fact_row
    from {{ model }}

),

compared as (

    select
        placed.*,
        keyed.report_id is not null as is_found,
        case placed.fact_column{% for figure in figures %}
            when '{{ figure }}' then cast(keyed.{{ figure }} as decimal(18, 4))
        {%- endfor %} end as value_found
    from placed
    left join keyed
        on
            placed.report_id = keyed.report_id
            and placed.fact_row = keyed.fact_row

)

select
    case
        when is_found then 'the fact has another figure'
        else 'the fact has no such row'
    end as problem,
    report_id,
    indicator_code,
    '{{ model.name }}' as fact_table,
    fact_row,
    fact_column,
    value as value_expected,
    value_found
from compared
where
    not is_found
    or value is distinct from value_found

{% endtest %}
