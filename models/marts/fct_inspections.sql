with

cells as (

    {{ fact_cells('fct_inspections') }}

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        {{ fact_key('inspection_type') }},
        {{ figure('departments_inspected', 'bigint') }},
        {{ figure('subordinate_units_inspected', 'bigint') }},
        {{ figure('departments_and_units_inspected', 'bigint') }},
        {{ figure('communes_inspected', 'bigint') }},
        {{ figure('problems_found', 'bigint') }},
        {{ figure('problems_resolved', 'bigint') }},
        report_id,
        {{ row_quality() }}
    from cells
    group by report_id, unit_code, report_year, report_period, fact_row

)

select * from final
