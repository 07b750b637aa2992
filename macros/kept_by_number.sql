{# Values kept by number: an aggregate keeps those of a group together, and each is found again by its number, NULL where
   none has it. A number stands once in a group.
     {{ kept_by_number('place', 'value') }} as figures
     {{ kept_by_number('place', 'value', 'is_wanted') }} as wanted_figures   -- those of some rows alone
     {{ found_by_number('figures', 7) }} #}
{% macro kept_by_number(number, value, condition=none) -%}
    {{ adapter.dispatch('kept_by_number')(number, value, 'filter (where ' ~ condition ~ ')' if condition else '') }}
{%- endmacro %}

{# No map: DuckDB looks a list through in half the time. #}
{% macro duckdb__kept_by_number(number, value, filter) -%}
    struct_pack(numbers := list({{ number }}) {{ filter }}, kept := list({{ value }}) {{ filter }})
{%- endmacro %}

{% macro spark__kept_by_number(number, value, filter) -%}
    map_from_entries(collect_list(struct({{ number }}, {{ value }})) {{ filter }})
{%- endmacro %}

{% macro found_by_number(kept, number) -%}
    {{ adapter.dispatch('found_by_number')(kept, number) }}
{%- endmacro %}

{% macro duckdb__found_by_number(kept, number) -%}
    {{ kept }}.kept[list_position({{ kept }}.numbers, {{ number }})]
{%- endmacro %}

{% macro spark__found_by_number(kept, number) -%}
    {{ kept }}[{{ number }}]
{%- endmacro %}
