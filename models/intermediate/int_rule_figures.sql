{%- set figures, printed_decimals = {}, [] -%}
{%- for rule in rules_with_terms() -%}
    {%- for side, terms in rule.sides.items() -%}
        {%- for term in terms -%}
            {%- do figures.update({figure_column(term.figure): term.figure}) -%}
            {%- do printed_decimals.append(figure_column(term.figure))
                if side == 'observed' and rule.arithmetic in ('percent_of', 'whole_plan') -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endfor %}
with

reports as (

    select * from {{ ref('stg_reports') }}

),

figures as {{ read_again() }} (

    select * from {{ ref('int_figures') }}

),

-- As read, only reports are judged of which a decision corrected a figure.
judgements as (

    select
        report_id,
        'as_corrected' as evaluation
    from reports
    union all
    select distinct
        report_id,
        evaluation
    from figures
    where evaluation = 'as_read'

),

columns_asked as (

    select listed.*
    from (
        values
        {% for figure in figures.values() -%}
        (
            '{{ figure.figure_source }}', '{{ figure.concept }}', '{{ figure.measure }}', {{ loop.index0 }},
            {{ (figure_column(figure) in printed_decimals) | lower }}
        ){{ ',' if not loop.last }}
        {% else -%}
        ('', '', '', 0, false)
        {% endfor -%}
    ) as listed (figure_source, concept, measure, column_number, is_printed_percentage)

),

-- To keep a report's figures together takes half as long as an aggregate for each column; two short lists are
-- looked through sooner than a long one.
told as (

    select
        figures.report_id,
        figures.evaluation,
        {{ kept_by_number(
            'columns_asked.column_number', 'figures.value', "figures.figure_source = 'appendix'"
        ) }} as appendix_values,
        {{ kept_by_number(
            'columns_asked.column_number', 'figures.value', "figures.figure_source <> 'appendix'"
        ) }} as other_values,
        {{ kept_by_number(
            'columns_asked.column_number', 'figures.decimals', 'columns_asked.is_printed_percentage'
        ) }} as told_decimals
    from figures
    inner join columns_asked
        on
            figures.figure_source = columns_asked.figure_source
            and figures.concept = columns_asked.concept
            and figures.measure = columns_asked.measure
    where figures.value is not null
    group by figures.report_id, figures.evaluation

),

in_a_row as (

    select
        judgements.report_id,
        judgements.evaluation,
        told.appendix_values,
        told.other_values,
        told.told_decimals
    from judgements
    left join told
        on
            judgements.report_id = told.report_id
            and judgements.evaluation = told.evaluation

),

final as (

    select
        {% for column, figure in figures.items() -%}
        {% set values = 'appendix_values' if figure.figure_source == 'appendix' else 'other_values' -%}
        {{ found_by_number(values, loop.index0) }} as {{ column }},
        {% if column in printed_decimals -%}
        {{ found_by_number('told_decimals', loop.index0) }} as {{ column }}_decimals,
        {% endif -%}
        {% endfor -%}
        report_id,
        evaluation
    from in_a_row
    order by report_id, evaluation

)

select * from final
