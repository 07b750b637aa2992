-- Huyện nào còn gửi văn bản giấy nhiều nhất?
-- Which districts still send most of their documents on paper?
select
    report_year,
    unit_name_vi,
    outgoing_documents,
    100 - fully_digital_pct as with_paper_pct,
    row_status,
    disputed_columns
from {{ ref('fct_digital_documents') }}
where report_period = 'year' and fully_digital_pct is not null
order by with_paper_pct desc, report_year asc, unit_name_vi asc
