{# Numbers as people write them: 6,632 and 82.23 in English, 6.632 and 82,23 in Vietnamese; NULL stays NULL. #}
{% macro number_text(number, language) -%}
    {%- set english -%}
        case when {{ number }} < 0 then '-' else '' end
        || {{ adapter.dispatch('grouped')('cast(floor(abs(' ~ number ~ ')) as bigint)') }}
        || regexp_replace('.' || split_part(cast({{ number }} as string), '.', 2), '[.]?0*$', '')
    {%- endset -%}
    {{ english if language == 'en' else "translate(" ~ english ~ ", ',.', '.,')" }}
{%- endmacro %}

{# A document number, or a date that is kept as a number: 20210118 is 2021-01-18 in English, 18/01/2021 in Vietnamese. #}
{% macro reference_text(number, language) -%}
    {%- set digits = 'cast(cast(' ~ number ~ ' as bigint) as string)' -%}
    {%- set year = 'substr(' ~ digits ~ ', 1, 4)' -%}
    {%- set month = 'substr(' ~ digits ~ ', 5, 2)' -%}
    {%- set day = 'substr(' ~ digits ~ ', 7, 2)' -%}
    case
        when {{ number }} between 19000101 and 29991231 then {{
            "concat_ws('-', " ~ year ~ ', ' ~ month ~ ', ' ~ day ~ ')' if language == 'en'
            else "concat_ws('/', " ~ day ~ ', ' ~ month ~ ', ' ~ year ~ ')'
        }}
        else {{ digits }}
    end
{%- endmacro %}

{# A figure of a rule of this arithmetic, as people write it. #}
{% macro figure_text(number, arithmetic, language) -%}
    case {{ arithmetic }}
        when 'reference' then {{ reference_text(number, language) }}
        else {{ number_text(number, language) }}
    end
{%- endmacro %}

{# A whole number from zero up with a comma before every three digits. #}
{% macro duckdb__grouped(number) -%}
    format('{:,}', {{ number }})
{%- endmacro %}

{% macro spark__grouped(number) -%}
    format_number({{ number }}, 0)
{%- endmacro %}
