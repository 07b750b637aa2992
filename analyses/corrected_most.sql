-- Báo cáo nào phải sửa nhiều số liệu nhất?
-- Which reports had most figures corrected?
select
    report_id,
    unit_name_vi,
    report_year,
    count(*) filter (where value_status = 'corrected') as corrected,
    count(*) as figures
from {{ ref('fct_indicator_values') }}
group by report_id, unit_name_vi, report_year
order by corrected desc, report_id asc
