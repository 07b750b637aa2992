with

rule_kinds as (

    select * from {{ ref('rule_kinds') }}

),

final as (

    select
        kind,
        position,
        arithmetic,
        leaves_one_value,
        evidence_grade,
        left_cost,
        {{ composed('word_vi') }} as word_vi,
        word_en,
        {{ composed('meaning_vi') }} as meaning_vi,
        meaning_en
    from rule_kinds

)

select * from final
