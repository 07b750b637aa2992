with

adjudications as (

    select * from {{ ref('stg_adjudications') }}

),

final as (

    select
        adjudication_id,
        report_id,
        indicator_code,
        raw_value_expected,
        verdict,
        corrected_value,
        corrected_base_value,
        evidence_grade,
        evidence,
        decided_by,
        decided_on,
        withdrawn_on,
        withdrawn_by,
        rule_ids
    from adjudications

)

select * from final
