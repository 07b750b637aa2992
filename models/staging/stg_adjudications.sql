with

adjudications as (

    select * from {{ ref('adjudications') }}

),

final as (

    select
        adjudication_id,
        report_id,
        indicator_code,
        {{ composed('raw_value_expected') }} as raw_value_expected,
        verdict,
        try_cast(corrected_value as decimal(18, 4)) as corrected_value,
        try_cast(corrected_base_value as decimal(18, 4)) as corrected_base_value,
        cast(length(split_part(corrected_value, '.', 2)) as integer) as corrected_decimals,
        evidence_grade,
        {{ composed('evidence') }} as evidence,
        decided_by,
        cast(decided_on as date) as decided_on,
        cast(withdrawn_on as date) as withdrawn_on,
        withdrawn_by,
        rule_ids
    from adjudications

)

select * from final
