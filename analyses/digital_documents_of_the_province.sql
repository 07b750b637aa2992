-- Toàn tỉnh gửi bao nhiêu phần trăm văn bản hoàn toàn điện tử? Lấy tổng chia tổng, không lấy trung bình.
-- What share of all documents of the province went out only digitally? A ratio of sums, not a mean of shares.
with

totals as (

    select * from {{ ref('rpt_province_totals') }}
    where figure = 'fully_digital_documents_pct' and report_period = 'year'

)

select
    province_code,
    unit_level,
    report_year,
    cast(numerator as bigint) as documents_only_digital,
    cast(denominator as bigint) as outgoing_documents,
    value as only_digital_pct,
    units_counted,
    units_due,
    units_inconsistent,
    total_status
from totals
order by province_code, report_year
