with

provinces_served as (

    select * from {{ ref('provinces_served') }}

),

final as (

    select
        province_code,
        reason
    from provinces_served

)

select * from final
