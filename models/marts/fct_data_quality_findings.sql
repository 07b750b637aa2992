with

findings as (

    select * from {{ ref('int_findings') }}

),

reports as (

    select * from {{ ref('dim_report') }}

),

final as (

    select
        findings.report_id,
        findings.rule_id,
        reports.unit_code,
        reports.unit_name_vi,
        reports.province_name_vi,
        reports.report_year,
        reports.report_period,
        findings.severity,
        findings.finding_status,
        findings.indicator_codes,
        findings.blamed_codes,
        findings.observed,
        findings.expected,
        findings.message_en,
        findings.message_vi,
        findings.evidence,
        findings.evidence_vi,
        findings.source_lines,
        findings.source_places_en,
        findings.source_places_vi,
        reports.source_file
    from findings
    inner join reports on findings.report_id = reports.report_id

)

select * from final
