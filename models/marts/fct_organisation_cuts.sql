with

cells as (

    {{ fact_cells('fct_organisation_cuts') }}

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        {{ fact_key('organisation_type') }},
        {{ figure('organisations', 'bigint') }},
        {{ figure('organisations_cut', 'bigint') }},
        report_id,
        {{ row_quality() }}
    from cells
    group by report_id, unit_code, report_year, report_period, fact_row

)

select * from final
