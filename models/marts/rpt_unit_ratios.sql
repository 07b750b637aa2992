with

year_pairs as (

    select * from {{ ref('int_year_pairs') }}

),

ratios as (

    select * from {{ ref('dim_ratio') }}

),

ratio_values as (

    select * from {{ ref('int_ratio_values') }}

),

compared as (

    select
        year_pairs.unit_code,
        year_pairs.unit_name_vi,
        year_pairs.province_name_vi,
        year_pairs.report_year,
        year_pairs.report_period,
        year_pairs.period_end,
        ratios.ratio_id,
        ratios.rank_first,
        year_pairs.province_code,
        year_pairs.unit_level,
        year_pairs.reporting_status,
        year_pairs.report_id,
        year_pairs.previous_report_id,
        year_pairs.reason_en,
        year_pairs.reason_vi,
        this_year.numerator,
        this_year.denominator,
        this_year.denominator_least,
        this_year.denominator_greatest,
        coalesce(this_year.parts_status, 'no_report') as parts_status,
        coalesce(this_year.is_inconsistent, false) as is_inconsistent,
        this_year.value,
        coalesce(this_year.ratio_status, 'no_report') as ratio_status,
        last_year.value as previous_value,
        case
            when year_pairs.pair_status <> 'comparable' then year_pairs.pair_status
            when this_year.value is null then this_year.ratio_status
            when last_year.value is null then concat('previous_', last_year.ratio_status)
            else 'comparable'
        end as comparability
    from year_pairs
    cross join ratios
    left join ratio_values as this_year
        on
            year_pairs.report_id = this_year.report_id
            and ratios.ratio_id = this_year.ratio_id
    left join ratio_values as last_year
        on
            year_pairs.previous_report_id = last_year.report_id
            and ratios.ratio_id = last_year.ratio_id

),

-- Equal values share a rank, and the ranks they take up are left out after them: 1, 2, 2, 4. The value in
-- the middle is the same from either end, and whichever of equal values comes first.
ranked as (

    select
        unit_code,
        report_year,
        report_period,
        ratio_id,
        province_code,
        unit_level,
        value,
        rank() over (
            partition by province_code, unit_level, report_year, report_period, ratio_id
            order by case when rank_first = 'highest' then -value else value end
        ) as province_rank,
        row_number() over (
            partition by province_code, unit_level, report_year, report_period, ratio_id
            order by case when rank_first = 'highest' then -value else value end
        ) as place,
        count(*) over (partition by province_code, unit_level, report_year, report_period, ratio_id)
            as units_compared
    from compared
    where value is not null

),

-- The value in the middle, or halfway between the two that are.
medians as (

    select
        province_code,
        unit_level,
        report_year,
        report_period,
        ratio_id,
        max(units_compared) as units_compared,
        cast(
            (min(value) + max(value)) * cast(0.5 as decimal(2, 1)) as decimal(18, 4)
        ) as province_median
    from ranked
    where 2 * place between units_compared and units_compared + 2
    group by province_code, unit_level, report_year, report_period, ratio_id

),

final as (

    select
        compared.unit_code,
        compared.unit_name_vi,
        compared.province_name_vi,
        compared.report_year,
        compared.report_period,
        compared.ratio_id,
        compared.period_end,
        compared.province_code,
        compared.unit_level,
        compared.reporting_status,
        compared.numerator,
        compared.denominator,
        compared.denominator_least,
        compared.denominator_greatest,
        compared.parts_status,
        compared.value,
        compared.ratio_status,
        compared.is_inconsistent,
        compared.previous_value,
        case
            when compared.comparability = 'comparable'
                then cast(compared.value - compared.previous_value as decimal(18, 4))
        end as change,
        compared.comparability,
        compared.reason_en,
        compared.reason_vi,
        cast(ranked.province_rank as integer) as province_rank,
        medians.province_median,
        cast(coalesce(medians.units_compared, 0) as integer) as units_compared,
        compared.report_id,
        compared.previous_report_id
    from compared
    left join ranked
        on
            compared.unit_code = ranked.unit_code
            and compared.report_year = ranked.report_year
            and compared.report_period = ranked.report_period
            and compared.ratio_id = ranked.ratio_id
    left join medians
        on
            compared.province_code = medians.province_code
            and compared.unit_level = medians.unit_level
            and compared.report_year = medians.report_year
            and compared.report_period = medians.report_period
            and compared.ratio_id = medians.ratio_id

)

select * from final
