-- Những tổng nào của tỉnh còn thiếu nhiều đơn vị nhất?
-- Which totals of the province lack most of the units that are due?
select
    province_code,
    unit_level,
    report_year,
    figure,
    units_counted,
    units_due,
    total_status
from {{ ref('rpt_province_totals') }}
where report_period = 'year' and units_due > 0
order by units_counted / units_due asc, report_year desc, figure asc
limit 20
