with

code_words as (

    select * from {{ ref('code_words') }}

),

final as (

    select
        code_list,
        code,
        position,
        {{ composed('word_vi') }} as word_vi,
        word_en,
        {{ composed('meaning_vi') }} as meaning_vi,
        meaning_en
    from code_words

)

select * from final
