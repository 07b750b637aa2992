with

ratios as (

    select * from {{ ref('stg_ratios') }}

),

terms as (

    select * from {{ ref('stg_ratio_terms') }}

),

reports as (

    select * from {{ ref('dim_report') }}
    where report_status = 'released'

),

figures as (

    select
        report_id,
        concept,
        value,
        decimals,
        value_status,
        case value_status when 'disputed' then 3 when 'missing' then 2 when 'corrected' then 1 else 0 end
            as status_rank
    from {{ ref('int_indicator_status') }}

),

-- A term whose figure is disputed, missing or not asked has no value, and nor has the sum it belongs to.
term_values as (

    select
        reports.report_id,
        terms.ratio_id,
        terms.part,
        greatest(figures.status_rank, coalesce(percentages.status_rank, 0)) as status_rank,
        figures.concept is null
        or (terms.percent_concept is not null and percentages.concept is null) as is_not_asked,
        terms.coefficient * case
            when figures.value_status = 'disputed' or percentages.value_status = 'disputed' then null
            when terms.reading = 'figure' then figures.value
            when terms.reading = 'share'
                then cast(figures.value * percentages.value * cast(0.01 as decimal(3, 2)) as decimal(18, 4))
            when terms.reading = 'plan'
                then {{ whole_behind_percent(
                    'whole', 'figures.value', 'percentages.value', 'percentages.decimals'
                ) }}
        end as term_value
    from reports
    cross join terms
    left join figures
        on
            reports.report_id = figures.report_id
            and terms.concept = figures.concept
    left join figures as percentages
        on
            reports.report_id = percentages.report_id
            and terms.percent_concept = percentages.concept

),

sums as (

    select
        report_id,
        ratio_id,
        max(status_rank) as status_rank,
        max(case when is_not_asked then 1 else 0 end) as is_not_asked,
        case
            when sum(case when part = 'numerator' and term_value is null then 1 else 0 end) = 0
                then cast(sum(case when part = 'numerator' then term_value end) as decimal(18, 4))
        end as numerator,
        case
            when sum(case when part = 'denominator' and term_value is null then 1 else 0 end) = 0
                then cast(sum(case when part = 'denominator' then term_value end) as decimal(18, 4))
        end as denominator
    from term_values
    group by report_id, ratio_id

),

-- A ratio that the form prints stands as it is printed; its parts matter where units are added up.
judged as (

    select
        sums.report_id,
        sums.ratio_id,
        sums.numerator,
        sums.denominator,
        case
            when ratios.printed_concept is not null then printed.value
            when sums.numerator < 0 then -{{ percent_of('-sums.numerator', 'sums.denominator') }}
            else {{ percent_of('sums.numerator', 'sums.denominator') }}
        end as value,
        case when ratios.printed_concept is null then sums.status_rank else printed.status_rank end
            as status_rank,
        case
            when ratios.printed_concept is null then sums.is_not_asked
            when printed.concept is null then 1
            else 0
        end as is_not_asked
    from sums
    inner join ratios on sums.ratio_id = ratios.ratio_id
    left join figures as printed
        on
            sums.report_id = printed.report_id
            and ratios.printed_concept = printed.concept

),

final as (

    select
        report_id,
        ratio_id,
        case when numerator is not null and denominator is not null then numerator end as numerator,
        case when numerator is not null and denominator is not null then denominator end as denominator,
        case when is_not_asked = 0 and status_rank < 2 then value end as value,
        case
            when is_not_asked = 1 then 'not_asked'
            when status_rank = 3 then 'disputed'
            when status_rank = 2 then 'missing'
            when value is null then 'no_base'
            when status_rank = 1 then 'corrected'
            else 'reported'
        end as ratio_status
    from judged

)

select * from final
