with

record_translations as (

    select * from {{ ref('record_translations') }}

),

final as (

    select
        {{ composed('words_en') }} as words_en,
        {{ composed('words_vi') }} as words_vi
    from record_translations

)

select * from final
