{%- set languages = ['en', 'vi'] -%}
{%- set names_without_code = {
    'en': "replace(placed_figures.concept, '_', ' ')",
    'vi': "nullif(placed_figures.source_place_vi, '')",
} -%}
with

code_words as (

    select * from {{ ref('stg_code_words') }}

),

phrases as (

    select * from {{ ref('stg_phrases') }}

),

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

appendix_places as (

    select * from {{ ref('int_source_places') }}

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

-- The phrases that every finding needs, in one row.
spoken as (

    select
        max(case when phrase = 'communes_of_unit' then words_en end) as communes_of_unit_en,
        max(case when phrase = 'communes_of_unit' then words_vi end) as communes_of_unit_vi,
        max(case when phrase = 'finding_corrected' then words_en end) as finding_corrected_en,
        max(case when phrase = 'finding_corrected' then words_vi end) as finding_corrected_vi,
        max(case when phrase = 'finding_figures' then words_en end) as finding_figures_en,
        max(case when phrase = 'finding_figures' then words_vi end) as finding_figures_vi,
        {{ place_phrases() }}
    from phrases

),

-- In words a figure stands where a person finds it: the row of its table, or its page and lines.
placed_figures as (

    select
        {% for language in languages -%}
        coalesce(
            appendix_places.source_place_{{ language }},
            {{ place_in_words(
                'figures.source_page', 'figures.source_line_from', 'figures.source_line_to', language
            ) }}
        ) as source_place_{{ language }},
        {% endfor -%}
        figures.*,
        {{ source_place(
            'figures.source_page', 'figures.source_line_from', 'figures.source_line_to'
        ) }} as source_place
    from figures
    cross join spoken
    left join appendix_places
        on
            figures.figure_source = 'appendix'
            and figures.report_id = appendix_places.report_id
            and figures.indicator_code = appendix_places.indicator_code

),

-- A figure without a code goes by its concept; in Vietnamese, which concepts do not speak, by its place.
named_figures as (

    select
        {% for language in languages -%}
        case
            when placed_figures.figure_source = 'unit' then spoken.communes_of_unit_{{ language }}
            else concat(
                coalesce(placed_figures.indicator_code, {{ names_without_code[language] }}, ''),
                coalesce(' (' || measures.word_{{ language }} || ')', ''),
                coalesce(' (' || sources.word_{{ language }} || ')', '')
            )
        end as name_{{ language }},
        concat(
            {{ figure_text('placed_figures.told_value', 'placed_figures.arithmetic', language) }},
            coalesce(
                ', ' || spoken.finding_corrected_{{ language }} || ' '
                || {{ figure_text('placed_figures.mended_value', 'placed_figures.arithmetic', language) }},
                ''
            )
        ) as value_{{ language }},
        {% endfor -%}
        placed_figures.report_id,
        placed_figures.rule_id,
        placed_figures.term
    from placed_figures
    cross join spoken
    left join code_words as measures
        on
            measures.code_list = 'measure'
            and placed_figures.measure = measures.code
            and measures.code = 'base'
    left join code_words as sources
        on
            sources.code_list = 'figure_source'
            and placed_figures.figure_source = sources.code
            and sources.code <> 'appendix'

),

figure_lists as (

    select
        {% for language in languages -%}
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
        source_place_en,
        source_place_vi,
        min(source_page) as source_page,
        min(term) as term
    from placed_figures
    where source_place is not null
    group by report_id, rule_id, source_place, source_place_en, source_place_vi

),

place_lists as (

    select
        report_id,
        rule_id,
        min(source_page) as source_page,
        {{ joined_text('source_place', '; ', 'term') }} as source_lines,
        {{ joined_text('source_place_en', '; ', 'term') }} as source_places_en,
        {{ joined_text('source_place_vi', '; ', 'term') }} as source_places_vi
    from places
    group by report_id, rule_id

),

comparisons as (

    select
        {% for language in languages -%}
        replace(
            replace(
                replace(
                    phrases.words_{{ language }},
                    '{observed}', {{ figure_text('observed', 'arithmetic', language) }}
                ),
                '{expected}', coalesce({{ figure_text('expected', 'arithmetic', language) }}, '')
            ),
            '{distance}', coalesce({{ number_text('abs(observed - expected)', language) }}, '')
        ) as comparison_{{ language }},
        {% endfor -%}
        findings.report_id,
        findings.rule_id,
        findings.words_en,
        findings.words_vi
    from findings
    inner join phrases
        on
            phrases.phrase = case
                when findings.arithmetic = 'percent_of' and findings.expected is null
                    then 'finding_percent_of_nothing'
                when findings.arithmetic <> 'comparison' then concat('finding_', findings.arithmetic)
                when findings.comparison = '<=' then 'finding_more'
                when findings.comparison = '>=' then 'finding_less'
                else 'finding_other'
            end

),

final as (

    select
        comparisons.report_id,
        comparisons.rule_id,
        {% for language in languages -%}
        concat(
            regexp_replace(comparisons.words_{{ language }}, '[.]$', ''), ': ',
            comparisons.comparison_{{ language }}, '. ',
            spoken.finding_figures_{{ language }}, ': ', figure_lists.figures_{{ language }}, '.'
        ) as message_{{ language }},
        {% endfor -%}
        place_lists.source_page,
        coalesce(place_lists.source_lines, '') as source_lines,
        coalesce(place_lists.source_places_en, '') as source_places_en,
        coalesce(place_lists.source_places_vi, '') as source_places_vi
    from comparisons
    cross join spoken
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
