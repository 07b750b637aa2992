{%- from 'words.jinja' import words -%}
with

{% include 'named_units.jinja' %}

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    cast(documents.report_year as varchar) as report_year,
    documents.outgoing_documents,
    documents.fully_digital_pct,
    documents.digital_and_paper_pct,
    documents.fully_digital_documents,
    documents.fully_digital_documents_least,
    documents.fully_digital_documents_greatest,
    documents.digital_and_paper_documents,
    documents.communes_connected,
    {{ words('value_status', 'documents.row_status') }} as row_status,
    documents.disputed_columns,
    documents.inconsistent_columns,
    documents.report_id
from marts.fct_digital_documents as documents
inner join named_units on documents.unit_code = named_units.unit_code and documents.report_year = named_units.report_year
where documents.report_period = 'year'
