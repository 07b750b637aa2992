with

code_words as (

    select * from {{ ref('stg_code_words') }}

),

rule_kinds as (

    select * from {{ ref('stg_rule_kinds') }}

),

final as (

    select
        code_list,
        code,
        position,
        word_vi,
        word_en,
        meaning_vi,
        meaning_en
    from code_words
    union all
    select
        'rule_kind' as code_list,
        kind as code,
        position,
        word_vi,
        word_en,
        meaning_vi,
        meaning_en
    from rule_kinds

)

select * from final
