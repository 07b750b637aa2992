{{ config(materialized=made_when_read()) }}
{%- set languages = ['en', 'vi'] %}

with

indicator_status as (

    select * from {{ ref('int_indicator_status') }}

),

answer_places as (

    select * from {{ ref('stg_answer_places') }}

),

reports as (

    select * from {{ ref('dim_report') }}
    where report_status = 'released'

),

table_kinds as (

    select * from {{ ref('stg_code_words') }}
    where code_list = 'table_kind'

),

phrases as (

    select * from {{ ref('stg_phrases') }}

),

-- The words that every place needs, in one row.
spoken as (

    select
        {{ place_phrases() }}
    from phrases

),

final as (

    select
        figures.report_id,
        figures.indicator_code,
        reports.unit_code,
        reports.unit_name_vi,
        reports.province_name_vi,
        reports.report_year,
        reports.report_period,
        figures.form_version,
        figures.concept,
        figures.raw_value,
        figures.read_status,
        answer_places.doubt as reading_doubt,
        answer_places.doubt_about as reading_doubt_about,
        figures.reported_value,
        figures.reported_base_value,
        figures.value,
        figures.base_value,
        figures.value_status,
        figures.is_inconsistent,
        figures.source_page,
        figures.source_line_from,
        figures.source_line_to,
        {% for language in languages -%}
        case
            when figures.source_page is not null or figures.source_line_from is not null
                then {{ answered_place(
                    'figures.source_page', 'figures.source_line_from', 'figures.source_line_to', language
                ) }}
        end as source_place_{{ language }},
        {% endfor -%}
        figures.adjudication_id,
        reports.source_file
    from indicator_status as figures
    inner join reports on figures.report_id = reports.report_id
    cross join spoken
    left join answer_places
        on
            reports.report_id = answer_places.report_id
            and figures.indicator_code = answer_places.indicator_code
    left join table_kinds on answer_places.table_kind = table_kinds.code

)

select * from final
