{# The cells of one subject fact: one row per released report and figure that the form places in it,
   the base of a ratio as a cell of its own. Where a figure goes is said by the form's rows alone. #}
{% macro fact_cells(fact_table) -%}
    {%- for column, value in [("fact_column", "value"), ("fact_base_column", "base_value")] %}
    select
        figures.report_id,
        reports.source_file,
        reports.unit_code,
        reports.unit_name_vi,
        reports.province_name_vi,
        reports.report_year,
        reports.report_period,
        figures.fact_row,
        figures.{{ column }} as fact_column,
        figures.{{ value }} as value,
        figures.decimals,
        figures.value_status,
        figures.is_inconsistent
    from {{ ref('int_indicator_status') }} as figures
    inner join {{ ref('dim_report') }} as reports on figures.report_id = reports.report_id
    where
        figures.fact_table = '{{ fact_table }}'
        and figures.{{ column }} is not null
        and reports.report_status = 'released'
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
