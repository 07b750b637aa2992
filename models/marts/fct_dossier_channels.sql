with

cells as (

    {{ fact_cells('fct_dossier_channels') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ fact_key('channel') }},
        {{ figure('procedures_offered', 'bigint') }},
        {{ figure('procedures_received', 'bigint') }},
        {{ figure('procedures_returned', 'bigint') }},
        {{ figure('dossiers_received', 'bigint') }},
        {{ figure('dossiers_returned', 'bigint') }},
        {{ figure('processed_pct', 'decimal(18, 4)') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}, fact_row

)

select * from final
