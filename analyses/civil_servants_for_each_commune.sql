-- Mỗi huyện có bao nhiêu công chức trên một đơn vị cấp xã?
-- How many civil servants does each district have for each of its communes?
select
    staffing.report_year,
    staffing.unit_name_vi,
    staffing.staff_present,
    units.commune_count,
    round(staffing.staff_present / units.commune_count, 1) as for_each_commune
from {{ ref('fct_staffing_cuts') }} as staffing
inner join {{ ref('dim_unit_year') }} as units using (unit_code, report_year)
where staffing.report_period = 'year' and staffing.staff_group = 'civil_servants'
order by staffing.report_year asc, for_each_commune desc nulls last
