with

cells as (

    {{ fact_cells('fct_procedure_control') }}

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        {{ figure('control_plan_issued', 'integer') }},
        {{ figure('feedback_address_posted', 'integer') }},
        {{ figure('feedback_received', 'bigint') }},
        {{ figure('feedback_resolved', 'bigint') }},
        report_id,
        {{ row_quality() }}
    from cells
    group by report_id, unit_code, report_year, report_period

)

select * from final
