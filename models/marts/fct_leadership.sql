with

cells as (

    {{ fact_cells('fct_leadership') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ fact_key('leadership_level') }},
        {{ figure('leaders', 'bigint') }},
        {{ figure('leaders_appointed', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}, fact_row

)

select * from final
