-- Bao nhiêu đơn vị sự nghiệp tự bảo đảm chi thường xuyên, trên tổng số?
-- How many public service units cover their own recurrent costs, of how many?
select
    report_year,
    unit_name_vi,
    units_covering_recurrent + units_covering_recurrent_and_investment as covering,
    public_service_units,
    row_status
from {{ ref('fct_financial_autonomy') }}
where report_period = 'year'
order by report_year asc, covering desc nulls last, unit_name_vi asc
