-- Tổng của tỉnh là bao nhiêu, gồm bao nhiêu đơn vị, thiếu những đơn vị nào?
-- What are the province's totals, how many units are in each, and which are not?
with

totals as (

    select * from {{ ref('rpt_province_totals') }}
    where
        figure_kind = 'sum'
        and total_status in ('complete', 'partial')
        and report_year = {{ var("report_year", 2021) }}
        and report_period = '{{ var("report_period", "year") }}'

),

indicators as (

    select distinct
        concept,
        label_vi,
        unit_vi
    from {{ ref('dim_indicator') }}
    where concept is not null

)

select
    indicators.label_vi,
    totals.value,
    indicators.unit_vi,
    totals.units_counted,
    totals.units_due,
    totals.units_corrected,
    totals.units_inconsistent,
    totals.units_disputed,
    totals.units_not_received_vi,
    totals.units_left_out
from totals
inner join indicators on totals.figure = indicators.concept
order by indicators.label_vi
