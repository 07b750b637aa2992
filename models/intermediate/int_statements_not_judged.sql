{%- set statement = ['report_id', 'figure_source', 'concept'] %}
with

narrative_figures as {{ read_again() }} (

    select * from {{ ref('stg_narrative_figures') }}

),

indicator_values as (

    select * from {{ ref('int_indicator_values') }}

),

-- By hash, for there are many statements; one that only shares a hash is first of its own below.
told_often as (

    select {{ row_hash(statement) }} as statement_hash
    from narrative_figures
    group by {{ row_hash(statement) }}
    having count(*) > 1

),

statements as (

    select
        told.report_id,
        told.figure_source,
        told.concept,
        told.figure_number,
        told.value
    from narrative_figures as told
    where {{ row_hash(statement) }} in (select told_often.statement_hash from told_often)

),

evaluations as (

    select
        'as_read' as evaluation,
        false as is_corrected
    union all
    select
        'as_corrected' as evaluation,
        true as is_corrected

),

-- Of several statements the one farthest from the appendix stands, so that no contradiction hides.
ranked as (

    select
        statements.report_id,
        statements.figure_number,
        evaluations.evaluation,
        row_number() over (
            partition by
                statements.report_id, statements.figure_source, statements.concept, evaluations.evaluation
            order by
                coalesce(
                    abs(
                        statements.value
                        - case
                            when evaluations.is_corrected then indicator_values.value
                            else indicator_values.reported_value
                        end
                    ),
                    0
                ) desc,
                statements.value desc,
                statements.figure_number asc
        ) as distance_rank
    from statements
    cross join evaluations
    left join indicator_values
        on
            statements.report_id = indicator_values.report_id
            and statements.concept = indicator_values.concept

),

final as (

    select
        report_id,
        figure_number,
        evaluation
    from ranked
    where distance_rank > 1

)

select * from final
