{{ config(materialized=made_when_read()) }}
with

judgements as {{ read_again() }} (

    select * from {{ ref('int_rule_judgements') }}

),

reports as (

    select * from {{ ref('int_reports') }}

),

-- Between two document numbers or dates there is no distance.
rules as (

    select listed.*
    from (
        values
        {% for rule in rules_with_terms() -%}
        ({{ loop.index }}, '{{ rule.rule_id }}', {{ (rule.arithmetic != 'reference') | lower }})
        {{- ',' if not loop.last }}
        {% else -%}
        (0, '', false)
        {% endfor -%}
    ) as listed (rule_number, rule_id, has_distance)

),

as_read as (

    select * from judgements
    where is_as_read

),

final as (

    select
        reports.report_id,
        rules.rule_id,
        judgements.result,
        judgements.observed,
        judgements.expected,
        case when rules.has_distance then judgements.observed - judgements.expected end as difference,
        judgements.tolerance,
        coalesce(as_read.result, judgements.result) as result_as_read,
        case when as_read.result is null then judgements.observed else as_read.observed end
            as observed_as_read,
        case when as_read.result is null then judgements.expected else as_read.expected end
            as expected_as_read
    from judgements
    inner join reports on judgements.report_number = reports.report_number
    inner join rules on judgements.rule_number = rules.rule_number
    left join as_read
        on
            judgements.report_number = as_read.report_number
            and judgements.rule_number = as_read.rule_number
    where not judgements.is_as_read

)

select * from final
