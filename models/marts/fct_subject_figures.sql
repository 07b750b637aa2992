with

indicator_status as (

    select * from {{ ref('int_indicator_status') }}
    where fact_table = 'fct_subject_figures'

),

reports as (

    select * from {{ ref('dim_report') }}
    where report_status = 'released'

),

final as (

    select
        reports.unit_code,
        reports.unit_name_vi,
        reports.province_name_vi,
        reports.report_year,
        reports.report_period,
        split_part(split_part(figures.fact_row, ';', 1), '=', 2) as subject,
        split_part(figures.fact_row, ';', 2) as row_key,
        figures.fact_column as figure,
        figures.concept,
        figures.form_version,
        figures.indicator_code,
        figures.value,
        figures.base_value,
        figures.value_status,
        figures.is_inconsistent,
        figures.report_id,
        reports.source_file
    from indicator_status as figures
    inner join reports on figures.report_id = reports.report_id

)

select * from final
