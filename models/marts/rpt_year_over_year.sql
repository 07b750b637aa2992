with

year_pairs as (

    select * from {{ ref('int_year_pairs') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

figures as (

    select
        indicator_values.report_id,
        indicator_values.concept,
        indicator_values.indicator_code,
        indicator_values.value,
        indicator_values.value_status,
        indicator_values.is_inconsistent,
        indicators.answer_type
    from indicator_values
    inner join indicators
        on
            indicator_values.form_version = indicators.form_version
            and indicator_values.indicator_code = indicators.indicator_code

),

-- What either of the two reports asks: a join by one key each, for by either of two it is a loop over all.
asked as (

    select
        year_pairs.unit_code,
        year_pairs.report_year,
        year_pairs.report_period,
        figures.concept
    from year_pairs
    inner join figures on year_pairs.report_id = figures.report_id
    union distinct
    select
        year_pairs.unit_code,
        year_pairs.report_year,
        year_pairs.report_period,
        figures.concept
    from year_pairs
    inner join figures on year_pairs.previous_report_id = figures.report_id

),

paired as (

    select
        asked.unit_code,
        year_pairs.unit_name_vi,
        year_pairs.province_name_vi,
        asked.report_year,
        asked.report_period,
        asked.concept,
        coalesce(this_year.answer_type, last_year.answer_type) as answer_type,
        this_year.indicator_code,
        this_year.value,
        this_year.value_status,
        last_year.indicator_code as previous_indicator_code,
        last_year.value as previous_value,
        last_year.value_status as previous_value_status,
        coalesce(this_year.is_inconsistent, false) or coalesce(last_year.is_inconsistent, false)
            as is_inconsistent,
        case
            when year_pairs.pair_status <> 'comparable' then year_pairs.pair_status
            when this_year.concept is null then 'not_asked'
            when last_year.concept is null then 'previous_not_asked'
            when this_year.answer_type <> last_year.answer_type then 'asked_otherwise'
            when this_year.value_status in ('disputed', 'missing') then this_year.value_status
            when last_year.value_status in ('disputed', 'missing')
                then concat('previous_', last_year.value_status)
            when this_year.answer_type in ('flag', 'choice') then 'code'
            else 'comparable'
        end as comparability,
        year_pairs.reason_en,
        year_pairs.reason_vi,
        year_pairs.previous_unit_code,
        year_pairs.report_id,
        year_pairs.previous_report_id
    from asked
    inner join year_pairs
        on
            asked.unit_code = year_pairs.unit_code
            and asked.report_year = year_pairs.report_year
            and asked.report_period = year_pairs.report_period
    left join figures as this_year
        on
            year_pairs.report_id = this_year.report_id
            and asked.concept = this_year.concept
    left join figures as last_year
        on
            year_pairs.previous_report_id = last_year.report_id
            and asked.concept = last_year.concept

),

changes as (

    select
        *,
        case
            when comparability = 'comparable' then cast(value - previous_value as decimal(18, 4))
        end as change
    from paired

),

final as (

    select
        unit_code,
        unit_name_vi,
        province_name_vi,
        report_year,
        report_period,
        concept,
        answer_type,
        value,
        value_status,
        previous_value,
        previous_value_status,
        is_inconsistent,
        change,
        case
            when answer_type = 'percent' then null
            when change < 0 then -{{ percent_of('-change', 'previous_value') }}
            else {{ percent_of('change', 'previous_value') }}
        end as change_pct,
        comparability,
        reason_en,
        reason_vi,
        indicator_code,
        previous_indicator_code,
        previous_unit_code,
        report_id,
        previous_report_id
    from changes

)

select * from final
