{{ config(materialized=made_when_read()) }}

with

reports as (

    select * from {{ ref('stg_reports') }}

),

indicator_rows as (

    select * from {{ ref('stg_indicator_rows') }}

),

form_rows as (

    select * from {{ ref('stg_form_rows') }}

),

decisions as (

    select * from {{ ref('stg_adjudications') }}
    where withdrawn_on is null

),

-- A decision holds for the raw value it was taken on, and for no other.
read_and_decided as (

    select
        indicator_rows.*,
        decisions.adjudication_id,
        decisions.verdict,
        decisions.corrected_value,
        decisions.corrected_base_value,
        decisions.corrected_decimals,
        {{ is_correction('decisions.verdict') }} as is_corrected
    from indicator_rows
    left join decisions
        on
            indicator_rows.report_id = decisions.report_id
            and indicator_rows.indicator_code = decisions.indicator_code
            and coalesce(indicator_rows.raw_value, '') = coalesce(decisions.raw_value_expected, '')

),

final as (

    select
        reports.report_id,
        reports.unit_code,
        reports.report_year,
        reports.report_period,
        reports.form_version,
        form_rows.form_row,
        figures.indicator_code,
        form_rows.concept,
        form_rows.answer_type,
        form_rows.fact_table,
        form_rows.fact_column,
        form_rows.fact_base_column,
        form_rows.fact_row,
        figures.raw_value,
        figures.read_status,
        figures.confidence,
        figures.decimals as reported_decimals,
        figures.value as reported_value,
        figures.base_value as reported_base_value,
        case when figures.is_corrected then figures.corrected_decimals else figures.decimals end as decimals,
        case when figures.is_corrected then figures.corrected_value else figures.value end as value,
        case
            when figures.is_corrected then coalesce(figures.corrected_base_value, figures.base_value)
            else figures.base_value
        end as base_value,
        figures.adjudication_id,
        figures.verdict,
        figures.page as source_page,
        figures.line_from as source_line_from,
        figures.line_to as source_line_to
    from read_and_decided as figures
    inner join reports on figures.report_id = reports.report_id
    inner join form_rows
        on
            reports.form_version = form_rows.form_version
            and figures.indicator_code = form_rows.indicator_code

)

select * from final
