with

cells as (

    {{ fact_cells('fct_digital_government') }}

),

final as (

    select
        unit_code,
        report_year,
        report_period,
        {{ figure('video_conference_district_connected', 'integer') }},
        {{ figure('video_conference_communes_connected', 'integer') }},
        {{ figure('one_stop_system_district_connected', 'integer') }},
        {{ figure('one_stop_system_communes_connected', 'bigint') }},
        report_id,
        {{ row_quality() }}
    from cells
    group by report_id, unit_code, report_year, report_period

)

select * from final
