with

cells as (

    {{ fact_cells('fct_tthc_inventory') }}

),

narrative_figures as (

    select * from {{ ref('stg_narrative_figures') }}

),

figures as (

    select
        {{ reporting_unit() }},
        {{ figure('procedures_in_force', 'bigint') }},
        {{ figure('procedures_province', 'bigint') }},
        {{ figure('procedures_district', 'bigint') }},
        {{ figure('procedures_commune', 'bigint') }},
        {{ figure('procedures_vertical_agencies', 'bigint') }},
        {{ figure('procedures_published', 'bigint') }},
        {{ figure('procedures_repealed', 'bigint') }},
        {{ figure('procedures_on_one_stop_site', 'bigint') }},
        {{ figure('procedures_level_3_4_on_one_stop_site', 'bigint') }},
        {{ figure('procedures_on_service_portal', 'bigint') }},
        {{ figure('procedures_level_3_4_on_service_portal', 'bigint') }},
        {{ figure('procedures_with_online_payment', 'bigint') }},
        {{ figure('procedures_linked_same_level', 'bigint') }},
        {{ figure('procedures_linked_across_levels', 'bigint') }},
        {{ figure('internal_process_digitised_pct', 'decimal(18, 4)') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

),

-- the form has no row for them: only a note tells how many there are
shared_procedures as (

    select
        report_id,
        cast(max(value) as bigint) as procedures_shared
    from narrative_figures
    where
        concept = 'procedures_shared'
        and figure_source = 'note'
    group by report_id

),

final as (

    select
        figures.unit_code,
        figures.unit_name_vi,
        figures.province_name_vi,
        figures.report_year,
        figures.report_period,
        figures.procedures_in_force,
        figures.procedures_province,
        figures.procedures_district,
        figures.procedures_commune,
        shared_procedures.procedures_shared,
        figures.procedures_vertical_agencies,
        figures.procedures_published,
        figures.procedures_repealed,
        figures.procedures_on_one_stop_site,
        figures.procedures_level_3_4_on_one_stop_site,
        figures.procedures_on_service_portal,
        figures.procedures_level_3_4_on_service_portal,
        figures.procedures_with_online_payment,
        figures.procedures_linked_same_level,
        figures.procedures_linked_across_levels,
        figures.internal_process_digitised_pct,
        figures.report_id,
        figures.source_file,
        figures.row_status,
        figures.disputed_columns,
        figures.corrected_columns,
        figures.inconsistent_columns
    from figures
    left join shared_procedures on figures.report_id = shared_procedures.report_id

)

select * from final
