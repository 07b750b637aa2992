-- Số liệu nêu trong lời văn có khớp với phụ lục không?
-- Does the narrative tell the same figures as the appendix?
with

told as (

    select * from {{ ref('fct_narrative_figures') }}
    where indicator_code is not null

),

figures as (

    select * from {{ ref('fct_indicator_values') }}

)

select
    told.report_id,
    told.indicator_code,
    told.value as told_value,
    figures.value as appendix_value,
    told.value - figures.value as difference,
    told.source_page,
    told.source_line_from,
    told.words
from told
inner join figures
    on
        told.report_id = figures.report_id
        and told.indicator_code = figures.indicator_code
order by abs(told.value - figures.value) desc nulls last, told.report_id asc, told.indicator_code asc
