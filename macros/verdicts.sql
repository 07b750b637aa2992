{#- Whether a verdict gives a figure another value: we misread it, or the district says that it was its slip. -#}
{% macro is_correction(verdict) -%}
    coalesce({{ verdict }} in ('ocr_error', 'district_corrected'), false)
{%- endmacro %}
