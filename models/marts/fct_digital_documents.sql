with

cells as (

    {{ fact_cells('fct_digital_documents') }}

),

figures as (

    select
        {{ reporting_unit() }},
        {{ figure('district_connected', 'integer') }},
        {{ figure('communes_connected', 'bigint') }},
        {{ figure('outgoing_documents', 'bigint') }},
        {{ figure('fully_digital_pct', 'decimal(18, 4)') }},
        {{ printed_decimals('fully_digital_pct') }},
        {{ figure('digital_and_paper_pct', 'decimal(18, 4)') }},
        {{ printed_decimals('digital_and_paper_pct') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

),

final as (

    select
        unit_code,
        unit_name_vi,
        province_name_vi,
        report_year,
        report_period,
        district_connected,
        communes_connected,
        outgoing_documents,
        fully_digital_pct,
        digital_and_paper_pct,
        {% for documents, pct in [
            ('fully_digital_documents', 'fully_digital_pct'),
            ('digital_and_paper_documents', 'digital_and_paper_pct'),
        ] -%}
        {% set part = ['part', 'outgoing_documents', pct, pct ~ '_decimals'] -%}
        {{ whole_behind_percent(*part) }} as {{ documents }},
        {{ least_behind_percent(*part) }} as {{ documents }}_least,
        {{ greatest_behind_percent(*part) }} as {{ documents }}_greatest,
        {% endfor %}
        report_id,
        source_file,
        row_status,
        disputed_columns,
        corrected_columns,
        inconsistent_columns
    from figures

)

select * from final
