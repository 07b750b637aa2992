{{ config(materialized=made_when_read()) }}

with

rule_results as (

    select * from {{ ref('int_rule_results') }}

),

reports as (

    select * from {{ ref('dim_report') }}

),

final as (

    select
        rule_results.report_id,
        rule_results.rule_id,
        reports.unit_code,
        reports.unit_name_vi,
        reports.province_name_vi,
        reports.report_year,
        reports.report_period,
        rule_results.result,
        rule_results.result_as_read,
        rule_results.observed,
        rule_results.expected,
        cast(rule_results.difference as decimal(18, 4)) as difference,
        cast(rule_results.tolerance as decimal(18, 4)) as tolerance,
        reports.source_file
    from rule_results
    inner join reports on rule_results.report_id = reports.report_id

)

select * from final
