with

cells as (

    {{ fact_cells('fct_quality_management') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ figure('subordinate_units_published_iso', 'integer') }},
        {{ figure('subordinate_units_internal_audit', 'integer') }},
        {{ figure('subordinate_units_management_review', 'integer') }},
        {{ figure('communes_published_iso', 'bigint') }},
        {{ figure('communes_internal_audit', 'bigint') }},
        {{ figure('communes_management_review', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

)

select * from final
