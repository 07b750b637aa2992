with

cells as (

    {{ fact_cells('fct_digital_documents') }}

),

figures as (

    select
        unit_code,
        report_year,
        report_period,
        {{ figure('district_connected', 'integer') }},
        {{ figure('communes_connected', 'bigint') }},
        {{ figure('outgoing_documents', 'bigint') }},
        {{ figure('fully_digital_pct', 'decimal(18, 4)') }},
        {{ printed_decimals('fully_digital_pct') }},
        {{ figure('digital_and_paper_pct', 'decimal(18, 4)') }},
        {{ printed_decimals('digital_and_paper_pct') }},
        report_id,
        {{ row_quality() }}
    from cells
    group by report_id, unit_code, report_year, report_period

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        district_connected,
        communes_connected,
        outgoing_documents,
        fully_digital_pct,
        digital_and_paper_pct,
        {{ whole_behind_percent(
            'part', 'outgoing_documents', 'fully_digital_pct', 'fully_digital_pct_decimals'
        ) }} as fully_digital_documents,
        {{ whole_behind_percent(
            'part', 'outgoing_documents', 'digital_and_paper_pct', 'digital_and_paper_pct_decimals'
        ) }} as digital_and_paper_documents,
        report_id,
        row_status,
        disputed_columns,
        corrected_columns
    from figures

)

select * from final
