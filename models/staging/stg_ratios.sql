with

ratios as (

    select * from {{ ref('ratios') }}

),

final as (

    select
        ratio_id,
        position,
        printed_concept,
        rank_first,
        {{ composed('label_vi') }} as label_vi,
        label_en,
        {{ composed('definition_vi') }} as definition_vi,
        definition_en
    from ratios

)

select * from final
