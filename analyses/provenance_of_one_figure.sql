-- Con số này từ đâu ra: đọc được gì, ở trang nào, dòng nào, ai quyết định sửa và vì sao?
-- Where does this number come from: what was read, on which line, who decided to correct it, and why?
with

figures as (

    select * from {{ ref('fct_indicator_values') }}
    where
        report_id = '{{ var("report_id", "945-2021") }}'
        and indicator_code = '{{ var("indicator_code", "III.6.2") }}'

),

reports as (

    select * from {{ ref('dim_report') }}

),

decisions as (

    select * from {{ ref('fct_adjudications') }}

)

select
    figures.report_id,
    figures.indicator_code,
    figures.raw_value,
    figures.read_status,
    figures.value,
    figures.value_status,
    reports.source_file,
    reports.source_sha256,
    figures.source_page,
    figures.source_line_from,
    figures.source_line_to,
    decisions.verdict,
    decisions.evidence_grade,
    decisions.evidence_vi,
    decisions.evidence,
    decisions.decided_by,
    decisions.decided_on
from figures
inner join reports on figures.report_id = reports.report_id
left join decisions on figures.adjudication_id = decisions.adjudication_id
