-- A decision carries what its verdict needs, settles rules that there are, and stands alone on its figure.
with

adjudications as (

    select * from {{ ref('stg_adjudications') }}

),

as_written as (

    select * from {{ ref('adjudications') }}

),

rules as (

    select * from {{ ref('stg_rules') }}

),

words_by_decision as (

    select
        adjudication_id,
        rule_ids,
        length(rule_ids) - length(replace(rule_ids, ' ', '')) + 1 as rules_named
    from adjudications
    where rule_ids is not null

),

problems as (

    select
        adjudication_id,
        'verdict or evidence_grade is not one there is' as problem
    from adjudications
    where
        {{ is_no_code('verdict', 'verdict') }}
        or (evidence_grade is not null and {{ is_no_code('evidence_grade', 'evidence_grade') }})

    union all

    select
        adjudication_id,
        'evidence_grade E, read on the paper, names no page' as problem
    from adjudications
    where evidence_grade = 'E' and translate(evidence, '0123456789', '') = evidence

    union all

    select
        adjudication_id,
        'report, figure, evidence, person or day is missing' as problem
    from adjudications
    where
        report_id is null
        or indicator_code is null
        or trim(coalesce(evidence, '')) = ''
        or decided_by is null
        or decided_on is null

    union all

    select
        adjudication_id,
        'a correction needs the true value and a grade; no other verdict has a value' as problem
    from adjudications
    where
        ({{ is_correction('verdict') }} and (corrected_value is null or evidence_grade is null))
        or (
            not {{ is_correction('verdict') }}
            and coalesce(corrected_value, corrected_base_value) is not null
        )

    union all

    select
        adjudication_id,
        'district_corrected rests on the answer that the district signed: its grade is D' as problem
    from adjudications
    where verdict = 'district_corrected' and coalesce(evidence_grade, '') <> 'D'

    union all

    select
        adjudications.adjudication_id,
        'a corrected value is not a number' as problem
    from adjudications
    inner join as_written on adjudications.adjudication_id = as_written.adjudication_id
    where
        (as_written.corrected_value is not null and adjudications.corrected_value is null)
        or (as_written.corrected_base_value is not null and adjudications.corrected_base_value is null)

    union all

    select
        adjudication_id,
        'withdrawn_by without withdrawn_on' as problem
    from adjudications
    where withdrawn_by is not null and withdrawn_on is null

    union all

    select
        max(adjudication_id) as adjudication_id,
        'several decisions stand on one figure; withdraw all but one' as problem
    from adjudications
    where withdrawn_on is null
    group by report_id, indicator_code
    having count(*) > 1

    union all

    select
        words_by_decision.adjudication_id,
        'rule_ids names a rule that is not there' as problem
    from words_by_decision
    left join rules on {{ has_word('words_by_decision.rule_ids', 'rules.rule_id') }}
    group by words_by_decision.adjudication_id, words_by_decision.rules_named
    having count(rules.rule_id) <> words_by_decision.rules_named

)

select
    problem,
    'adjudications' as seed,
    adjudication_id
from problems
