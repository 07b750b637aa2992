{# One row for each whole number from 0 on, 10 to the power of `digits` of them, as column `whole_number`: a query. #}
{% macro whole_numbers(digits) -%}
    select cast({% for place in range(digits) %}{{ " + " if not loop.first }}digits_{{ place }}.digit * {{ 10 ** place }}{% endfor %} as integer) as whole_number
    from {% for place in range(digits) %}{{ " cross join " if not loop.first }}({% for digit in range(10) %}{{ " union all " if not loop.first }}select {{ digit }} as digit{% endfor %}) as digits_{{ place }}{% endfor %}
{%- endmacro %}
