-- Mỗi huyện đã tiếp nhận và giải quyết bao nhiêu hồ sơ trong năm, cả hai cấp?
-- How many dossiers did each district receive and resolve in a year, both levels together?
with

dossiers as (

    select * from {{ ref('fct_one_stop_dossiers') }}
    where report_year = {{ var("report_year", 2021) }} and report_period = 'year'

),

units as (

    select * from {{ ref('dim_unit_year') }}

)

select
    units.full_name_vi,
    cast(sum(case when dossiers.government_level = 'district' then dossiers.dossiers_received end) as bigint)
        as district_received,
    cast(sum(case when dossiers.government_level = 'commune' then dossiers.dossiers_received end) as bigint)
        as commune_received,
    cast(sum(dossiers.dossiers_received) as bigint) as received,
    cast(sum(dossiers.dossiers_resolved) as bigint) as resolved,
    max(case when dossiers.row_status in ('disputed', 'missing') then dossiers.row_status end)
        as what_is_unsure
from dossiers
inner join units on dossiers.unit_code = units.unit_code and dossiers.report_year = units.report_year
group by units.full_name_vi, units.sort_key_vi
order by received desc nulls last, units.sort_key_vi asc
