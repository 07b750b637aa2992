{# Exact arithmetic on decimals: division of decimals would go through floating point. #}

{# A number as a count of millionths, which leaves room for products of large figures. #}
{% macro in_millionths(number) -%}
    cast(cast({{ number }} as decimal(38, 6)) * 1000000 as {{ adapter.dispatch('widest_integer')() }})
{%- endmacro %}

{% macro duckdb__widest_integer() -%}
    hugeint
{%- endmacro %}

{% macro spark__widest_integer() -%}
    decimal(38, 0)
{%- endmacro %}

{# The whole part of a quotient of whole numbers. #}
{% macro whole_division() -%}
    {{ adapter.dispatch('whole_division')() }}
{%- endmacro %}

{% macro duckdb__whole_division() -%}
    //
{%- endmacro %}

{% macro spark__whole_division() -%}
    div
{%- endmacro %}

{# The whole part of dividend / divisor, both from zero up; NULL over zero, and of more than 18 digits. #}
{% macro whole_quotient(dividend, divisor) -%}
    try_cast({{ in_millionths(dividend) }} {{ whole_division() }} nullif({{ in_millionths(divisor) }}, 0) as bigint)
{%- endmacro %}

{# 100 × part / whole, rounded to four decimals; NULL over zero, and where it is too large to publish. #}
{% macro percent_of(part, whole) -%}
    try_cast(
        {{ whole_quotient(
            'cast(' ~ part ~ ' as decimal(38, 6)) * 2000000 + ' ~ whole,
            'cast(' ~ whole ~ ' as decimal(38, 6)) * 2'
        ) }} * cast(0.0001 as decimal(5, 4))
        as decimal(18, 4)
    )
{%- endmacro %}

{# Half a unit of the last printed decimal: the rounding that a printed percentage allows. #}
{% macro half_unit(decimals) -%}
    case coalesce({{ decimals }}, 0)
        when 0 then cast(0.5 as decimal(8, 6))
        when 1 then cast(0.05 as decimal(8, 6))
        when 2 then cast(0.005 as decimal(8, 6))
        when 3 then cast(0.0005 as decimal(8, 6))
        else cast(0.00005 as decimal(8, 6))
    end
{%- endmacro %}

{#
   The least and the greatest whole number of which part is percent, give or take slack. Several may fit, or none
   (then the least is above the greatest). NULL where there is no such bound.
#}
{% macro least_whole_plan(part, percent, slack) -%}
    cast(
        ({{ in_millionths(part) }} * 100 + {{ in_millionths(percent ~ ' + ' ~ slack) }} - 1)
        {{ whole_division() }} case when {{ percent }} + {{ slack }} > 0 then {{ in_millionths(percent ~ ' + ' ~ slack) }} end
        as bigint
    )
{%- endmacro %}

{% macro greatest_whole_plan(part, percent, slack) -%}
    cast(
        ({{ in_millionths(part) }} * 100)
        {{ whole_division() }} case when {{ percent }} - {{ slack }} > 0 then {{ in_millionths(percent ~ ' - ' ~ slack) }} end
        as bigint
    )
{%- endmacro %}

{# The whole number of which part is nearest to percent (above zero). #}
{% macro nearest_whole_plan(part, percent) -%}
    {{ whole_quotient(
        'cast(' ~ part ~ ' as decimal(38, 6)) * 200 + ' ~ percent,
        'cast(' ~ percent ~ ' as decimal(38, 6)) * 2'
    ) }}
{%- endmacro %}
