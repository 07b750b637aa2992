with

province_sums as (

    select * from {{ ref('province_sums') }}

),

final as (

    select
        concept,
        may_be_summed,
        {{ composed('reason_vi') }} as reason_vi,
        reason_en
    from province_sums

)

select * from final
