-- Những chỉ tiêu nào năm trước có mà năm nay bằng 0?
-- Which figures are 0 this year and were not the year before?
select
    changes.report_year,
    changes.unit_name_vi,
    changes.indicator_code,
    names.label_vi,
    changes.previous_value
from {{ ref('rpt_year_over_year') }} as changes
inner join {{ ref('dim_indicator') }} as names using (concept, indicator_code)
where changes.value = 0 and changes.previous_value > 0 and changes.report_period = 'year'
order by changes.report_year desc, changes.unit_name_vi asc, names.position asc
