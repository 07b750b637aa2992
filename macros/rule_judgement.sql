{#
   What a rule says of a report, as SQL of that rule alone. A rule is one of rules_with_terms(); its sides are columns named
   after it, `procedures_in_force_sum_observed` and `…_expected`, see int_rule_judgements.
#}

{# The column of int_rule_figures that holds a figure: `narrative_staff_cut_value`. #}
{% macro figure_column(figure) -%}
    {{- figure.figure_source }}_{{ figure.concept }}_{{ figure.measure -}}
{%- endmacro %}

{# The sum of one side, with its constant; NULL where a figure of it is not told. Figures have four decimals, and so has
   their sum, but where a comparison weighs them. A product of two decimals of 18 digits has no more than 18 in
   DuckDB, unless one of them is given more. #}
{% macro side_of_rule(rule, side) -%}
    {%- set parts, weights = [], [] -%}
    {%- for term in rule.sides[side] -%}
        {%- set weight = '' if term.coefficient == 1 else 'cast(' ~ term.coefficient ~ ' as decimal(19, 6)) * ' -%}
        {%- do parts.append(weight ~ figure_column(term.figure)) -%}
        {%- do weights.append(term.coefficient) if term.coefficient not in (1, -1) -%}
    {%- endfor -%}
    {%- do parts.append(rule.constant) if side == 'expected' and (rule.constant or not parts) -%}
    {%- set is_weighed = weights and rule.arithmetic not in ('percent_of', 'whole_plan') -%}
    cast({{ parts | join(' + ') or 'null' }} as {{ 'decimal(28, 10)' if is_weighed else 'decimal(18, 4)' }})
{%- endmacro %}

{# Whether every figure is told; 100 % of nothing says nothing. #}
{% macro rule_is_evaluable(rule) -%}
    {%- set observed, expected, whole = rule.rule_id ~ '_observed', rule.rule_id ~ '_expected', rule.rule_id ~ '_whole' -%}
    {{ observed }} is not null and {{ expected }} is not null
    {%- if rule.arithmetic == 'percent_of' %} and {{ whole }} is not null and not ({{ whole }} = 0 and {{ expected }} = 0)
    {%- endif -%}
{%- endmacro %}

{# Whether an evaluable rule holds. A percentage is tried by multiplication: percent * whole against 100 * part. #}
{% macro rule_holds(rule) -%}
    {%- set observed, expected, whole = rule.rule_id ~ '_observed', rule.rule_id ~ '_expected', rule.rule_id ~ '_whole' -%}
    {%- set slack = rule_tolerance(rule) -%}
    {%- if rule.arithmetic == 'percent_of' -%}
        abs(
            cast({{ observed }} as decimal(19, 4)) * {{ whole }}
            - cast({{ expected }} as decimal(19, 4)) * cast(100 as decimal(3, 0))
        ) <= {{ slack }} * cast({{ whole }} as decimal(19, 4))
    {%- elif rule.arithmetic == 'whole_plan' -%}
        case
            when {{ expected }} <= 0 then {{ expected }} = 0 and abs({{ observed }}) <= {{ slack }}
            else
                {{ least_whole_plan(expected, observed, slack) }}
                <= coalesce(
                    {{ greatest_whole_plan(expected, observed, slack) }},
                    {{ least_whole_plan(expected, observed, slack) }}
                )
        end
    {%- elif rule.comparison == '=' -%}
        abs({{ observed }} - {{ expected }}) <= {{ slack }}
    {%- elif rule.comparison == '<=' -%}
        {{ observed }} - {{ expected }} <= {{ slack }}
    {%- elif rule.comparison == '>=' -%}
        {{ expected }} - {{ observed }} <= {{ slack }}
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}

{# pass, fail or not_evaluable. #}
{% macro rule_result(rule) -%}
    case
        when {{ rule_is_evaluable(rule) }} then case when {{ rule_holds(rule) }} then 'pass' else 'fail' end
        else 'not_evaluable'
    end
{%- endmacro %}

{# The left side, or the percentage told; NULL where it is too large to publish. #}
{% macro rule_observed(rule) -%}
    case when {{ rule_is_evaluable(rule) }} then try_cast({{ rule.rule_id }}_observed as decimal(18, 4)) end
{%- endmacro %}

{# The right side, or the percentage that the figures make: of a whole plan, of the nearest one. #}
{% macro rule_expected(rule) -%}
    {%- set observed, expected, whole = rule.rule_id ~ '_observed', rule.rule_id ~ '_expected', rule.rule_id ~ '_whole' -%}
    case
        {%- if rule.arithmetic == 'percent_of' %}
        when {{ rule_is_evaluable(rule) }} then {{ percent_of(expected, whole) }}
        {%- elif rule.arithmetic == 'whole_plan' %}
        when {{ expected }} > 0 and {{ observed }} > 0
            then {{ percent_of(expected, 'greatest(1, ' ~ nearest_whole_plan(expected, observed) ~ ')') }}
        when {{ rule_is_evaluable(rule) }} then 0
        {%- else %}
        when {{ rule_is_evaluable(rule) }} then try_cast({{ expected }} as decimal(18, 4))
        {%- endif %}
    end
{%- endmacro %}

{# How far a rule may be missed: a printed percentage by its rounding too, which stands beside the sides. #}
{% macro rule_tolerance(rule) -%}
    {%- if rule.arithmetic in ('percent_of', 'whole_plan') -%}
        {{ rule.rule_id }}_tolerance
    {%- else -%}
        cast({{ rule.tolerance }} as decimal(10, 6))
    {%- endif -%}
{%- endmacro %}

{% macro tolerance_of_percentage(rule) -%}
    cast(
        {{ rule.tolerance }} + {{ half_unit(figure_column(rule.sides.observed[0].figure) ~ '_decimals') }}
        as decimal(10, 6)
    )
{%- endmacro %}
