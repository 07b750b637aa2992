with

rules as (

    select * from {{ ref('stg_rules') }}

),

failed_rules as (

    select * from {{ ref('int_failed_rules') }}

),

finding_figures as (

    select * from {{ ref('int_finding_figures') }}

),

messages as (

    select * from {{ ref('int_finding_messages') }}

),

translations as (

    select * from {{ ref('stg_record_translations') }}

),

figure_lists as (

    select
        report_id,
        rule_id,
        min(finding_status) as finding_status,
        {{ joined_text('case when is_in_rule then indicator_code end', ', ', 'term') }} as indicator_codes,
        {{ joined_text('case when is_blamed then indicator_code end', ', ', 'term') }} as blamed_codes
    from finding_figures
    group by report_id, rule_id

),

-- One decision's evidence may speak for several figures.
evidences as (

    select
        finding_figures.report_id,
        finding_figures.rule_id,
        finding_figures.evidence,
        coalesce(translations.words_vi, finding_figures.evidence) as evidence_vi,
        min(finding_figures.indicator_code) as indicator_code
    from finding_figures
    left join translations on finding_figures.evidence = translations.words_en
    where finding_figures.evidence is not null
    group by
        finding_figures.report_id, finding_figures.rule_id, finding_figures.evidence, translations.words_vi

),

evidence_lists as (

    select
        report_id,
        rule_id,
        {{ joined_text('evidence', ' | ', 'indicator_code') }} as evidence,
        {{ joined_text('evidence_vi', ' | ', 'indicator_code') }} as evidence_vi
    from evidences
    group by report_id, rule_id

),

final as (

    select
        failed_rules.report_id,
        failed_rules.rule_id,
        rules.severity,
        coalesce(
            figure_lists.finding_status,
            case when failed_rules.is_failing then 'open' else 'corrected' end
        ) as finding_status,
        coalesce(figure_lists.indicator_codes, '') as indicator_codes,
        coalesce(figure_lists.blamed_codes, '') as blamed_codes,
        failed_rules.observed,
        failed_rules.expected,
        messages.message_en,
        messages.message_vi,
        coalesce(evidence_lists.evidence, '') as evidence,
        coalesce(evidence_lists.evidence_vi, '') as evidence_vi,
        messages.source_page,
        messages.source_lines,
        messages.source_places_en,
        messages.source_places_vi
    from failed_rules
    inner join rules on failed_rules.rule_id = rules.rule_id
    inner join messages
        on
            failed_rules.report_id = messages.report_id
            and failed_rules.rule_id = messages.rule_id
    left join figure_lists
        on
            failed_rules.report_id = figure_lists.report_id
            and failed_rules.rule_id = figure_lists.rule_id
    left join evidence_lists
        on
            failed_rules.report_id = evidence_lists.report_id
            and failed_rules.rule_id = evidence_lists.rule_id

)

select * from final
