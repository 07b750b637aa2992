with

cells as (

    {{ fact_cells('fct_civil_service') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ figure('job_positions_approved', 'integer') }},
        {{ figure('job_descriptions_reviewed', 'integer') }},
        {{ figure('civil_servants_recruited', 'bigint') }},
        {{ figure('civil_servants_recruited_as_special_cases', 'bigint') }},
        {{ figure('commune_officials_moved_to_district', 'bigint') }},
        {{ figure('public_employees_recruited', 'bigint') }},
        {{ figure('public_employees_recruited_as_special_cases', 'bigint') }},
        {{ figure('leaders_selected_by_examination', 'integer') }},
        {{ figure('people_to_be_trained', 'bigint') }},
        {{ figure('people_trained', 'bigint') }},
        {{ figure('job_rotations_required', 'bigint') }},
        {{ figure('job_rotations_done', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

)

select * from final
