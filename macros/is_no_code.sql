{# True where a column holds nothing, or what is no code of a list of seeds/reference/code_words.csv. #}
{% macro is_no_code(column, code_list) -%}
    coalesce({{ column }}, '') not in (
        select code_words.code
        from {{ ref('stg_code_words') }} as code_words
        where code_words.code_list = '{{ code_list }}'
    )
{%- endmacro %}
