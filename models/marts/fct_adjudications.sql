with

adjudications as (

    select * from {{ ref('stg_adjudications') }}

),

changes as (

    select
        *,
        row_number() over (
            partition by report_id, subject
            order by entry_number desc, entry_sha256 asc
        ) as changes_since
    from {{ ref('stg_record_entries') }}
    where act = 'changed'

),

translations as (

    select * from {{ ref('stg_record_translations') }}

),

final as (

    select
        adjudications.adjudication_id,
        adjudications.report_id,
        adjudications.indicator_code,
        adjudications.raw_value_expected,
        adjudications.verdict,
        adjudications.corrected_value,
        adjudications.corrected_base_value,
        adjudications.evidence_grade,
        adjudications.evidence,
        coalesce(translations.words_vi, adjudications.evidence) as evidence_vi,
        adjudications.decided_by,
        adjudications.decided_on,
        adjudications.withdrawn_on,
        adjudications.withdrawn_by,
        adjudications.rule_ids,
        changes.signed_by as changed_by,
        changes.signed_on as changed_on,
        changes.reason as change_reason,
        changes.changes
    from adjudications
    left join translations on adjudications.evidence = translations.words_en
    left join changes
        on
            adjudications.report_id = changes.report_id
            and adjudications.adjudication_id = changes.subject
            and changes.changes_since = 1

)

select * from final
