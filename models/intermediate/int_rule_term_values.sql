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

findings as (

    select
        report_id,
        rule_id
    from rule_results
    where result = 'fail' or result_as_read = 'fail'

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
    inner join findings
        on
            figures.report_id = findings.report_id
            and rule_terms.rule_id = findings.rule_id

)

select * from final
