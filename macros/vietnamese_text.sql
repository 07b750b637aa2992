{# The vowels of the Vietnamese alphabet, and the same vowels under each tone, in dictionary order of tones. #}
{% macro vietnamese_vowels() %}{{ return('aăâeêioôơuưy') }}{% endmacro %}

{% macro vietnamese_tones() %}
    {{ return([
        'àằầèềìòồờùừỳ',
        'ảẳẩẻểỉỏổởủửỷ',
        'ãẵẫẽễĩõỗỡũữỹ',
        'áắấéếíóốớúứý',
        'ạặậẹệịọộợụựỵ',
    ]) }}
{% endmacro %}

{# Composed, lower case, without tones: `Đồng Nai` is `đông nai`. #}
{% macro toneless(text) -%}
    translate(
        lower({{ composed(text) }}),
        '{{ vietnamese_tones() | join }}',
        '{{ vietnamese_vowels() * (vietnamese_tones() | length) }}'
    )
{%- endmacro %}

{# What people type without a Vietnamese keyboard: `Đồng Nai` is `dong nai`. #}
{% macro search_key(text) -%}
    translate({{ toneless(text) }}, 'ăâđêôơư', 'aadeoou')
{%- endmacro %}

{#
   A text whose plain order is the Vietnamese alphabetical one (a ă â b c d đ e ê …): first all letters, then,
   after two spaces, the tones. A letter that follows its plain one is that one and z, which no Vietnamese word has.
#}
{% macro vietnamese_sort_key(text) -%}
    {%- set letters = {'ă': 'az', 'â': 'azz', 'đ': 'dz', 'ê': 'ez', 'ô': 'oz', 'ơ': 'ozz', 'ư': 'uz'} -%}
    {%- set keys = namespace(letters=toneless(text)) -%}
    {%- for letter, key in letters.items() -%}
        {%- set keys.letters = "replace(" ~ keys.letters ~ ", '" ~ letter ~ "', '" ~ key ~ "')" -%}
    {%- endfor -%}
    {%- set plain = 'abcdefghijklmnopqrstuvwxyzăâđêôơư' -%}
    {%- set marks = namespace(tones='') -%}
    {%- for tone in vietnamese_tones() -%}
        {%- set marks.tones = marks.tones ~ (loop.index | string) * (tone | length) -%}
    {%- endfor -%}
    concat(
        {{ keys.letters }},
        '  ',
        translate(
            lower({{ composed(text) }}),
            '{{ plain ~ (vietnamese_tones() | join) }}',
            '{{ '0' * (plain | length) ~ marks.tones }}'
        )
    )
{%- endmacro %}
