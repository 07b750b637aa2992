with

reports as (

    select * from {{ ref('stg_reports') }}

),

held_reports as (

    select distinct report_id from {{ ref('stg_held_reports') }}
    where lifted_on is null

),

report_periods as (

    select * from {{ ref('stg_report_periods') }}

),

final as (

    select
        reports.*,
        cast(row_number() over (order by reports.report_id) as integer) as report_number,
        report_periods.first_day = '01-01' as begins_the_year,
        {{ period_day('reports.report_year', 'report_periods.last_day') }} as period_end,
        case when held_reports.report_id is null then 'released' else 'held' end as report_status
    from reports
    left join report_periods on reports.report_period = report_periods.report_period
    left join held_reports on reports.report_id = held_reports.report_id

)

select * from final
