with

year_pairs as (

    select * from {{ ref('int_year_pairs') }}
    where reporting_status <> 'not_due'

),

province_sums as (

    select * from {{ ref('stg_province_sums') }}

),

indicator_status as (

    select * from {{ ref('int_indicator_status') }}

),

reports as (

    select * from {{ ref('dim_report') }}

),

unit_ratios as (

    select * from {{ ref('rpt_unit_ratios') }}

),

coverage as (

    select
        year_pairs.province_code,
        year_pairs.unit_level,
        year_pairs.report_year,
        year_pairs.report_period,
        count(*) as units_due,
        sum(case when year_pairs.report_id is null then 0 else 1 end) as units_reported,
        {{ comma_list(
            "case when year_pairs.reporting_status = 'not_received' then year_pairs.unit_code end"
        ) }} as units_not_received,
        {{ comma_list(
            "case when year_pairs.reporting_status = 'not_received' then year_pairs.unit_name_vi end"
        ) }} as units_not_received_vi,
        {{ comma_list("case when year_pairs.reporting_status = 'held' then year_pairs.unit_code end") }}
            as units_held,
        {{ percent_of('sum(reports.rows_known)', 'sum(reports.rows_asked)') }} as known_pct
    from year_pairs
    left join reports on year_pairs.report_id = reports.report_id
    group by year_pairs.province_code, year_pairs.unit_level, year_pairs.report_year, year_pairs.report_period

),

-- Counts only; percentages reach a province as the ratio of their sums.
counts as (

    select
        year_pairs.province_code,
        year_pairs.unit_level,
        year_pairs.report_year,
        year_pairs.report_period,
        year_pairs.unit_code,
        'sum' as figure_kind,
        indicator_status.concept as figure,
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
        case when indicator_status.value_status in ('reported', 'corrected') then indicator_status.value end
            as numerator,
        cast(null as decimal(18, 4)) as denominator,
        cast(null as decimal(18, 4)) as denominator_least,
        cast(null as decimal(18, 4)) as denominator_greatest,
        indicator_status.value_status as parts_status,
        indicator_status.is_inconsistent
    from year_pairs
    inner join indicator_status
        on
            year_pairs.report_id = indicator_status.report_id
            and indicator_status.answer_type in ('count', 'ratio')
    left join province_sums on indicator_status.concept = province_sums.concept

),

ratio_parts as (

    select
        year_pairs.province_code,
        year_pairs.unit_level,
        year_pairs.report_year,
        year_pairs.report_period,
        year_pairs.unit_code,
        'ratio' as figure_kind,
        unit_ratios.ratio_id as figure,
        true as may_be_summed,
        cast(null as string) as reason_en,
        cast(null as string) as reason_vi,
        unit_ratios.numerator,
        unit_ratios.denominator,
        unit_ratios.denominator_least,
        unit_ratios.denominator_greatest,
        unit_ratios.parts_status,
        unit_ratios.is_inconsistent
    from year_pairs
    inner join unit_ratios
        on
            year_pairs.unit_code = unit_ratios.unit_code
            and year_pairs.report_year = unit_ratios.report_year
            and year_pairs.report_period = unit_ratios.report_period
    where unit_ratios.report_id is not null

),

parts as (

    select * from counts
    union all
    select * from ratio_parts

),

-- A unit is in a total whose numerator it tells; what stands below the line it may tell within bounds only.
told as (

    select
        *,
        numerator is not null as is_counted,
        numerator is not null and denominator_least is not null and denominator is null as is_bounded,
        numerator is not null and denominator_least is not null and denominator_greatest is null
            as is_unbounded
    from parts

),

sums as (

    select
        province_code,
        unit_level,
        report_year,
        report_period,
        figure_kind,
        figure,
        may_be_summed,
        reason_en,
        reason_vi,
        case when may_be_summed then cast(sum(numerator) as decimal(18, 4)) end as numerator,
        cast(sum(denominator_least) as decimal(18, 4)) as denominator_least,
        case
            when max(case when is_unbounded then 1 else 0 end) = 0
                then cast(sum(denominator_greatest) as decimal(18, 4))
        end as denominator_greatest,
        max(case when is_bounded then 1 else 0 end) = 1 as is_bounded,
        count(numerator) as units_counted,
        sum(case when is_counted and parts_status = 'corrected' then 1 else 0 end) as units_corrected,
        sum(case when is_counted and is_inconsistent then 1 else 0 end) as units_inconsistent,
        sum(case when not is_counted and parts_status = 'disputed' then 1 else 0 end) as units_disputed,
        {{ comma_list('case when is_bounded then unit_code end') }} as units_bounded,
        {{ comma_list('case when not is_counted then unit_code end') }} as units_left_out
    from told
    group by
        province_code,
        unit_level,
        report_year,
        report_period,
        figure_kind,
        figure,
        may_be_summed,
        reason_en,
        reason_vi

),

-- The more there was to divide by, the lower the ratio; without an upper bound it may come down to 0. A ratio
-- below 0 has no plan under it, and no bounds.
valued as (

    select
        *,
        case when not is_bounded then denominator_least end as denominator,
        case
            when figure_kind = 'sum' then numerator
            when is_bounded then null
            when numerator < 0 then -{{ percent_of('-numerator', 'denominator_least') }}
            else {{ percent_of('numerator', 'denominator_least') }}
        end as value,
        case
            when is_bounded and denominator_greatest is null then cast(0 as decimal(18, 4))
            when is_bounded then {{ percent_of('numerator', 'denominator_greatest') }}
        end as bounded_least,
        case when is_bounded then {{ percent_of('numerator', 'denominator_least') }} end as bounded_greatest
    from sums

),

final as (

    select
        valued.province_code,
        valued.unit_level,
        valued.report_year,
        valued.report_period,
        valued.figure_kind,
        valued.figure,
        valued.value,
        coalesce(valued.value, valued.bounded_least) as value_least,
        coalesce(valued.value, valued.bounded_greatest) as value_greatest,
        case when valued.figure_kind = 'ratio' then valued.numerator end as numerator,
        valued.denominator,
        valued.denominator_least,
        valued.denominator_greatest,
        case
            when not valued.may_be_summed then 'not_summed'
            when valued.units_counted = 0 then 'none'
            when valued.is_bounded then 'bounds'
            when valued.units_counted < coverage.units_due then 'partial'
            else 'complete'
        end as total_status,
        valued.reason_en,
        valued.reason_vi,
        cast(coverage.units_due as integer) as units_due,
        cast(coverage.units_reported as integer) as units_reported,
        cast(valued.units_counted as integer) as units_counted,
        cast(valued.units_corrected as integer) as units_corrected,
        cast(valued.units_inconsistent as integer) as units_inconsistent,
        cast(valued.units_disputed as integer) as units_disputed,
        coverage.units_not_received,
        coverage.units_not_received_vi,
        coverage.units_held,
        valued.units_left_out,
        valued.units_bounded,
        coverage.known_pct
    from valued
    inner join coverage
        on
            valued.province_code = coverage.province_code
            and valued.unit_level = coverage.unit_level
            and valued.report_year = coverage.report_year
            and valued.report_period = coverage.report_period

)

select * from final
