{%- set figures, printed_decimals = {}, [] -%}
{%- for rule in rules_with_terms() -%}
    {%- for side, terms in rule.sides.items() -%}
        {%- for term in terms -%}
            {%- do figures.update({figure_column(term.figure): term.figure}) -%}
            {%- do printed_decimals.append(figure_column(term.figure))
                if side == 'observed' and rule.arithmetic in ('percent_of', 'whole_plan') -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endfor -%}
{%- set in_block = 16 -%}
{%- set place_of = {} -%}
{%- for column in figures -%}
    {%- do place_of.update({column: loop.index0}) -%}
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

-- An aggregate asks each of its columns of every row: so sixteen by sixteen, then all blocks side by side.
columns_asked as (

    select listed.*
    from (
        values
        {% for figure in figures.values() -%}
        (
            '{{ figure.figure_source }}', '{{ figure.concept }}', '{{ figure.measure }}',
            {{- ' ' }}{{ loop.index0 // in_block }}, {{ loop.index0 % in_block }}
        ){{ ',' if not loop.last }}
        {% else -%}
        ('', '', '', 0, 0)
        {% endfor -%}
    ) as listed (figure_source, concept, measure, block, place)

),

-- A row more for each report, so that one of which nothing is told has its row too.
told as (

    select
        figures.report_id,
        figures.evaluation,
        columns_asked.block,
        columns_asked.place,
        figures.value,
        figures.decimals
    from figures
    inner join columns_asked
        on
            figures.figure_source = columns_asked.figure_source
            and figures.concept = columns_asked.concept
            and figures.measure = columns_asked.measure
    where figures.value is not null
    union all
    select
        report_id,
        evaluation,
        null as block,
        null as place,
        null as value,
        null as decimals
    from judgements

),

blocks as (

    select
        {% for place in range(in_block) -%}
        max(case when place = {{ place }} then value end) as value_{{ place }},
        max(case when place = {{ place }} then decimals end) as decimals_{{ place }},
        {% endfor -%}
        report_id,
        evaluation,
        block
    from told
    group by report_id, evaluation, block

),

final as (

    select
        {% for column, at in place_of.items() -%}
        max(case when block = {{ at // in_block }} then value_{{ at % in_block }} end) as {{ column }},
        {% if column in printed_decimals -%}
        max(case when block = {{ at // in_block }} then decimals_{{ at % in_block }} end) as {{ column }}_decimals,
        {% endif -%}
        {% endfor -%}
        report_id,
        evaluation
    from blocks
    group by report_id, evaluation
    order by report_id, evaluation

)

select * from final
