with

{% include 'named_units.jinja' %}

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    cast(ratios.report_year as varchar) as report_year,
    ratios.ratio_id,
    concat(definitions.position, '. ', definitions.label_vi, ' / ', definitions.label_en) as measure,
    round(ratios.value, 2) as value,
    ratios.province_rank,
    ratios.province_median,
    ratios.units_compared
from marts.rpt_unit_ratios as ratios
inner join marts.dim_ratio as definitions on ratios.ratio_id = definitions.ratio_id
inner join named_units on ratios.unit_code = named_units.unit_code and ratios.report_year = named_units.report_year
where ratios.value is not null and ratios.report_period = 'year'
