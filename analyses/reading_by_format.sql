-- Định dạng tài liệu nào đọc được rõ nhất?
-- Which format of document is read most clearly?
select
    source_format,
    count(*) as reports,
    sum(rows_clear) as read_clearly,
    sum(rows_doubtful + rows_unreadable + rows_not_found) as not_clearly,
    round(100.0 * sum(rows_clear) / sum(rows_asked), 1) as clear_pct
from {{ ref('dim_report') }}
group by source_format
order by clear_pct desc, source_format asc
