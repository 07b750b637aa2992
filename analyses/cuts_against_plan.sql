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
    planned_cuts_least,
    planned_cuts_greatest,
    staff_cut,
    cut_vs_plan_pct,
    case
        when staff_cut > planned_cuts_greatest then 'vượt / above'
        when staff_cut < planned_cuts_least then 'chưa đạt / below'
        when staff_cut = planned_cuts then 'đạt / as planned'
        else 'kế hoạch không suy ra được / plan not known'
    end as against_plan,
    row_status,
    inconsistent_columns
from staff
order by unit_code, report_year, staff_group
