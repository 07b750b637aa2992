with

rule_results as (

    select * from {{ ref('int_rule_results') }}

),

rule_terms as (

    select * from {{ ref('stg_rule_terms') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

evaluations as (

    select 'as_read' as evaluation
    union all
    select 'as_corrected' as evaluation

),

-- A figure that the report or its form lacks is a term without a value.
asked as (

    select
        rule_results.report_id,
        rule_terms.*,
        evaluations.evaluation
    from rule_results
    inner join rule_terms on rule_results.rule_id = rule_terms.rule_id
    cross join evaluations
    where rule_results.result = 'fail' or rule_results.result_as_read = 'fail'

),

final as (

    select
        asked.report_id,
        asked.rule_id,
        asked.term,
        asked.evaluation,
        asked.role,
        asked.coefficient,
        asked.figure_source,
        asked.concept,
        asked.measure,
        figures.indicator_code,
        figures.value,
        figures.decimals,
        figures.source_page,
        figures.source_line_from,
        figures.source_line_to
    from asked
    left join figures
        on
            asked.report_id = figures.report_id
            and asked.figure_source = figures.figure_source
            and asked.concept = figures.concept
            and asked.measure = figures.measure
            and asked.evaluation = figures.evaluation

)

select * from final
