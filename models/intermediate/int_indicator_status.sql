{{ config(materialized='view') }}

with

standing_values as (

    select * from {{ ref('int_standing_values') }}

),

form_rows as (

    select * from {{ ref('stg_form_rows') }}

),

final as (

    select
        form_rows.form_version,
        form_rows.indicator_code,
        form_rows.concept,
        form_rows.answer_type,
        form_rows.fact_table,
        form_rows.fact_column,
        form_rows.fact_base_column,
        form_rows.fact_row,
        standing_values.*
    from standing_values
    inner join form_rows on standing_values.form_row = form_rows.form_row

)

select * from final
