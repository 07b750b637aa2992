with

form_codes as (

    select * from {{ ref('form_codes') }}

),

final as (

    select
        form_version,
        indicator_code,
        code,
        {{ composed('meaning_vi') }} as meaning_vi,
        meaning_en
    from form_codes

)

select * from final
