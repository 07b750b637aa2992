{# The day on which it is asked what is due, as text '2026-11-29': the variable `as_of`, or today in Vietnam. It enters
   the tables only as the periods that are due by then. #}
{% macro as_of() -%}
    {%- set today = run_started_at.astimezone(modules.pytz.timezone('Asia/Ho_Chi_Minh')).strftime('%Y-%m-%d') -%}
    {%- set day = var('as_of', today) | string -%}
    {%- if not modules.re.fullmatch('20[0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])', day) -%}
        {{- exceptions.raise_compiler_error(
            "as_of: '" ~ day ~ "' is no day. Write it as in --vars '{as_of: 2026-01-31}'."
        ) -}}
    {%- endif -%}
    {{- day -}}
{%- endmacro %}
