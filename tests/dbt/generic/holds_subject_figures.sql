{# Every figure of a released report that dim_indicator places in this long fact is a row of it, with the
   value of fct_indicator_values. That it says its place in names that can be columns of a view is asked of the forms
   (form_rows_are_well_formed). A row returned is a figure that is not there, or differs. #}
{% test holds_subject_figures(model) %}

with

indicators as (

    select * from {{ ref('dim_indicator') }}
    where fact_table = '{{ model.name }}'

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

figures as (

    select
        *,
        'subject=' || subject || case when row_key = '' then '' else ';' || row_key end as fact_row
    from {{ model }}

),

lost as (

    select
        'the fact has no such figure, or another' as problem,
        indicator_values.report_id || ' ' || indicator_values.indicator_code as place
    from indicator_values
    inner join indicators
        on
            indicator_values.form_version = indicators.form_version
            and indicator_values.indicator_code = indicators.indicator_code
    left join figures
        on
            indicator_values.report_id = figures.report_id
            and indicators.fact_row = figures.fact_row
            and indicators.fact_column = figures.figure
    where
        figures.report_id is null
        or indicator_values.value is distinct from figures.value
        or indicator_values.base_value is distinct from figures.base_value

)

select * from lost

{% endtest %}
