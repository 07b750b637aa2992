-- Dịch vụ bưu chính: mỗi thủ tục mở ra có bao nhiêu hồ sơ?
-- Postal service: how many dossiers came for each procedure offered?
select
    report_year,
    unit_name_vi,
    procedures_offered,
    dossiers_received,
    round(dossiers_received / nullif(procedures_offered, 0), 1) as dossiers_each,
    row_status
from {{ ref('fct_dossier_channels') }}
where report_period = 'year' and channel = 'postal'
order by report_year asc, dossiers_each desc nulls last, unit_name_vi asc
