{%- set plan = ['whole', 'value', 'percentage', 'decimals'] -%}
{%- set bounds = {
    'term_value': whole_behind_percent(*plan),
    'term_least': least_behind_percent(*plan),
    'term_greatest': greatest_behind_percent(*plan),
} -%}
{%- set sums = {
    'numerator': ('numerator', 'term_value'),
    'denominator': ('denominator', 'term_value'),
    'denominator_least': ('denominator', 'term_least'),
    'denominator_greatest': ('denominator', 'term_greatest'),
} -%}
with

ratios as (

    select * from {{ ref('stg_ratios') }}

),

terms as (

    select * from {{ ref('stg_ratio_terms') }}

),

reports as (

    select * from {{ ref('int_reports') }}
    where report_status = 'released'

),

concepts_in_ratios as (

    select concept from terms
    union distinct
    select percent_concept as concept from terms
    where percent_concept is not null
    union distinct
    select printed_concept as concept from ratios
    where printed_concept is not null

),

figures as (

    select
        report_id,
        concept,
        value,
        decimals,
        value_status,
        is_inconsistent,
        case value_status when 'disputed' then 3 when 'missing' then 2 when 'corrected' then 1 else 0 end
            as status_rank
    from {{ ref('int_indicator_status') }}
    where concept in (select concepts_in_ratios.concept from concepts_in_ratios)

),

-- A figure with its percentage, where the term has one. A share of nothing is nothing, whatever the percent.
told as (

    select
        reports.report_id,
        terms.ratio_id,
        terms.part,
        terms.coefficient,
        terms.reading,
        figures.value,
        percentages.value as percentage,
        percentages.decimals,
        coalesce(figures.is_inconsistent, false) or coalesce(percentages.is_inconsistent, false)
            as is_inconsistent,
        greatest(
            figures.status_rank,
            case
                when terms.reading = 'share' and figures.value = 0 then 0
                else coalesce(percentages.status_rank, 0)
            end
        ) as status_rank,
        figures.concept is null
        or (terms.percent_concept is not null and percentages.concept is null) as is_not_asked
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

-- A share is of things that are counted, so whole.
-- A term whose figure is disputed, missing or not asked has no value, nor has the sum it belongs to. A plan
-- that its percentage does not tell to one has a least and a greatest value, or no greatest.
term_values as (

    select
        {% for bound, plan in bounds.items() -%}
        cast(
            coefficient * cast(
                case
                    when status_rank = 3 then null
                    when reading = 'figure' then value
                    when reading = 'share' and value = 0 then 0
                    when reading = 'share' then round(value * percentage * cast(0.01 as decimal(3, 2)), 0)
                    when reading = 'plan' then {{ plan }}
                end as decimal(18, 4)
            ) as decimal(18, 4)
        ) as {{ bound }},
        {% endfor -%}
        report_id,
        ratio_id,
        part,
        status_rank,
        is_not_asked,
        is_inconsistent
    from told

),

sums as (

    select
        {% for name, (part, bound) in sums.items() -%}
        case
            when sum(case when part = '{{ part }}' and {{ bound }} is null then 1 else 0 end) = 0
                then cast(sum(case when part = '{{ part }}' then {{ bound }} end) as decimal(18, 4))
        end as {{ name }},
        {% endfor -%}
        report_id,
        ratio_id,
        max(status_rank) as status_rank,
        max(case when is_not_asked then 1 else 0 end) as is_not_asked,
        max(case when is_inconsistent then 1 else 0 end) as is_inconsistent
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
        sums.denominator_least,
        sums.denominator_greatest,
        case when sums.is_not_asked = 1 then 4 else sums.status_rank end as parts_rank,
        sums.is_inconsistent = 1 or coalesce(printed.is_inconsistent, false) as is_inconsistent,
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
        case when denominator_least is not null then numerator end as numerator,
        case when numerator is not null then denominator end as denominator,
        case when numerator is not null then denominator_least end as denominator_least,
        case when numerator is not null then denominator_greatest end as denominator_greatest,
        case when is_not_asked = 0 and status_rank < 2 then value end as value,
        case
            when is_not_asked = 1 then 'not_asked'
            when status_rank = 3 then 'disputed'
            when status_rank = 2 then 'missing'
            when value is null then 'no_base'
            when status_rank = 1 then 'corrected'
            else 'reported'
        end as ratio_status,
        case parts_rank
            when 4 then 'not_asked'
            when 3 then 'disputed'
            when 2 then 'missing'
            when 1 then 'corrected'
            else 'reported'
        end as parts_status,
        is_inconsistent
    from judged

)

select * from final
