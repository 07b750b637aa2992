with

cells as (

    {{ fact_cells('fct_inspections') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ fact_key('inspection_type') }},
        {{ figure('departments_inspected', 'bigint') }},
        {{ figure('subordinate_units_inspected', 'bigint') }},
        {{ figure('departments_and_units_inspected', 'bigint') }},
        {{ figure('communes_inspected', 'bigint') }},
        {{ figure('problems_found', 'bigint') }},
        {{ figure('problems_resolved', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}, fact_row

)

select * from final
