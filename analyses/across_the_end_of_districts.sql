-- Sau ngày 1/7/2025, mỗi huyện được chia vào những xã, phường nào, và có so sánh tiếp được không?
-- After 2025-07-01, which communes did each district go into, and can its series go on?
with

crosswalk as (

    select * from {{ ref('dim_unit_crosswalk') }}

),

units as (

    select
        unit_code,
        max(full_name_vi) as full_name_vi
    from {{ ref('dim_administrative_unit') }}
    group by unit_code

)

select
    predecessors.full_name_vi as predecessor,
    crosswalk.succeeded_on,
    successors.full_name_vi as successor,
    crosswalk.coverage,
    crosswalk.succession_kind,
    case
        when crosswalk.succession_kind = 'same_area' then 'so sánh tiếp được / the series goes on'
        else 'không so sánh được / not comparable'
    end as comparison
from crosswalk
inner join units as predecessors on crosswalk.predecessor_code = predecessors.unit_code
inner join units as successors on crosswalk.successor_code = successors.unit_code
where crosswalk.predecessor_code like '{{ var("province_code", "94") }}%'
order by crosswalk.predecessor_code, crosswalk.successor_code
