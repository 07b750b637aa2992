{# A day of a period in a year: `month_day` is a column of stg_report_periods, as in '06-30'. #}
{% macro period_day(report_year, month_day) -%}
    cast(concat({{ report_year }}, '-', {{ month_day }}) as date)
{%- endmacro %}
