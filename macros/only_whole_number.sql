{# The whole number from `low` to `high` (doubles, both included) where there is exactly one; otherwise NULL. #}
{% macro only_whole_number(low, high) -%}
    case when floor({{ high }}) = ceil({{ low }}) then cast(floor({{ high }}) as bigint) end
{%- endmacro %}
