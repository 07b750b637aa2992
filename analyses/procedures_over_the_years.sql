-- Số thủ tục đang có hiệu lực của từng huyện tăng hay giảm từ năm đầu đến năm cuối có báo cáo?
-- How did each district's procedures in force change from the first to the last year that it reported?
select
    unit_name_vi,
    min(report_year) as first_year,
    max(report_year) as last_year,
    min_by(procedures_in_force, report_year) as procedures_then,
    max_by(procedures_in_force, report_year) as procedures_now,
    max_by(procedures_in_force, report_year) - min_by(procedures_in_force, report_year) as change
from {{ ref('fct_tthc_inventory') }}
where report_period = 'year' and procedures_in_force is not null
group by unit_code, unit_name_vi
order by change desc, unit_name_vi asc
