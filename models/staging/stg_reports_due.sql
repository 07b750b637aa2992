with

reports_due as (

    select * from {{ ref('reports_due') }}

),

final as (

    select
        province_code,
        unit_level,
        report_period,
        first_year,
        last_year,
        days_allowed,
        source
    from reports_due

)

select * from final
