{# Every figure of a released report is found at the fact, column and row that dim_indicator names, and equals
   fct_indicator_values there; a base too. A row returned is a figure that is not there, or differs.
   A fact that is missing from this list fails for each of its figures. #}
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
with

indicators as (

    select * from {{ ref('dim_indicator') }}
    where answer_type not in ('section', 'header')

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

expected as (

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
    where indicators.answer_type = 'ratio'

),

found as (
    {% for fact in facts if execute %}
    {%- set numbers, keys = [], [] -%}
    {%- for column in adapter.get_columns_in_relation(fact) -%}
        {%- if not column.is_string() -%}
            {%- do numbers.append(column.name) -%}
        {%- elif column.name not in ['unit_code', 'report_period', 'report_id'] and not column.name.endswith(('_status', '_columns')) -%}
            {%- do keys.append(column.name) -%}
        {%- endif -%}
    {%- endfor %}
    select
        expected.report_id,
        expected.indicator_code,
        expected.fact_column,
        case expected.fact_column{% for number in numbers %}
            when '{{ number }}' then cast(fact.{{ number }} as decimal(18, 4))
        {%- endfor %} end as value
    from expected
    inner join {{ fact }} as fact
        on
            expected.report_id = fact.report_id
            and expected.fact_row = {% if keys %}'{{ keys[0] }}=' || fact.{{ keys[0] }}{% else %}''{% endif %}
    where
        expected.fact_table = '{{ fact.name }}'
        and expected.fact_column in ('{{ numbers | join("', '") }}')
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    expected.report_id,
    expected.indicator_code,
    expected.fact_table,
    expected.fact_row,
    expected.fact_column,
    expected.value as value_expected,
    found.value as value_found
from expected
left join found
    on
        expected.report_id = found.report_id
        and expected.indicator_code = found.indicator_code
        and expected.fact_column = found.fact_column
where
    found.report_id is null
    or expected.value is distinct from found.value
