{# A figure belongs to a row of its form, and the fact that the row names is there and shows by its own
   test (`holds_its_figures` of a wide fact, `holds_subject_figures` of the long one) that it has the figures. A row returned is a figure of no row, or a fact without the test. #}
{%- set facts = [] -%}
{%- for test in (graph.nodes.values() if execute else []) -%}
{%- if test.get('test_metadata', {}).get('name') in ['holds_its_figures', 'holds_subject_figures'] -%}
{%- do facts.append("'" ~ graph.nodes[test.attached_node].name ~ "'") -%}
{%- endif -%}
{%- endfor -%}
with

indicators as (

    select * from {{ ref('dim_indicator') }}

),

rows_told as (

    select distinct
        form_version,
        indicator_code
    from {{ ref('fct_indicator_values') }}

),

final as (

    select
        'a figure of no row of its form' as problem,
        rows_told.form_version,
        rows_told.indicator_code,
        null as fact_table
    from rows_told
    left join indicators
        on
            rows_told.form_version = indicators.form_version
            and rows_told.indicator_code = indicators.indicator_code
    where indicators.indicator_code is null

    union all

    select
        'no such mart, or its .yml has no test holds_its_figures' as problem,
        form_version,
        indicator_code,
        fact_table
    from indicators
    where fact_table is not null and fact_table not in ({{ facts | join(', ') or "''" }})

)

select * from final
