with

year_pairs as (

    select * from {{ ref('int_year_pairs') }}
    where reporting_status <> 'not_due'

),

units as (

    select
        unit_code,
        max(unit_name_vi) as unit_name_vi
    from {{ ref('dim_administrative_unit') }}
    group by unit_code

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

province_sums as (

    select * from {{ ref('stg_province_sums') }}

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}
    where report_period = 'year'

),

unit_ratios as (

    select * from {{ ref('rpt_unit_ratios') }}

),

coverage as (

    select
        year_pairs.province_code,
        year_pairs.unit_level,
        year_pairs.report_year,
        count(*) as units_due,
        sum(case when year_pairs.report_id is null then 0 else 1 end) as units_reported,
        {{ comma_list(
            "case when year_pairs.reporting_status = 'not_received' then year_pairs.unit_code end"
        ) }} as units_not_received,
        {{ comma_list("case when year_pairs.reporting_status = 'not_received' then units.unit_name_vi end") }}
            as units_not_received_vi,
        {{ comma_list("case when year_pairs.reporting_status = 'held' then year_pairs.unit_code end") }}
            as units_held
    from year_pairs
    inner join units on year_pairs.unit_code = units.unit_code
    group by year_pairs.province_code, year_pairs.unit_level, year_pairs.report_year

),

-- Counts only; percentages reach a province as the ratio of their sums.
counts as (

    select
        year_pairs.province_code,
        year_pairs.unit_level,
        year_pairs.report_year,
        year_pairs.unit_code,
        'sum' as figure_kind,
        indicator_values.concept as figure,
        coalesce(province_sums.may_be_summed, false) as may_be_summed,
        case
            when province_sums.concept is null
                then 'Nobody has said yet that it may be summed: province_sums.csv'
            else province_sums.reason_en
        end as reason_en,
        case
            when province_sums.concept is null then 'Chưa quy định có được cộng hay không: province_sums.csv'
            else province_sums.reason_vi
        end as reason_vi,
        case when indicator_values.value_status in ('reported', 'corrected') then indicator_values.value end
            as numerator,
        cast(null as decimal(18, 4)) as denominator
    from year_pairs
    inner join indicator_values on year_pairs.report_id = indicator_values.report_id
    inner join indicators
        on
            indicator_values.form_version = indicators.form_version
            and indicator_values.indicator_code = indicators.indicator_code
            and indicators.answer_type in ('count', 'ratio')
    left join province_sums on indicator_values.concept = province_sums.concept

),

ratio_parts as (

    select
        year_pairs.province_code,
        year_pairs.unit_level,
        year_pairs.report_year,
        year_pairs.unit_code,
        'ratio' as figure_kind,
        unit_ratios.ratio_id as figure,
        true as may_be_summed,
        cast(null as string) as reason_en,
        cast(null as string) as reason_vi,
        unit_ratios.numerator,
        unit_ratios.denominator
    from year_pairs
    inner join unit_ratios
        on
            year_pairs.unit_code = unit_ratios.unit_code
            and year_pairs.report_year = unit_ratios.report_year
    where unit_ratios.report_id is not null

),

parts as (

    select * from counts
    union all
    select * from ratio_parts

),

sums as (

    select
        province_code,
        unit_level,
        report_year,
        figure_kind,
        figure,
        may_be_summed,
        reason_en,
        reason_vi,
        case when may_be_summed then cast(sum(numerator) as decimal(18, 4)) end as numerator,
        cast(sum(denominator) as decimal(18, 4)) as denominator,
        count(numerator) as units_counted,
        {{ comma_list('case when numerator is null then unit_code end') }} as units_left_out
    from parts
    group by
        province_code, unit_level, report_year, figure_kind, figure, may_be_summed, reason_en, reason_vi

),

final as (

    select
        sums.province_code,
        sums.unit_level,
        sums.report_year,
        sums.figure_kind,
        sums.figure,
        case
            when sums.figure_kind = 'sum' then sums.numerator
            when sums.numerator < 0 then -{{ percent_of('-sums.numerator', 'sums.denominator') }}
            else {{ percent_of('sums.numerator', 'sums.denominator') }}
        end as value,
        case when sums.figure_kind = 'ratio' then sums.numerator end as numerator,
        sums.denominator,
        case
            when not sums.may_be_summed then 'not_summed'
            when sums.units_counted = 0 then 'none'
            when sums.units_counted < coverage.units_due then 'partial'
            else 'complete'
        end as total_status,
        sums.reason_en,
        sums.reason_vi,
        cast(coverage.units_due as integer) as units_due,
        cast(coverage.units_reported as integer) as units_reported,
        cast(sums.units_counted as integer) as units_counted,
        coverage.units_not_received,
        coverage.units_not_received_vi,
        coverage.units_held,
        sums.units_left_out
    from sums
    inner join coverage
        on
            sums.province_code = coverage.province_code
            and sums.unit_level = coverage.unit_level
            and sums.report_year = coverage.report_year

)

select * from final
