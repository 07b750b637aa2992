with

cells as (

    {{ fact_cells('fct_dossier_channels') }}

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        {{ fact_key('channel') }},
        {{ figure('procedures_offered', 'bigint') }},
        {{ figure('procedures_received', 'bigint') }},
        {{ figure('procedures_returned', 'bigint') }},
        {{ figure('dossiers_received', 'bigint') }},
        {{ figure('dossiers_returned', 'bigint') }},
        {{ figure('processed_pct', 'decimal(18, 4)') }},
        report_id,
        {{ row_quality() }}
    from cells
    group by report_id, unit_code, report_year, report_period, fact_row

)

select * from final
