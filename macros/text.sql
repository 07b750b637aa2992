{# Functions of text that engines name differently stand here, each once. #}

{# Composed Unicode: decomposed text looks the same, but joins and groups apart. #}
{% macro composed(text) -%}
    {{ adapter.dispatch('composed')(text) }}
{%- endmacro %}

{% macro duckdb__composed(text) -%}
    nfc_normalize({{ text }})
{%- endmacro %}

{# Spark has no such function; the library of Unicode that it brings has, and takes no NULL. #}
{% macro spark__composed(text) -%}
    case
        when {{ text }} is not null
            then reflect('com.ibm.icu.text.Normalizer', 'compose', {{ text }}, false)
    end
{%- endmacro %}

{# The texts of a group in one, in the order of order_by. #}
{% macro joined_text(text, separator, order_by) -%}
    {{ adapter.dispatch('joined_text')(text, separator, order_by) }}
{%- endmacro %}

{% macro duckdb__joined_text(text, separator, order_by) -%}
    listagg({{ text }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__joined_text(text, separator, order_by) -%}
    listagg({{ text }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{# Whether word is one of the space-separated words. #}
{% macro has_word(words, word) -%}
    instr(concat(' ', {{ words }}, ' '), concat(' ', {{ word }}, ' ')) > 0
{%- endmacro %}

{# Where a figure stands in its document: `p.13 l.669-671`; NULL for what stands outside it. #}
{% macro source_place(page, line_from, line_to) -%}
    nullif(
        concat_ws(
            ' ',
            case when {{ page }} is not null then concat('p.', {{ page }}) end,
            case when {{ line_from }} is not null then concat('l.', {{ line_from }}) end
            || case when {{ line_to }} > {{ line_from }} then concat('-', {{ line_to }}) else '' end
        ),
        ''
    )
{%- endmacro %}

{# The same in words of a language, from `spoken`, a row of its phrases: `page 13, lines 669–671`; '' for what stands outside. #}
{% macro place_in_words(page, line_from, line_to, language) -%}
    concat_ws(
        ', ',
        case when {{ page }} is not null then concat(spoken.page_{{ language }}, ' ', {{ page }}) end,
        {{ lines_in_words(line_from, line_to, language) }}
    )
{%- endmacro %}

{% macro lines_in_words(line_from, line_to, language) -%}
    case
        when {{ line_to }} > {{ line_from }}
            then concat(spoken.lines_{{ language }}, ' ', {{ line_from }}, '–', {{ line_to }})
        when {{ line_from }} is not null then concat(spoken.line_{{ language }}, ' ', {{ line_from }})
    end
{%- endmacro %}

{# Where an answer stands, in words: in a table, as `answer_places` and its `table_kinds` tell, else by its lines. #}
{% macro answered_place(page, line_from, line_to, language) -%}
    concat_ws(
        ', ',
        case
            when {{ page }} is not null and coalesce(answer_places.table_kind, 'table') = 'table'
                then concat(spoken.page_{{ language }}, ' ', {{ page }})
        end,
        case
            when answer_places.table_kind is not null
                then concat(
                    table_kinds.word_{{ language }}, ' ', answer_places.table_number,
                    ', ', spoken.row_{{ language }}, ' ', answer_places.table_row
                )
            else {{ lines_in_words(line_from, line_to, language) }}
        end
    )
{%- endmacro %}

{# The phrases that `place_in_words` speaks with, in both languages, out of stg_phrases. #}
{% macro place_phrases() -%}
    {% for word in ['page', 'line', 'lines', 'row'] -%}
        max(case when phrase = 'place_{{ word }}' then words_en end) as {{ word }}_en,
        max(case when phrase = 'place_{{ word }}' then words_vi end) as {{ word }}_vi{{ ',' if not loop.last }}
    {% endfor %}
{%- endmacro %}

{# A text in quotation marks; of an empty one what is said in its place. #}
{% macro in_marks(text, otherwise) -%}
    coalesce('"' || nullif({{ text }}, '') || '"', '{{ otherwise }}')
{%- endmacro %}
