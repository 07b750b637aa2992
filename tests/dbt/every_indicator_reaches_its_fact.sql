{# Every figure of a released report is found at the fact, column and row that dim_indicator names, and equals
   fct_indicator_values there; a base too. A row returned is a figure that is not there, or differs.
   A row of a form that names no fact is asked for nothing; one that names a column that no fact has is refused by name.
   So is every row of a fact that is missing from this list. #}
{%- set facts = [
    ref('fct_civil_service'),
    ref('fct_digital_documents'),
    ref('fct_digital_government'),
    ref('fct_discipline'),
    ref('fct_dossier_channels'),
    ref('fct_financial_autonomy'),
    ref('fct_inspections'),
    ref('fct_leadership'),
    ref('fct_legal_document_checks'),
    ref('fct_legal_documents'),
    ref('fct_one_stop_dossiers'),
    ref('fct_organisation_cuts'),
    ref('fct_outreach_satisfaction'),
    ref('fct_procedure_control'),
    ref('fct_quality_management'),
    ref('fct_reform_direction'),
    ref('fct_staffing_cuts'),
    ref('fct_tthc_inventory'),
] -%}
{#- By fact: the columns that hold figures, and its further key as dim_indicator writes it.
    Spark's name of a text, `string`, is_string() does not know. -#}
{%- set numbers, keys = {}, {} -%}
{%- set shared = [
    'unit_code', 'unit_name_vi', 'province_name_vi', 'report_period', 'report_id', 'source_file'
] -%}
{%- set endings = ('_status', '_columns') -%}
{%- for fact in facts if execute -%}
{%- do numbers.update({fact.name: []}) -%}
{%- for column in adapter.get_columns_in_relation(fact) -%}
{%- if not column.is_string() and column.dtype != 'string' -%}
{%- do numbers[fact.name].append(column.name) -%}
{%- elif column.name not in shared and not column.name.endswith(endings) -%}
{%- do keys.update({fact.name: "'" ~ column.name ~ "=' || " ~ column.name}) -%}
{%- endif -%}
{%- endfor -%}
{%- endfor -%}
{{- refuse_unknown_columns(numbers) -}}
with

indicators as (

    select * from {{ ref('dim_indicator') }}
    where answer_type not in ('section', 'header')

),

indicator_values as {{ read_again() }} (

    select * from {{ ref('fct_indicator_values') }}

),

expected as {{ read_again() }} (

    select
        indicator_values.report_id,
        indicator_values.indicator_code,
        indicators.fact_table,
        indicators.fact_row,
        indicators.fact_column,
        indicator_values.value
    from indicator_values
    left join indicators
        on
            indicator_values.form_version = indicators.form_version
            and indicator_values.indicator_code = indicators.indicator_code
    where indicators.indicator_code is null or indicators.fact_table is not null

    union all

    select
        indicator_values.report_id,
        indicator_values.indicator_code,
        indicators.fact_table,
        indicators.fact_row,
        indicators.fact_base_column as fact_column,
        indicator_values.base_value as value
    from indicator_values
    inner join indicators
        on
            indicator_values.form_version = indicators.form_version
            and indicator_values.indicator_code = indicators.indicator_code
    where indicators.answer_type = 'ratio' and indicators.fact_table is not null

),

{# An empty key too is a column: in the join, before DuckDB 2.0 it compares every row with every other. #}
{% for fact in facts if execute -%}
keyed_{{ fact.name }} as (

    select
        *,
        {{ keys.get(fact.name, "''") }} as fact_row
    from {{ fact }}

),

{% endfor -%}
compared as (
    {% for fact in facts if execute %}
    {%- set columns = numbers[fact.name] %}
    select
        expected.*,
        fact.report_id is not null
        and expected.fact_column in (
            '{{ columns | join("',\n            '") }}'
        ) as is_found,
        case expected.fact_column{% for number in columns %}
            when '{{ number }}' then cast(fact.{{ number }} as decimal(18, 4))
        {%- endfor %} end as value_found
    from expected
    left join keyed_{{ fact.name }} as fact
        on
            expected.report_id = fact.report_id
            and expected.fact_row = fact.fact_row
    where expected.fact_table = '{{ fact.name }}'
    union all
    {%- endfor %}
    select
        expected.*,
        false as is_found,
        null as value_found
    from expected
    where
        expected.fact_table is null
        or expected.fact_table not in (
            {% for fact in facts -%}
            '{{ fact.name }}'{{ ',' if not loop.last }}
            {% endfor -%}
        )

)

select
    case
        when is_found then 'the fact has another figure'
        else 'the fact has no such row or column'
    end as problem,
    report_id,
    indicator_code,
    fact_table,
    fact_row,
    fact_column,
    value as value_expected,
    value_found
from compared
where
    not is_found
    or value is distinct from value_found
