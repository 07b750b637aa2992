{%- set rules = rules_with_terms() -%}
{%- set results = {
    'rule_number': [], 'result': [], 'observed': [], 'expected': [], 'tolerance': []
} -%}
{%- for rule in rules -%}
    {%- do results.rule_number.append(loop.index) -%}
    {%- do results.result.append(rule_result(rule)) -%}
    {%- do results.observed.append(rule_observed(rule)) -%}
    {%- do results.expected.append(rule_expected(rule)) -%}
    {%- do results.tolerance.append(rule_tolerance(rule)) -%}
{%- endfor %}
with

figures as (

    select * from {{ ref('int_rule_figures') }}

),

reports as (

    select * from {{ ref('int_reports') }}

),

-- Each rule's sides, beside one another: nothing but sums of columns.
sides as (

    select
        {% for rule in rules -%}
        {% for side in rule.sides -%}
        {{ side_of_rule(rule, side) }} as {{ rule.rule_id }}_{{ side }},
        {% endfor -%}
        {% if rule.arithmetic in ('percent_of', 'whole_plan') -%}
        {{ tolerance_of_percentage(rule) }} as {{ rule.rule_id }}_tolerance,
        {% endif -%}
        {% endfor -%}
        reports.report_number,
        figures.evaluation = 'as_read' as is_as_read
    from figures
    inner join reports on figures.report_id = reports.report_id

),

final as (

    select
        report_number,
        is_as_read,
        {{ rows_of(results) }}
    from sides

)

select * from final
