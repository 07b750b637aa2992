with

cells as (

    {{ fact_cells('fct_leadership') }}

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        {{ fact_key('leadership_level') }},
        {{ figure('leaders', 'bigint') }},
        {{ figure('leaders_appointed', 'bigint') }},
        report_id,
        {{ row_quality() }}
    from cells
    group by report_id, unit_code, report_year, report_period, fact_row

)

select * from final
