-- Dịch vụ bưu chính và trực tuyến mức độ 3, 4: mở bao nhiêu thủ tục, xử lý được bao nhiêu?
-- Postal and online services of level 3 and 4: how many procedures are offered, and how much is processed?
with

channels as (

    select * from {{ ref('fct_dossier_channels') }}
    where report_year = {{ var("report_year", 2021) }} and report_period = 'year'

)

select
    channel,
    count(*) as units,
    cast(sum(procedures_offered) as bigint) as procedures_offered,
    cast(sum(dossiers_received) as bigint) as dossiers_received,
    cast(sum(dossiers_returned) as bigint) as dossiers_returned,
    min(processed_pct) as lowest_processed_pct,
    max(processed_pct) as highest_processed_pct,
    sum(case when row_status in ('disputed', 'missing') then 1 else 0 end) as units_not_sure
from channels
group by channel
order by channel
