with

reports as (

    select * from {{ ref('stg_reports') }}

),

rules as (

    select * from {{ ref('stg_rules') }}

),

rule_kinds as (

    select * from {{ ref('stg_rule_kinds') }}

),

rule_terms as (

    select
        *,
        count(*) over (partition by rule_id) as terms_in_rule
    from {{ ref('stg_rule_terms') }}

),

figures as {{ read_again() }} (

    select * from {{ ref('int_figures') }}

),

-- Results go by a number until the end: to group by a rule's long name takes twice as long.
numbered_rules as (

    select
        rules.*,
        rule_kinds.arithmetic,
        cast(row_number() over (order by rules.rule_id) as integer) as rule_number
    from rules
    left join rule_kinds on rules.kind = rule_kinds.kind

),

-- As read, only reports are judged of which a decision corrected a figure.
judgements as (

    select
        report_id,
        true as is_corrected
    from reports
    union all
    select distinct
        report_id,
        false as is_corrected
    from figures
    where evaluation = 'as_read'

),

-- A product of two decimals of 18 digits has no more than 18 in DuckDB, unless one of them is given more.
weighed as {{ read_again() }} (

    select
        figures.report_id,
        numbered_rules.rule_number,
        figures.evaluation = 'as_corrected' as is_corrected,
        rule_terms.terms_in_rule,
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

-- Every rule is asked of every report, also one of which nothing is told: a row more, no join of results.
asked as {{ read_again() }} (

    select * from weighed
    union all
    select
        judgements.report_id,
        numbered_rules.rule_number,
        judgements.is_corrected,
        null as terms_in_rule,
        null as role,
        null as weighed_value,
        null as decimals
    from judgements
    cross join numbered_rules

),

sums as {{ read_again() }} (

    select
        report_id,
        rule_number,
        is_corrected,
        coalesce(count(weighed_value) = max(terms_in_rule), false) as is_told,
        {% for sum, roles in [
            ('observed_sum', "'left', 'percent'"), ('expected_sum', "'right', 'part'"), ('whole_sum', "'whole'")
        ] -%}
        cast(coalesce(sum(case when role in ({{ roles }}) then weighed_value end), 0) as decimal(28, 10))
            as {{ sum }},
        {% endfor -%}
        max(case when role = 'percent' then decimals end) as percent_decimals
    from asked
    group by report_id, rule_number, is_corrected

),

told as {{ read_again() }} (

    select
        numbered_rules.rule_id,
        numbered_rules.arithmetic,
        numbered_rules.comparison,
        numbered_rules.constant,
        numbered_rules.tolerance,
        sums.*
    from sums
    inner join numbered_rules on sums.rule_number = numbered_rules.rule_number

),

judged as {{ read_again() }} (

    select
        report_id,
        rule_id,
        arithmetic,
        is_corrected,
        case when {{ rule_is_evaluable() }} then {{ rule_result() }} else 'not_evaluable' end as result,
        case when {{ rule_is_evaluable() }} then {{ rule_observed() }} end as observed,
        case when {{ rule_is_evaluable() }} then {{ rule_expected() }} end as expected,
        {{ rule_tolerance() }} as tolerance
    from told

),

as_corrected as (

    select * from judged
    where is_corrected

),

as_read as (

    select * from judged
    where not is_corrected

),

-- Where no figure was corrected, the result is the same as read.
final as (

    select
        as_corrected.report_id,
        as_corrected.rule_id,
        as_corrected.result,
        as_corrected.observed,
        as_corrected.expected,
        -- Between two document numbers or dates there is no distance.
        case
            when as_corrected.arithmetic = 'reference' then null
            else as_corrected.observed - as_corrected.expected
        end as difference,
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
