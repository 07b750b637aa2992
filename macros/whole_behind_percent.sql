{# The only whole number `unknown` for which 100 * part / whole is the printed percentage, right within half a unit
   of its last printed decimal; NULL where none or several fit.
     unknown   'part' or 'whole'
     known     the other of the two: a count column
     percent   a decimal(18, 4) column, in percent points
     decimals  how many decimals are printed
   Nothing out of any plan is nothing, so a part of 0 tells no whole.
   Percentages are scaled to integers (20,000 a point): one division of integers as doubles then rounds down rightly
   as long as counts stay below four thousand million. #}
{% macro whole_behind_percent(unknown, known, percent, decimals) -%}
    {%- set count = "cast(" ~ known ~ " as double)" -%}
    {%- set scaled = "cast(20000 * " ~ percent ~ " as double)" -%}
    {%- set half_unit = "power(10, 4 - case when " ~ decimals ~ " < 4 then " ~ decimals ~ " else 4 end)" -%}
    {%- set lowest = "(" ~ scaled ~ " - " ~ half_unit ~ ")" -%}
    {%- set highest = "(" ~ scaled ~ " + " ~ half_unit ~ ")" -%}
    {%- if unknown == "whole" -%}
    case
        when {{ known }} > 0 and {{ lowest }} > 0 and {{ decimals }} is not null
            then {{ only_whole_number("2000000 * " ~ count ~ " / " ~ highest, "2000000 * " ~ count ~ " / " ~ lowest) }}
    end
    {%- else -%}
    case
        when {{ known }} > 0 and {{ decimals }} is not null
            then {{ only_whole_number(count ~ " * " ~ lowest ~ " / 2000000", count ~ " * " ~ highest ~ " / 2000000") }}
    end
    {%- endif -%}
{%- endmacro %}
