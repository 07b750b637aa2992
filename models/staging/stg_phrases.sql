with

phrases as (

    select * from {{ ref('phrases') }}

),

final as (

    select
        phrase,
        words_en,
        {{ composed('words_vi') }} as words_vi
    from phrases

)

select * from final
