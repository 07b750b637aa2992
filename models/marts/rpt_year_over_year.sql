with

-- A pair goes by a number until the end: to look up a unit's name for each figure twice takes twice as long.
year_pairs as (

    select
        *,
        row_number() over (order by unit_code, report_year, report_period) as pair_number
    from {{ ref('int_year_pairs') }}

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

this_year as (

    select
        year_pairs.pair_number,
        figures.*
    from figures
    inner join year_pairs on figures.report_id = year_pairs.report_id

),

last_year as (

    select
        year_pairs.pair_number,
        figures.*
    from figures
    inner join year_pairs on figures.report_id = year_pairs.previous_report_id

),

-- What either of the two reports asks.
asked as (

    select
        coalesce(this_year.pair_number, last_year.pair_number) as pair_number,
        coalesce(this_year.concept, last_year.concept) as concept,
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
            when this_year.concept is null then 'not_asked'
            when last_year.concept is null then 'previous_not_asked'
            when this_year.answer_type <> last_year.answer_type then 'asked_otherwise'
            when this_year.value_status in ('disputed', 'missing') then this_year.value_status
            when last_year.value_status in ('disputed', 'missing')
                then concat('previous_', last_year.value_status)
            when this_year.answer_type in ('flag', 'choice') then 'code'
            else 'comparable'
        end as comparability_of_figures
    from this_year
    full outer join last_year
        on
            this_year.pair_number = last_year.pair_number
            and this_year.concept = last_year.concept

),

paired as (

    select
        asked.*,
        year_pairs.unit_code,
        year_pairs.unit_name_vi,
        year_pairs.province_name_vi,
        year_pairs.report_year,
        year_pairs.report_period,
        year_pairs.reason_en,
        year_pairs.reason_vi,
        year_pairs.previous_unit_code,
        year_pairs.report_id,
        year_pairs.previous_report_id,
        case
            when year_pairs.pair_status = 'comparable' then asked.comparability_of_figures
            else year_pairs.pair_status
        end as comparability
    from asked
    inner join year_pairs on asked.pair_number = year_pairs.pair_number

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
