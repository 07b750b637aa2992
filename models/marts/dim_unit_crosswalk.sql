with

unit_successions as (

    select * from {{ ref('int_unit_successions') }}

),

final as (

    select
        predecessor_code,
        successor_code,
        succeeded_on,
        coverage,
        successor_count,
        predecessor_count,
        succession_kind,
        source
    from unit_successions

)

select * from final
