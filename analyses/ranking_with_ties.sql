-- Xếp hạng các huyện theo tỷ lệ giải quyết đúng hẹn; bằng nhau thì cùng hạng.
-- Rank the districts by the rate resolved on time; equals share a rank.
with

ratios as (

    select * from {{ ref('rpt_unit_ratios') }}
    where
        report_year = {{ var("report_year", 2021) }}
        and province_code = '{{ var("province_code", "94") }}'
        and ratio_id = '{{ var("ratio_id", "dossiers_on_time_pct") }}'

),

units as (

    select distinct
        unit_code,
        unit_name_vi
    from {{ ref('dim_administrative_unit') }}

)

select
    ratios.province_rank,
    units.unit_name_vi,
    ratios.value,
    ratios.province_median,
    ratios.units_compared,
    ratios.ratio_status
from ratios
inner join units on ratios.unit_code = units.unit_code
order by ratios.province_rank nulls last, units.unit_name_vi
