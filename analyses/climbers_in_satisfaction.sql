-- Huyện nào tăng hạng hài lòng nhiều nhất so với năm trước?
-- Which districts climbed most in satisfaction, against the year before?
select
    report_year,
    unit_name_vi,
    province_rank,
    lag(province_rank) over (partition by unit_code order by report_year) as rank_before,
    lag(province_rank) over (partition by unit_code order by report_year) - province_rank as climbed
from {{ ref('rpt_unit_ratios') }}
where ratio_id = 'satisfaction_pct' and report_period = 'year' and unit_level = 'district'
order by climbed desc nulls last, report_year asc, unit_name_vi asc
limit 20
