with

cells as (

    {{ fact_cells('fct_legal_document_checks') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ fact_key('check_type') }},
        {{ figure('documents_checked', 'bigint') }},
        {{ figure('unlawful_documents_found', 'bigint') }},
        {{ figure('unlawful_documents_handled', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}, fact_row

)

select * from final
