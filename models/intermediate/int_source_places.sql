{{ config(materialized='view') }}
{%- set languages = ['en', 'vi'] -%}
with

indicator_rows as (

    select * from {{ ref('stg_indicator_rows') }}
    where page is not null or line_from is not null

),

answer_places as (

    select * from {{ ref('stg_answer_places') }}
    where table_kind is not null

),

code_words as (

    select * from {{ ref('stg_code_words') }}

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
        {% for language in languages -%}
        {{ answered_place(
            'indicator_rows.page', 'indicator_rows.line_from', 'indicator_rows.line_to', language
        ) }}
            as source_place_{{ language }},
        {% endfor -%}
        indicator_rows.report_id,
        indicator_rows.indicator_code
    from indicator_rows
    cross join spoken
    left join answer_places
        on
            indicator_rows.report_id = answer_places.report_id
            and indicator_rows.indicator_code = answer_places.indicator_code
    left join code_words as table_kinds
        on
            table_kinds.code_list = 'table_kind'
            and answer_places.table_kind = table_kinds.code

)

select * from final
