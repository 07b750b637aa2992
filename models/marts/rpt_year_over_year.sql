{{ config(materialized=made_when_read()) }}

with

-- Pair, row and concept go by numbers until the end: to look up their texts for each figure takes twice as
-- long.
year_pairs as (

    select
        *,
        row_number() over (order by unit_code, report_year, report_period) as pair_number
    from {{ ref('int_year_pairs') }}

),

form_rows as (

    select * from {{ ref('stg_form_rows') }}

),

standing_values as (

    select * from {{ ref('int_standing_values') }}

),

figures as (

    select
        standing_values.report_id,
        standing_values.form_row,
        form_rows.concept_number,
        standing_values.value,
        standing_values.value_status,
        standing_values.is_inconsistent
    from standing_values
    inner join form_rows on standing_values.form_row = form_rows.form_row

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
        this_year.form_row,
        this_year.value,
        this_year.value_status,
        last_year.form_row as previous_form_row,
        last_year.value as previous_value,
        last_year.value_status as previous_value_status,
        coalesce(this_year.is_inconsistent, false) or coalesce(last_year.is_inconsistent, false)
            as is_inconsistent
    from this_year
    full outer join last_year
        on
            this_year.pair_number = last_year.pair_number
            and this_year.concept_number = last_year.concept_number

),

paired as (

    select
        asked.*,
        coalesce(this_row.concept, last_row.concept) as concept,
        coalesce(this_row.answer_type, last_row.answer_type) as answer_type,
        this_row.indicator_code,
        last_row.indicator_code as previous_indicator_code,
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
            when year_pairs.pair_status <> 'comparable' then year_pairs.pair_status
            when asked.form_row is null then 'not_asked'
            when asked.previous_form_row is null then 'previous_not_asked'
            when this_row.answer_type <> last_row.answer_type then 'asked_otherwise'
            when asked.value_status in ('disputed', 'missing') then asked.value_status
            when asked.previous_value_status in ('disputed', 'missing')
                then concat('previous_', asked.previous_value_status)
            when this_row.answer_type in ('flag', 'choice') then 'code'
            else 'comparable'
        end as comparability
    from asked
    inner join year_pairs on asked.pair_number = year_pairs.pair_number
    left join form_rows as this_row on asked.form_row = this_row.form_row
    left join form_rows as last_row on asked.previous_form_row = last_row.form_row

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
