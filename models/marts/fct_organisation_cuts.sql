with

cells as (

    {{ fact_cells('fct_organisation_cuts') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ fact_key('organisation_type') }},
        {{ figure('organisations', 'bigint') }},
        {{ figure('organisations_cut', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}, fact_row

)

select * from final
