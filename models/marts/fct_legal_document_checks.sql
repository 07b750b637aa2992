with

cells as (

    {{ fact_cells('fct_legal_document_checks') }}

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        {{ fact_key('check_type') }},
        {{ figure('documents_checked', 'bigint') }},
        {{ figure('unlawful_documents_found', 'bigint') }},
        {{ figure('unlawful_documents_handled', 'bigint') }},
        report_id,
        {{ row_quality() }}
    from cells
    group by report_id, unit_code, report_year, report_period, fact_row

)

select * from final
