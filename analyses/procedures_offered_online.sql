-- Tỷ lệ thủ tục hành chính cung cấp trực tuyến mức độ 3, 4 của từng huyện qua các năm.
-- The share of procedures offered online at level 3 or 4, district by district, over the years.
with

ratios as (

    select * from {{ ref('rpt_unit_ratios') }}
    where ratio_id = 'procedures_online_pct' and report_period = 'year' and report_id is not null

)

select
    unit_code,
    report_year,
    numerator as procedures_online,
    denominator as procedures_in_force,
    value as online_pct,
    change as change_on_last_year,
    comparability,
    ratio_status
from ratios
order by unit_code, report_year
