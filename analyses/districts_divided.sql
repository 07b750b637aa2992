-- Những huyện nào được chia vào nhiều xã, phường mới nhất?
-- Which districts went into most of the new communes?
select
    districts.full_name_vi,
    districts.province_name_vi,
    count(*) as communes,
    count(*) filter (where crosswalk.coverage = 'part') as in_part
from {{ ref('dim_unit_crosswalk') }} as crosswalk
inner join {{ ref('dim_administrative_unit') }} as districts
    on crosswalk.predecessor_code = districts.unit_code and districts.valid_to = crosswalk.succeeded_on - 1
where districts.unit_level = 'district'
group by districts.unit_code, districts.full_name_vi, districts.province_name_vi
order by communes desc, districts.full_name_vi asc
limit 20
