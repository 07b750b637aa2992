with

cells as (

    {{ fact_cells('fct_digital_government') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ figure('video_conference_district_connected', 'integer') }},
        {{ figure('video_conference_communes_connected', 'integer') }},
        {{ figure('one_stop_system_district_connected', 'integer') }},
        {{ figure('one_stop_system_communes_connected', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

)

select * from final
