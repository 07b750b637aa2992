{# Numbers as people write them: 6,632 and 82.23 in English, 6.632 and 82,23 in Vietnamese; NULL stays NULL. #}

{% macro english_number(number) -%}
    case when {{ number }} < 0 then '-' else '' end
    || format('{:,}', cast(floor(abs({{ number }})) as bigint))
    || rtrim(rtrim('.' || split_part(cast({{ number }} as varchar), '.', 2), '0'), '.')
{%- endmacro %}

{% macro vietnamese_number(number) -%}
    translate({{ english_number(number) }}, ',.', '.,')
{%- endmacro %}

{# A document number, or a date that is a number (20210118). #}
{% macro english_reference(number) -%}
    case
        when {{ number }} between 19000101 and 29991231
            then concat(
                substr(cast(cast({{ number }} as bigint) as varchar), 1, 4), '-',
                substr(cast(cast({{ number }} as bigint) as varchar), 5, 2), '-',
                substr(cast(cast({{ number }} as bigint) as varchar), 7, 2)
            )
        else cast(cast({{ number }} as bigint) as varchar)
    end
{%- endmacro %}

{% macro vietnamese_reference(number) -%}
    case
        when {{ number }} between 19000101 and 29991231
            then concat(
                substr(cast(cast({{ number }} as bigint) as varchar), 7, 2), '/',
                substr(cast(cast({{ number }} as bigint) as varchar), 5, 2), '/',
                substr(cast(cast({{ number }} as bigint) as varchar), 1, 4)
            )
        else cast(cast({{ number }} as bigint) as varchar)
    end
{%- endmacro %}
