-- Những chỉ tiêu nào tăng, giảm nhiều nhất so với năm trước, và chỉ tiêu nào không so sánh được, vì sao?
-- Which figures changed most on last year, and which may not be compared, and why?
with

changes as (

    select * from {{ ref('rpt_year_over_year') }}
    where
        unit_code = '{{ var("unit_code", "945") }}'
        and report_year = {{ var("report_year", 2021) }}
        and report_period = '{{ var("report_period", "year") }}'

),

indicators as (

    select distinct
        concept,
        label_vi
    from {{ ref('dim_indicator') }}
    where concept is not null

)

select
    changes.indicator_code,
    indicators.label_vi,
    changes.previous_value,
    changes.value,
    changes.change,
    changes.change_pct,
    changes.comparability,
    changes.reason_vi
from changes
inner join indicators on changes.concept = indicators.concept
order by abs(changes.change_pct) desc nulls last, changes.indicator_code asc
