-- Dịch vụ trực tuyến mức độ 3 và mức độ 4: mở bao nhiêu thủ tục, xử lý được bao nhiêu phần trăm hồ sơ?
-- Online services of level 3 and of level 4: how many procedures are offered, what share is processed?
select
    report_year,
    unit_name_vi,
    max(case when channel = 'online_level_3' then procedures_offered end) as offered_at_level_3,
    max(case when channel = 'online_level_3' then processed_pct end) as processed_pct_at_level_3,
    max(case when channel = 'online_level_4' then procedures_offered end) as offered_at_level_4,
    max(case when channel = 'online_level_4' then processed_pct end) as processed_pct_at_level_4
from {{ ref('fct_dossier_channels') }}
where report_period = 'year'
group by report_id, report_year, unit_name_vi
order by report_year, unit_name_vi
