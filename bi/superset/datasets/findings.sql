{%- from 'words.jinja' import words -%}
with

{% include 'named_units.jinja' %}

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    cast(findings.report_year as varchar) as report_year,
    findings.report_id,
    findings.rule_id,
    concat(rules.words_vi, ' / ', rules.words_en) as rule_words,
    {{ words('severity', 'findings.severity') }} as severity,
    findings.finding_status as finding_status_code,
    {{ words('finding_status', 'findings.finding_status') }} as finding_status,
    findings.indicator_codes,
    findings.blamed_codes,
    findings.message_vi,
    findings.message_en,
    findings.source_lines
from marts.fct_data_quality_findings as findings
inner join marts.dim_rule as rules on findings.rule_id = rules.rule_id
inner join named_units on findings.unit_code = named_units.unit_code and findings.report_year = named_units.report_year
where findings.report_period = 'year'
