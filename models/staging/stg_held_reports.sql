with

held_reports as (

    select * from {{ ref('held_reports') }}

),

final as (

    select
        report_id,
        reason,
        held_by,
        cast(held_on as date) as held_on,
        lifted_by,
        cast(lifted_on as date) as lifted_on,
        lift_reason
    from held_reports

)

select * from final
