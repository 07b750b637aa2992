{{ config(materialized=long_view()) }}
{%- set rules = rules_with_terms() -%}
{%- set results = {
    'rule_id': [], 'result': [], 'observed': [], 'expected': [], 'tolerance': [], 'has_distance': []
} -%}
{%- for rule in rules -%}
    {%- do results.rule_id.append("'" ~ rule.rule_id ~ "'") -%}
    {%- do results.result.append(rule_result(rule)) -%}
    {%- do results.observed.append(rule_observed(rule)) -%}
    {%- do results.expected.append(rule_expected(rule)) -%}
    {%- do results.tolerance.append(rule_tolerance(rule)) -%}
    {%- do results.has_distance.append((rule.arithmetic != 'reference') | lower) -%}
{%- endfor %}
with

figures as (

    select * from {{ ref('int_rule_figures') }}

),

reports as (

    select * from {{ ref('int_reports') }}

),

unit_periods as (

    select * from {{ ref('int_unit_periods') }}

),

-- Each rule's sides, beside one another: nothing but sums of columns. Whose report it is stands here already,
-- since to join it to the results would be to look it up for each.
sides as {{ read_again() }} (

    select
        {% for rule in rules -%}
        {% for side in rule.sides -%}
        {{ side_of_rule(rule, side) }} as {{ rule.rule_id }}_{{ side }},
        {% endfor -%}
        {% if rule.arithmetic in ('percent_of', 'whole_plan') -%}
        {{ tolerance_of_percentage(rule) }} as {{ rule.rule_id }}_tolerance,
        {% endif -%}
        {% endfor -%}
        figures.report_id,
        figures.evaluation,
        reports.unit_code,
        unit_periods.unit_name_vi,
        unit_periods.province_name_vi,
        reports.report_year,
        reports.report_period,
        reports.source_file
    from figures
    inner join reports on figures.report_id = reports.report_id
    left join unit_periods
        on
            reports.unit_code = unit_periods.unit_code
            and reports.report_year = unit_periods.report_year
            and reports.report_period = unit_periods.report_period

),

judged as {{ read_again() }} (

    select
        report_id,
        evaluation,
        unit_code,
        unit_name_vi,
        province_name_vi,
        report_year,
        report_period,
        source_file,
        {{ rows_of(results) }}
    from sides

),

as_corrected as (

    select * from judged
    where evaluation = 'as_corrected'

),

as_read as (

    select * from judged
    where evaluation = 'as_read'

),

-- Where no figure was corrected, the result is the same as read. Between two document numbers or dates there
-- is no distance.
final as (

    select
        as_corrected.report_id,
        as_corrected.rule_id,
        as_corrected.unit_code,
        as_corrected.unit_name_vi,
        as_corrected.province_name_vi,
        as_corrected.report_year,
        as_corrected.report_period,
        as_corrected.source_file,
        as_corrected.result,
        as_corrected.observed,
        as_corrected.expected,
        case when as_corrected.has_distance then as_corrected.observed - as_corrected.expected end
            as difference,
        as_corrected.tolerance,
        coalesce(as_read.result, as_corrected.result) as result_as_read,
        case when as_read.result is null then as_corrected.observed else as_read.observed end
            as observed_as_read,
        case when as_read.result is null then as_corrected.expected else as_read.expected end
            as expected_as_read
    from as_corrected
    left join as_read
        on
            as_corrected.report_id = as_read.report_id
            and as_corrected.rule_id = as_read.rule_id

)

select * from final
