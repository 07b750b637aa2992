with

cells as (

    {{ fact_cells('fct_reform_direction') }}

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        {{ figure('reform_plans', 'bigint') }},
        {{ figure('plan_tasks_set', 'bigint') }},
        {{ figure('plan_tasks_completed', 'bigint') }},
        {{ figure('directives_issued', 'bigint') }},
        {{ figure('assigned_tasks', 'bigint') }},
        {{ figure('assigned_tasks_completed_on_time', 'bigint') }},
        {{ figure('assigned_tasks_completed_late', 'bigint') }},
        {{ figure('discipline_kept', 'integer') }},
        {{ figure('other_task_results', 'bigint') }},
        report_id,
        {{ row_quality() }}
    from cells
    group by report_id, unit_code, report_year, report_period

)

select * from final
