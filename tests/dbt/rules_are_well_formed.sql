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

arithmetic_roles as (

    select * from {{ ref('arithmetic_roles') }}

),

narrative_patterns as (

    select * from {{ ref('narrative_patterns') }}

),

arithmetics as (

    select
        arithmetic,
        max(case when role = 'left' then 1 else 0 end) = 1 as is_linear
    from arithmetic_roles
    group by arithmetic

),

rules_of_arithmetic as (

    select
        rules.rule_id,
        rules.comparison,
        arithmetics.arithmetic,
        arithmetics.is_linear
    from rules
    inner join rule_kinds on rules.kind = rule_kinds.kind
    inner join arithmetics on rule_kinds.arithmetic = arithmetics.arithmetic

),

-- Each role that a rule's arithmetic has, and how many of its terms have it.
terms_by_role as (

    select
        rules_of_arithmetic.rule_id,
        arithmetic_roles.role,
        arithmetic_roles.terms_least,
        arithmetic_roles.terms_most,
        count(rule_terms.role) as terms
    from rules_of_arithmetic
    inner join arithmetic_roles on rules_of_arithmetic.arithmetic = arithmetic_roles.arithmetic
    left join rule_terms
        on
            rules_of_arithmetic.rule_id = rule_terms.rule_id
            and arithmetic_roles.role = rule_terms.role
    group by
        rules_of_arithmetic.rule_id,
        arithmetic_roles.role,
        arithmetic_roles.terms_least,
        arithmetic_roles.terms_most

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
    left join rules_of_arithmetic on rules.rule_id = rules_of_arithmetic.rule_id
    where
        rules_of_arithmetic.rule_id is null
        or (rules_of_arithmetic.is_linear and coalesce(rules.comparison, '') not in ('=', '<=', '>='))
        or {{ is_no_code('rules.severity', 'severity') }}
        or rules.tolerance < 0
        or rules.expression is null
        or rules.words_en is null
        or rules.words_vi is null

    union all

    select
        rule_kinds.kind as rule_id,
        null as term,
        'a kind whose arithmetic, evidence or words are not those there are' as problem,
        'rule_kinds' as seed
    from rule_kinds
    left join arithmetics on rule_kinds.arithmetic = arithmetics.arithmetic
    where
        arithmetics.arithmetic is null
        or coalesce(rule_kinds.evidence_grade, '') not in ('A', 'B')
        or rule_kinds.leaves_one_value is null
        or rule_kinds.left_cost is null
        or rule_kinds.word_vi is null
        or rule_kinds.word_en is null

    union all

    select
        rule_id,
        null as term,
        concat('the kind needs another number of terms in the role ', role) as problem,
        'rules' as seed
    from terms_by_role
    where terms < terms_least or terms > terms_most

    union all

    select
        rule_terms.rule_id,
        rule_terms.term,
        concat('the kind has no terms in the role ', coalesce(rule_terms.role, '')) as problem,
        'rule_terms' as seed
    from rule_terms
    inner join rules_of_arithmetic on rule_terms.rule_id = rules_of_arithmetic.rule_id
    left join arithmetic_roles
        on
            rules_of_arithmetic.arithmetic = arithmetic_roles.arithmetic
            and rule_terms.role = arithmetic_roles.role
    where arithmetic_roles.role is null

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
        {{ is_no_code('rule_terms.measure', 'measure') }}
        or case
            when rule_terms.figure_source in ('appendix', 'previous_year', 'same_period_last_year')
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
