with

indicator_status as (

    select * from {{ ref('int_indicator_status') }}

),

answer_places as (

    select * from {{ ref('stg_answer_places') }}

),

source_places as (

    select * from {{ ref('int_source_places') }}

),

reports as (

    select * from {{ ref('dim_report') }}
    where report_status = 'released'

),

final as (

    select
        figures.report_id,
        figures.indicator_code,
        figures.unit_code,
        reports.unit_name_vi,
        reports.province_name_vi,
        figures.report_year,
        figures.report_period,
        figures.form_version,
        figures.concept,
        figures.raw_value,
        figures.read_status,
        answer_places.doubt as reading_doubt,
        answer_places.doubt_about as reading_doubt_about,
        figures.reported_value,
        figures.reported_base_value,
        figures.value,
        figures.base_value,
        figures.value_status,
        figures.is_inconsistent,
        figures.source_page,
        figures.source_line_from,
        figures.source_line_to,
        source_places.source_place_en,
        source_places.source_place_vi,
        figures.adjudication_id,
        reports.source_file
    from indicator_status as figures
    inner join reports on figures.report_id = reports.report_id
    left join answer_places
        on
            figures.report_id = answer_places.report_id
            and figures.indicator_code = answer_places.indicator_code
    left join source_places
        on
            figures.report_id = source_places.report_id
            and figures.indicator_code = source_places.indicator_code

)

select * from final
