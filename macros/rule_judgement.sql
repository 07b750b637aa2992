{#
   What a rule says of a report, from the sums of its sides; see int_rule_results, where the columns come from.
#}

{# Whether every figure is told; 100 % of nothing says nothing. #}
{% macro rule_is_evaluable() -%}
    is_told and not (arithmetic = 'percent_of' and whole_sum = 0 and expected_sum = 0)
{%- endmacro %}

{# pass or fail. A percentage is tried by multiplication: percent * whole against 100 * part. #}
{% macro rule_result() -%}
    {%- set percent, part = four_decimals('observed_sum'), four_decimals('expected_sum') -%}
    {%- set whole = four_decimals('whole_sum') -%}
    {%- set slack = rule_tolerance() -%}
    case
        when
            case
                when arithmetic = 'percent_of'
                    then
                        abs({{ percent }} * {{ whole }} - {{ part }} * cast(100 as decimal(3, 0)))
                        <= {{ slack }} * {{ whole }}
                when arithmetic = 'whole_plan' and {{ part }} <= 0 then {{ part }} = 0 and abs({{ percent }}) <= {{ slack }}
                when arithmetic = 'whole_plan'
                    then
                        {{ least_whole_plan(part, percent, slack) }}
                        <= coalesce(
                            {{ greatest_whole_plan(part, percent, slack) }},
                            {{ least_whole_plan(part, percent, slack) }}
                        )
                when comparison = '='
                    then abs(observed_sum - expected_sum - constant) <= tolerance
                when comparison = '<=' then observed_sum - expected_sum - constant <= tolerance
                when comparison = '>=' then expected_sum + constant - observed_sum <= tolerance
            end
            then 'pass'
        else 'fail'
    end
{%- endmacro %}

{# The left side, or the percentage told. #}
{% macro rule_observed() -%}
    cast({{ four_decimals('observed_sum') }} as decimal(18, 4))
{%- endmacro %}

{# The right side, or the percentage that the figures make: of a whole plan, of the nearest one. #}
{% macro rule_expected() -%}
    {%- set percent, part = four_decimals('observed_sum'), four_decimals('expected_sum') -%}
    {%- set whole = four_decimals('whole_sum') -%}
    case
        when arithmetic = 'percent_of' then {{ percent_of(part, whole) }}
        when arithmetic = 'whole_plan' and {{ part }} > 0 and {{ percent }} > 0
            then {{ percent_of(part, 'greatest(1, ' ~ nearest_whole_plan(part, percent) ~ ')') }}
        when arithmetic = 'whole_plan' then 0
        else cast({{ four_decimals('(expected_sum + constant)') }} as decimal(18, 4))
    end
{%- endmacro %}

{# How far a rule may be missed: a printed percentage by its rounding too. #}
{% macro rule_tolerance() -%}
    cast(
        tolerance
        + case when arithmetic in ('percent_of', 'whole_plan') then {{ half_unit('percent_decimals') }} else 0 end
        as decimal(10, 6)
    )
{%- endmacro %}

{# A sum of figures, of ten decimals, as a number of four, which is what figures have. DuckDB rounds a decimal of more
   than 18 digits by slow division of 128 bits: what fits goes through 64, twenty times as fast and to the same number. #}
{% macro four_decimals(sum) -%}
    case
        when {{ sum }} between -99999999 and 99999999
            then cast(cast({{ sum }} as decimal(18, 10)) as decimal(18, 4))
        else cast({{ sum }} as decimal(19, 4))
    end
{%- endmacro %}
