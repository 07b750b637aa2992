{# Functions of text that engines name differently stand here, each once. #}

{# Composed Unicode: decomposed text looks the same, but joins and groups apart. #}
{% macro composed(text) -%}
    nfc_normalize({{ text }})
{%- endmacro %}

{# The texts of a group in one, in the order of order_by. #}
{% macro joined_text(text, separator, order_by) -%}
    listagg({{ text }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{# Whether word is one of the space-separated words. #}
{% macro has_word(words, word) -%}
    instr(concat(' ', {{ words }}, ' '), concat(' ', {{ word }}, ' ')) > 0
{%- endmacro %}
