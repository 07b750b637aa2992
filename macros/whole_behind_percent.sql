{# The whole numbers `unknown` for which 100 * part / whole is the printed percentage, right within half a unit of its
   last printed decimal: the least, the greatest, and the only one where there is exactly one. NULL where none fits.
     unknown   'part' or 'whole'
     known     the other of the two: a count column
     percent   a decimal(18, 4) column, in percent points
     decimals  how many decimals are printed
   A part of nothing is nothing, and none passes the whole unless the percentage does. Nothing out of any plan is
   nothing too, so a part of 0 tells no whole: it is 0 or more, and there is no greatest; nor is there where the
   percentage may be 0.
   Percentages are scaled to integers (20,000 a point): one division of integers as doubles then rounds down rightly
   as long as counts stay below four thousand million. #}
{% macro least_behind_percent(unknown, known, percent, decimals) -%}
    {%- set fit = fit_behind_percent(unknown, known, percent, decimals) -%}
    case
        when {{ known }} = 0 then 0
        when {{ fit.least }} <= coalesce({{ fit.greatest }}, {{ fit.least }}) then {{ fit.least }}
    end
{%- endmacro %}

{% macro greatest_behind_percent(unknown, known, percent, decimals) -%}
    {%- set fit = fit_behind_percent(unknown, known, percent, decimals) -%}
    case
        when {{ known }} = 0 then {{ '0' if unknown == 'part' else 'null' }}
        when {{ fit.least }} <= {{ fit.greatest }} then {{ fit.greatest }}
    end
{%- endmacro %}

{% macro whole_behind_percent(unknown, known, percent, decimals) -%}
    {%- set fit = fit_behind_percent(unknown, known, percent, decimals) -%}
    case
        when {{ known }} = 0 then {{ '0' if unknown == 'part' else 'null' }}
        when {{ fit.least }} = {{ fit.greatest }} then {{ fit.least }}
    end
{%- endmacro %}

{# SQL of the two bounds of a known number above zero; the least lies above the greatest where no number fits. #}
{% macro fit_behind_percent(unknown, known, percent, decimals) -%}
    {%- set count = "cast(nullif(" ~ known ~ ", 0) as double)" -%}
    {%- set scaled = "cast(20000 * " ~ percent ~ " as double)" -%}
    {%- set half_unit = "power(10, 4 - case when " ~ decimals ~ " < 4 then " ~ decimals ~ " else 4 end)" -%}
    {%- set lowest = "(" ~ scaled ~ " - " ~ half_unit ~ ")" -%}
    {%- set highest = "(" ~ scaled ~ " + " ~ half_unit ~ ")" -%}
    {%- if unknown == "whole" -%}
        {%- set low = "2000000 * " ~ count ~ " / " ~ highest -%}
        {%- set high = "2000000 * " ~ count ~ " / case when " ~ lowest ~ " > 0 then " ~ lowest ~ " end" -%}
    {%- else -%}
        {%- set low = count ~ " * greatest(" ~ lowest ~ ", 0) / 2000000" -%}
        {%- set most = "least(" ~ highest ~ ", case when " ~ percent ~ " <= 100 then 2000000 else " ~ highest ~ " end)" -%}
        {%- set high = count ~ " * " ~ most ~ " / 2000000" -%}
    {%- endif -%}
    {{- return({
        "least": "cast(ceil(case when " ~ decimals ~ " is not null then " ~ low ~ " end) as bigint)",
        "greatest": "cast(floor(case when " ~ decimals ~ " is not null then " ~ high ~ " end) as bigint)",
    }) -}}
{%- endmacro %}
