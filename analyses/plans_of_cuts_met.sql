-- Mỗi huyện đạt kế hoạch tinh giản biên chế được mấy năm, của nhóm nào?
-- In how many years did each district meet its plan of staff cuts, and of which group?
select
    unit_name_vi,
    staff_group,
    count(*) as years_known,
    count(*) filter (where cut_vs_plan_pct >= 100) as years_met,
    min(cut_vs_plan_pct) as least_pct
from {{ ref('fct_staffing_cuts') }}
where report_period = 'year' and cut_vs_plan_pct is not null
group by unit_code, unit_name_vi, staff_group
order by years_met desc, least_pct desc, unit_name_vi asc, staff_group asc
