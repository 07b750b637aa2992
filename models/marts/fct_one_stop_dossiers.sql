with

cells as (

    {{ fact_cells('fct_one_stop_dossiers') }}

),

figures as (

    select
        {{ reporting_unit() }},
        {{ fact_key('government_level') }},
        {{ figure('dossiers_received', 'bigint') }},
        {{ figure('dossiers_resolved', 'bigint') }},
        {{ figure('dossiers_resolved_on_time', 'bigint') }},
        {{ figure('on_time_pct', 'decimal(18, 4)') }},
        {{ figure('land_on_time_pct', 'decimal(18, 4)') }},
        {{ figure('construction_on_time_pct', 'decimal(18, 4)') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}, fact_row

),

final as (

    select
        unit_code,
        unit_name_vi,
        province_name_vi,
        report_year,
        report_period,
        government_level,
        dossiers_received,
        dossiers_resolved,
        dossiers_received - dossiers_resolved as dossiers_in_progress,
        dossiers_resolved_on_time,
        on_time_pct,
        land_on_time_pct,
        construction_on_time_pct,
        report_id,
        source_file,
        row_status,
        disputed_columns,
        corrected_columns,
        inconsistent_columns
    from figures

)

select * from final
