-- Báo cáo nào ký sau ngày phải nộp?
-- Which reports were signed after the day that they were due?
select
    status.report_year,
    status.unit_name_vi,
    status.report_id,
    reports.signed_on,
    status.due_on,
    reports.signed_on > status.due_on as is_late
from {{ ref('fct_reporting_status') }} as status
inner join {{ ref('dim_report') }} as reports using (report_id)
order by is_late desc nulls last, reports.signed_on - status.due_on desc nulls last, status.report_id asc
