-- A rule is data: its kind says which roles its terms have, and its terms stand on concepts there are.
with

rules as (

    select * from {{ ref('stg_rules') }}

),

rule_kinds as (

    select * from {{ ref('stg_rule_kinds') }}

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
        rule_kinds.arithmetic,
        {% for role in ['left', 'right', 'percent', 'part', 'whole'] -%}
        sum(case when rule_terms.role = '{{ role }}' then 1 else 0 end) as terms_{{ role }},
        {% endfor -%}
        count(rule_terms.role) as terms
    from rules
    left join rule_kinds on rules.kind = rule_kinds.kind
    left join rule_terms on rules.rule_id = rule_terms.rule_id
    group by rules.rule_id, rule_kinds.arithmetic

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
        rules.rule_id,
        null as term,
        'kind (see rule_kinds), comparison or severity is not one there is, or words are missing' as problem,
        'rules' as seed
    from rules
    left join rule_kinds on rules.kind = rule_kinds.kind
    where
        rule_kinds.kind is null
        or (
            rule_kinds.arithmetic in ('comparison', 'reference')
            and coalesce(rules.comparison, '') not in ('=', '<=', '>=')
        )
        or coalesce(rules.severity, '') not in ('critical', 'warning', 'info')
        or rules.tolerance < 0
        or rules.expression is null
        or rules.words_en is null
        or rules.words_vi is null

    union all

    select
        kind as rule_id,
        null as term,
        'a kind whose arithmetic, evidence or words are not those there are' as problem,
        'rule_kinds' as seed
    from rule_kinds
    where
        coalesce(arithmetic, '') not in ('comparison', 'reference', 'percent_of', 'whole_plan')
        or coalesce(evidence_grade, '') not in ('A', 'B')
        or leaves_one_value is null
        or left_cost is null
        or word_vi is null
        or word_en is null

    union all

    select
        rule_id,
        null as term,
        'the terms do not have the roles that the kind needs' as problem,
        'rules' as seed
    from roles
    where
        case
            when arithmetic = 'percent_of'
                then terms_percent <> 1 or terms_part <> 1 or terms_whole <> 1 or terms <> 3
            when arithmetic = 'whole_plan' then terms_percent <> 1 or terms_part <> 1 or terms <> 2
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
