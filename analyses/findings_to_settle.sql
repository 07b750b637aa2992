-- Còn những mâu thuẫn nào phải xử lý, nặng trước nhẹ sau?
-- Which contradictions are still to be settled, the gravest first?
with

findings as (

    select * from {{ ref('fct_data_quality_findings') }}
    where finding_status in ('open', 'acknowledged')

)

select
    report_id,
    severity,
    finding_status,
    rule_id,
    indicator_codes,
    observed,
    expected,
    message_vi,
    source_lines
from findings
order by
    case severity when 'critical' then 1 when 'warning' then 2 else 3 end,
    report_id,
    rule_id
