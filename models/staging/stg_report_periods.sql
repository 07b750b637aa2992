with

report_periods as (

    select * from {{ ref('report_periods') }}

),

final as (

    select
        report_period,
        first_day,
        last_day,
        {{ composed('name_vi') }} as name_vi,
        name_en
    from report_periods

)

select * from final
