-- Bao nhiêu thủ tục áp dụng chung cho cấp huyện và cấp xã, theo ghi chú và theo phép tính?
-- How many procedures are shared by both levels, as the note tells it and as the totals make it?
with

inventories as (

    select * from {{ ref('fct_tthc_inventory') }}

)

select
    report_id,
    procedures_in_force,
    procedures_district,
    procedures_commune,
    procedures_shared as shared_as_noted,
    procedures_district + procedures_commune - procedures_in_force as shared_as_computed,
    row_status,
    corrected_columns
from inventories
order by report_id
