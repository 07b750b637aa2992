-- Xếp hạng các huyện theo tỷ lệ giải quyết đúng hẹn; bằng nhau thì cùng hạng.
-- Rank the districts by the rate resolved on time; equals share a rank.
with

ratios as (

    select * from {{ ref('rpt_unit_ratios') }}
    where
        report_year = {{ var("report_year", 2021) }}
        and report_period = '{{ var("report_period", "year") }}'
        and province_code = '{{ var("province_code", "94") }}'
        and ratio_id = '{{ var("ratio_id", "dossiers_on_time_pct") }}'

)

select
    province_rank,
    unit_name_vi,
    value,
    province_median,
    units_compared,
    ratio_status
from ratios
order by province_rank nulls last, unit_name_vi
