{# Aggregates texts into one, sorted and separated by a comma and a space; NULLs are left out, none at all gives ''. #}
{% macro comma_list(expression) -%}
    {{ adapter.dispatch("comma_list")(expression) }}
{%- endmacro %}

{% macro duckdb__comma_list(expression) -%}
    coalesce(array_to_string(list_sort(list({{ expression }}) filter (where {{ expression }} is not null)), ', '), '')
{%- endmacro %}

{% macro spark__comma_list(expression) -%}
    array_join(array_sort(collect_list({{ expression }})), ', ')
{%- endmacro %}
