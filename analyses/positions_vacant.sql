-- Nhóm nào còn thiếu người so với biên chế được giao, nhóm nào thừa?
-- Which staff groups have vacancies, and which have more people than positions?
with

staff as (

    select * from {{ ref('fct_staffing_cuts') }}
    where report_year = {{ var("report_year", 2021) }} and report_period = 'year'

)

select
    unit_code,
    staff_group,
    positions_assigned,
    staff_present,
    positions_vacant,
    cast(100.0 * positions_vacant / nullif(positions_assigned, 0) as decimal(18, 2)) as vacant_pct,
    row_status
from staff
order by positions_vacant desc nulls last, unit_code asc, staff_group asc
