-- Một huyện so với trung vị của tỉnh, từng tỷ lệ một?
-- How does one district stand against the province's median, ratio by ratio?
select
    ratios.report_year,
    names.label_vi,
    ratios.value,
    ratios.province_median,
    ratios.value - ratios.province_median as above_median,
    ratios.province_rank,
    ratios.units_compared
from {{ ref('rpt_unit_ratios') }} as ratios
inner join {{ ref('dim_ratio') }} as names using (ratio_id)
where ratios.unit_code = '{{ var("unit_code", "945") }}' and ratios.report_period = 'year'
order by ratios.report_year desc, names.position asc
