with

cells as (

    {{ fact_cells('fct_legal_documents') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ figure('documents_issued', 'bigint') }},
        {{ figure('documents_issued_on_schedule', 'bigint') }},
        {{ figure('documents_issued_by_procedure', 'bigint') }},
        {{ figure('documents_checked', 'bigint') }},
        {{ figure('documents_under_review', 'bigint') }},
        {{ figure('documents_due_for_review', 'bigint') }},
        {{ figure('documents_reviewed', 'bigint') }},
        {{ figure('documents_recommended_for_handling', 'bigint') }},
        {{ figure('documents_recommended_and_handled', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

)

select * from final
