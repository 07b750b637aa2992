-- A rule is data: its kind says which roles its terms have, and its terms stand on concepts there are.
{%- set percentages = "('percent_of', 'whole_plan')" %}
with

rules as (

    select * from {{ ref('stg_rules') }}

),

rule_terms as (

    select * from {{ ref('stg_rule_terms') }}

),

form_rows as (

    select * from {{ ref('stg_form_rows') }}

),

narrative_patterns as (

    select * from {{ ref('narrative_patterns') }}

),

roles as (

    select
        rules.rule_id,
        rules.kind,
        {% for role in ['left', 'right', 'percent', 'part', 'whole'] -%}
        sum(case when rule_terms.role = '{{ role }}' then 1 else 0 end) as terms_{{ role }},
        {% endfor -%}
        count(rule_terms.role) as terms
    from rules
    left join rule_terms on rules.rule_id = rule_terms.rule_id
    group by rules.rule_id, rules.kind

),

answers as (

    select
        concept,
        max(case when answer_type = 'ratio' then 1 else 0 end) = 1 as has_base
    from form_rows
    where concept is not null
    group by concept

),

-- What the reader can find told outside the appendix.
told as (

    select distinct concept
    from narrative_patterns

),

problems as (

    select
        rule_id,
        null as term,
        'kind, comparison or severity is not one there is, or words are missing' as problem,
        'rules' as seed
    from rules
    where
        coalesce(kind, '') not in (
            'sum', 'same_figure', 'part_of_whole', 'share', 'range', 'district_bound', 'percent_of',
            'whole_plan', 'narrative', 'reference', 'balance', 'year_over_year'
        )
        or (kind not in {{ percentages }} and coalesce(comparison, '') not in ('=', '<=', '>='))
        or coalesce(severity, '') not in ('critical', 'warning', 'info')
        or tolerance < 0
        or expression is null
        or words_en is null
        or words_vi is null

    union all

    select
        rule_id,
        null as term,
        'the terms do not have the roles that the kind needs' as problem,
        'rules' as seed
    from roles
    where
        case
            when kind = 'percent_of'
                then terms_percent <> 1 or terms_part <> 1 or terms_whole <> 1 or terms <> 3
            when kind = 'whole_plan' then terms_percent <> 1 or terms_part <> 1 or terms <> 2
            else terms_left = 0 or terms <> terms_left + terms_right
        end

    union all

    select
        rule_terms.rule_id,
        rule_terms.term,
        'a term of a rule that is not there' as problem,
        'rule_terms' as seed
    from rule_terms
    left join rules on rule_terms.rule_id = rules.rule_id
    where rules.rule_id is null

    union all

    select
        rule_terms.rule_id,
        rule_terms.term,
        concat('the term stands on a figure that there is not: ', rule_terms.concept) as problem,
        'rule_terms' as seed
    from rule_terms
    left join answers on rule_terms.concept = answers.concept
    left join told on rule_terms.concept = told.concept
    where
        coalesce(rule_terms.measure, '') not in ('value', 'base')
        or case
            when rule_terms.figure_source in ('appendix', 'previous_year')
                then answers.concept is null or (rule_terms.measure = 'base' and not answers.has_base)
            when rule_terms.figure_source in ('narrative', 'note')
                then coalesce(answers.concept, told.concept) is null or rule_terms.measure = 'base'
            when rule_terms.figure_source = 'unit'
                then coalesce(rule_terms.concept, '') <> 'commune_count' or rule_terms.measure = 'base'
            else true
        end

)

select
    problem,
    seed,
    rule_id,
    term
from problems
