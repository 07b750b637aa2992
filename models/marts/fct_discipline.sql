with

cells as (

    {{ fact_cells('fct_discipline') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ figure('district_committee_leaders_disciplined', 'bigint') }},
        {{ figure('department_leaders_disciplined', 'bigint') }},
        {{ figure('civil_servants_not_leading_disciplined', 'bigint') }},
        {{ figure('public_service_staff_disciplined', 'bigint') }},
        {{ figure('fully_autonomous_unit_staff_disciplined', 'bigint') }},
        {{ figure('partly_autonomous_unit_staff_disciplined', 'bigint') }},
        {{ figure('state_funded_unit_staff_disciplined', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

)

select * from final
