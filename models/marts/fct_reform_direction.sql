with

cells as (

    {{ fact_cells('fct_reform_direction') }}

),

final as (

    select
        {{ reporting_unit() }},
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
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

)

select * from final
