with

cells as (

    {{ fact_cells('fct_procedure_control') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ figure('control_plan_issued', 'integer') }},
        {{ figure('feedback_address_posted', 'integer') }},
        {{ figure('feedback_received', 'bigint') }},
        {{ figure('feedback_resolved', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

)

select * from final
