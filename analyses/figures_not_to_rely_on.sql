-- Những con số nào còn nghi vấn hoặc không có, của đơn vị nào, thuộc mục nào?
-- Which figures are disputed or missing, of which unit, in which section?
with

figures as (

    select * from {{ ref('fct_indicator_values') }}
    where value_status in ('disputed', 'missing')

),

indicators as (

    select * from {{ ref('dim_indicator') }}

)

select
    figures.report_id,
    indicators.section_code,
    figures.indicator_code,
    indicators.label_vi,
    figures.value,
    figures.value_status,
    figures.read_status,
    figures.raw_value,
    figures.source_page,
    figures.source_line_from
from figures
inner join indicators
    on
        figures.form_version = indicators.form_version
        and figures.indicator_code = indicators.indicator_code
order by figures.report_id, indicators.position
