{#- Every rule is judged twice: columns of the figures as corrected have no suffix. -#}
{%- set evaluations = {"as_corrected": "", "as_read": "_as_read"} -%}
{%- set sums = {
    "observed_sum": "role in ('left', 'percent')",
    "expected_sum": "role in ('right', 'part')",
    "whole_sum": "role = 'whole'",
} -%}
with

reports as (

    select * from {{ ref('stg_reports') }}

),

rules as (

    select * from {{ ref('stg_rules') }}

),

rule_terms as (

    select * from {{ ref('stg_rule_terms') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

-- Results go by a number until the end: to group by a rule's long name takes twice as long.
numbered_rules as (

    select
        *,
        row_number() over (order by rule_id) as rule_number
    from rules

),

-- A product of two decimals of 18 digits has no more than 18 in DuckDB, unless one of them is given more.
weighed as (

    select
        figures.report_id,
        figures.evaluation,
        numbered_rules.rule_number,
        rule_terms.role,
        cast(rule_terms.coefficient as decimal(19, 6)) * figures.value as weighed_value,
        figures.decimals
    from figures
    inner join rule_terms
        on
            figures.figure_source = rule_terms.figure_source
            and figures.concept = rule_terms.concept
            and figures.measure = rule_terms.measure
    inner join numbered_rules on rule_terms.rule_id = numbered_rules.rule_id
    where figures.value is not null

),

sums as (

    select
        report_id,
        rule_number,
        {% for evaluation, suffix in evaluations.items() -%}
        {% for sum, roles in sums.items() -%}
        cast(
            coalesce(
                sum(case when evaluation = '{{ evaluation }}' and {{ roles }} then weighed_value end), 0
            ) as decimal(28, 10)
        ) as {{ sum }}{{ suffix }},
        {% endfor -%}
        max(case when evaluation = '{{ evaluation }}' and role = 'percent' then decimals else 0 end)
            as percent_decimals{{ suffix }},
        count(case when evaluation = '{{ evaluation }}' then 1 end) as terms_told{{ suffix }},
        {% endfor -%}
        count(*) as terms_told_in_all
    from weighed
    group by report_id, rule_number

),

term_counts as (

    select
        rule_id,
        count(*) as terms
    from rule_terms
    group by rule_id

),

-- Every rule is asked of every report; a figure that the report or its form lacks is not told.
asked as (

    select
        reports.report_id,
        numbered_rules.rule_number,
        numbered_rules.rule_id,
        numbered_rules.kind,
        numbered_rules.comparison,
        numbered_rules.constant,
        numbered_rules.tolerance,
        term_counts.terms
    from reports
    cross join numbered_rules
    inner join term_counts on numbered_rules.rule_id = term_counts.rule_id

),

told as (

    select
        asked.*,
        {% for suffix in evaluations.values() -%}
        {% for sum in sums -%}
        sums.{{ sum }}{{ suffix }},
        {% endfor -%}
        sums.percent_decimals{{ suffix }},
        coalesce(sums.terms_told{{ suffix }} = asked.terms, false) as is_told{{ suffix }},
        {% endfor -%}
        {% for sum in sums -%}
        sums.{{ sum }} <> sums.{{ sum }}_as_read
        or {% endfor -%}
        sums.terms_told <> sums.terms_told_as_read
        or sums.percent_decimals <> sums.percent_decimals_as_read
            as is_changed
    from asked
    left join sums
        on
            asked.report_id = sums.report_id
            and asked.rule_number = sums.rule_number

),

judged as (

    select
        *,
        case when {{ rule_is_evaluable('') }} then {{ rule_result('') }} else 'not_evaluable' end as result,
        case when {{ rule_is_evaluable('') }} then {{ rule_observed('') }} end as observed,
        case when {{ rule_is_evaluable('') }} then {{ rule_expected('') }} end as expected,
        {{ rule_tolerance('') }} as tolerance_with_rounding
    from told

),

-- Most figures stand as they were read, and their rules need no second judgement.
final as (

    select
        report_id,
        rule_id,
        result,
        observed,
        expected,
        -- Between two document numbers or dates there is no distance.
        case when kind = 'reference' then null else observed - expected end as difference,
        tolerance_with_rounding as tolerance,
        case
            when not is_changed then result
            when {{ rule_is_evaluable('_as_read') }} then {{ rule_result('_as_read') }}
            else 'not_evaluable'
        end as result_as_read,
        case
            when not is_changed then observed
            when {{ rule_is_evaluable('_as_read') }} then {{ rule_observed('_as_read') }}
        end as observed_as_read,
        case
            when not is_changed then expected
            when {{ rule_is_evaluable('_as_read') }} then {{ rule_expected('_as_read') }}
        end as expected_as_read
    from judged

)

select * from final
