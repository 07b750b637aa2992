with

failed_rules as (

    select * from {{ ref('int_failed_rules') }}

),

rule_terms as (

    select * from {{ ref('stg_rule_terms') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

-- Terms meet figures first: there are few terms, and none is asked of a report in which nothing failed.
final as (

    select
        figures.report_id,
        rule_terms.rule_id,
        rule_terms.term,
        figures.evaluation,
        rule_terms.role,
        rule_terms.coefficient,
        figures.figure_source,
        figures.concept,
        figures.measure,
        figures.indicator_code,
        figures.value,
        figures.decimals,
        figures.source_page,
        figures.source_line_from,
        figures.source_line_to
    from figures
    inner join rule_terms
        on
            figures.figure_source = rule_terms.figure_source
            and figures.concept = rule_terms.concept
            and figures.measure = rule_terms.measure
    inner join failed_rules
        on
            figures.report_id = failed_rules.report_id
            and rule_terms.rule_id = failed_rules.rule_id

)

select * from final
