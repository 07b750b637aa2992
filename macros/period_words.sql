{# A period of a year in words, of the columns of stg_report_periods: `2021`, `first half of 2021`. #}
{% macro period_words_en(report_period, name_en, report_year) -%}
    case {{ report_period }}
        when 'year' then cast({{ report_year }} as string)
        else concat({{ name_en }}, ' of ', {{ report_year }})
    end
{%- endmacro %}

{# The same in Vietnamese: `năm 2021`, `sáu tháng đầu năm 2021`, `quý 1 năm 2021`. #}
{% macro period_words_vi(report_period, name_vi, report_year) -%}
    case
        when {{ report_period }} = 'year' then concat('năm ', {{ report_year }})
        when {{ name_vi }} like '%năm' then concat({{ name_vi }}, ' ', {{ report_year }})
        else concat({{ name_vi }}, ' năm ', {{ report_year }})
    end
{%- endmacro %}
