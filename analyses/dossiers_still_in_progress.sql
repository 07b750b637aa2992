-- Cuối năm còn bao nhiêu hồ sơ đang giải quyết, và chiếm bao nhiêu phần trăm số tiếp nhận?
-- How many dossiers were still in progress at the end of each year, and what share of those received?
with

dossiers as (

    select * from {{ ref('fct_one_stop_dossiers') }}
    where report_period = 'year' and row_status in ('reported', 'corrected')

)

select
    unit_code,
    report_year,
    government_level,
    dossiers_received,
    dossiers_in_progress,
    cast(100.0 * dossiers_in_progress / nullif(dossiers_received, 0) as decimal(18, 2)) as in_progress_pct
from dossiers
order by in_progress_pct desc nulls last, unit_code asc, report_year asc, government_level asc
