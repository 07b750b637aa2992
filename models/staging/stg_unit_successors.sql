with

unit_successors as (

    select * from {{ ref('unit_successors') }}

),

final as (

    select
        unit_code,
        successor_code,
        cast(succeeded_on as date) as succeeded_on,
        coverage,
        source
    from unit_successors

)

select * from final
