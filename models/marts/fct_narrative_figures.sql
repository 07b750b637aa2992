{{ config(materialized=made_when_read()) }}

with

narrative_figures as (

    select * from {{ ref('stg_narrative_figures') }}

),

reports as (

    select * from {{ ref('dim_report') }}
    where report_status = 'released'

),

final as (

    select
        figures.report_id,
        figures.figure_number,
        reports.unit_code,
        reports.unit_name_vi,
        reports.province_name_vi,
        reports.report_year,
        reports.report_period,
        figures.figure_source,
        figures.concept,
        figures.indicator_code,
        figures.raw_text,
        figures.value,
        figures.decimals,
        figures.page as source_page,
        figures.line_from as source_line_from,
        figures.line_to as source_line_to,
        figures.words,
        reports.source_file
    from narrative_figures as figures
    inner join reports on figures.report_id = reports.report_id

)

select * from final
