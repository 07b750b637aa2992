-- Đã sửa những số nào: đọc là gì, số đúng là gì, do đọc sai hay huyện đính chính, căn cứ hạng nào?
-- Which figures were corrected: read as what, truly what, misread or the district's slip, on what evidence?
with

figures as (

    select * from {{ ref('fct_indicator_values') }}
    where value_status = 'corrected'

),

decisions as (

    select * from {{ ref('fct_adjudications') }}

)

select
    figures.report_id,
    figures.indicator_code,
    figures.raw_value,
    figures.value,
    figures.base_value,
    decisions.verdict,
    decisions.evidence_grade,
    decisions.evidence_vi,
    decisions.evidence,
    decisions.decided_by,
    decisions.decided_on
from figures
inner join decisions on figures.adjudication_id = decisions.adjudication_id
order by decisions.evidence_grade, figures.report_id, figures.indicator_code
