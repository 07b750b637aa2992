-- Kế hoạch tinh giản là bao nhiêu người, đã giảm bao nhiêu, vượt hay chưa đạt?
-- How many people were planned to be cut, how many were, and is it more or less than the plan?
with

staff as (

    select * from {{ ref('fct_staffing_cuts') }}
    where report_period = 'year' and staff_group <> 'autonomous_unit_staff'

)

select
    unit_code,
    report_year,
    staff_group,
    planned_cuts,
    staff_cut,
    cut_vs_plan_pct,
    case
        when planned_cuts is null then 'kế hoạch không suy ra được / plan not known'
        when staff_cut > planned_cuts then 'vượt / above'
        when staff_cut < planned_cuts then 'chưa đạt / below'
        else 'đạt / as planned'
    end as against_plan,
    row_status
from staff
order by unit_code, report_year, staff_group
