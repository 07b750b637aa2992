{%- set phrases = finding_phrases() -%}
{%- set names_without_code = {
    'en': "replace(concept, '_', ' ')",
    'vi': "replace(replace(source_place, 'p.', 'tr.'), 'l.', 'd.')",
} -%}
with

rules as (

    select * from {{ ref('stg_rules') }}

),

rule_kinds as (

    select * from {{ ref('stg_rule_kinds') }}

),

failed_rules as (

    select * from {{ ref('int_failed_rules') }}

),

term_values as (

    select * from {{ ref('int_rule_term_values') }}

),

findings as (

    select
        failed_rules.report_id,
        failed_rules.rule_id,
        rule_kinds.arithmetic,
        rules.comparison,
        rules.words_en,
        rules.words_vi,
        not failed_rules.is_failing as is_mended,
        failed_rules.observed,
        failed_rules.expected
    from failed_rules
    inner join rules on failed_rules.rule_id = rules.rule_id
    left join rule_kinds on rules.kind = rule_kinds.kind

),

figures as (

    select
        findings.report_id,
        findings.rule_id,
        findings.arithmetic,
        as_corrected.term,
        as_corrected.figure_source,
        as_corrected.measure,
        as_corrected.concept,
        as_corrected.indicator_code,
        case when findings.is_mended then as_read.value else as_corrected.value end as told_value,
        case
            when findings.is_mended and as_read.value <> as_corrected.value then as_corrected.value
        end as mended_value,
        as_corrected.source_page,
        as_corrected.source_line_from,
        as_corrected.source_line_to
    from findings
    inner join term_values as as_corrected
        on
            findings.report_id = as_corrected.report_id
            and findings.rule_id = as_corrected.rule_id
            and as_corrected.evaluation = 'as_corrected'
    left join term_values as as_read
        on
            findings.report_id = as_read.report_id
            and findings.rule_id = as_read.rule_id
            and as_corrected.term = as_read.term
            and as_read.evaluation = 'as_read'

),

placed_figures as (

    select
        *,
        {{ source_place('source_page', 'source_line_from', 'source_line_to') }} as source_place
    from figures

),

-- A figure without a code goes by its concept; in Vietnamese, which concepts do not speak, by its place.
named_figures as (

    select
        {% for language, words in phrases.items() -%}
        case
            when figure_source = 'unit' then '{{ words.unit }}'
            else concat(
                coalesce(indicator_code, {{ names_without_code[language] }}, ''),
                case measure when 'base' then '{{ words.base }}' else '' end,
                case figure_source
                    when 'narrative' then '{{ words.narrative }}'
                    when 'note' then '{{ words.note }}'
                    when 'previous_year' then '{{ words.previous_year }}'
                    when 'same_period_last_year' then '{{ words.same_period_last_year }}'
                    else ''
                end
            )
        end as name_{{ language }},
        concat(
            {{ figure_text('told_value', 'arithmetic', language) }},
            coalesce('{{ words.corrected }}' || {{ figure_text('mended_value', 'arithmetic', language) }}, '')
        ) as value_{{ language }},
        {% endfor -%}
        report_id,
        rule_id,
        term
    from placed_figures

),

figure_lists as (

    select
        {% for language in phrases -%}
        {{ joined_text("concat(name_" ~ language ~ ", ' = ', value_" ~ language ~ ")", '; ', 'term') }}
            as figures_{{ language }},
        {% endfor -%}
        report_id,
        rule_id
    from named_figures
    group by report_id, rule_id

),

places as (

    select
        report_id,
        rule_id,
        source_place,
        min(source_page) as source_page,
        min(term) as term
    from placed_figures
    where source_place is not null
    group by report_id, rule_id, source_place

),

place_lists as (

    select
        report_id,
        rule_id,
        min(source_page) as source_page,
        {{ joined_text('source_place', '; ', 'term') }} as source_lines
    from places
    group by report_id, rule_id

),

comparisons as (

    select
        {% for language, words in phrases.items() -%}
        replace(
            replace(
                replace(
                    case
                        when arithmetic = 'percent_of' and expected is null
                            then '{{ words.percent_of_nothing }}'
                        {% for arithmetic, phrase in words.by_arithmetic.items() -%}
                        when arithmetic = '{{ arithmetic }}' then '{{ phrase }}'
                        {% endfor -%}
                        when comparison = '<=' then '{{ words.more }}'
                        when comparison = '>=' then '{{ words.less }}'
                        else '{{ words.other }}'
                    end,
                    '{o}', {{ figure_text('observed', 'arithmetic', language) }}
                ),
                '{e}', coalesce({{ figure_text('expected', 'arithmetic', language) }}, '')
            ),
            '{d}', coalesce({{ number_text('abs(observed - expected)', language) }}, '')
        ) as comparison_{{ language }},
        {% endfor -%}
        report_id,
        rule_id,
        words_en,
        words_vi
    from findings

),

final as (

    select
        comparisons.report_id,
        comparisons.rule_id,
        {% for language, words in phrases.items() -%}
        concat(
            regexp_replace(comparisons.words_{{ language }}, '[.]$', ''), ': ',
            comparisons.comparison_{{ language }}, '. ',
            '{{ words.figures }}: ', figure_lists.figures_{{ language }}, '.'
        ) as message_{{ language }},
        {% endfor -%}
        place_lists.source_page,
        coalesce(place_lists.source_lines, '') as source_lines
    from comparisons
    inner join figure_lists
        on
            comparisons.report_id = figure_lists.report_id
            and comparisons.rule_id = figure_lists.rule_id
    left join place_lists
        on
            comparisons.report_id = place_lists.report_id
            and comparisons.rule_id = place_lists.rule_id

)

select * from final
