{{ config(materialized='view') }}

with

reports as (

    select * from {{ ref('int_reports') }}

),

indicator_values as {{ read_again() }} (

    select * from {{ ref('int_indicator_values') }}

),

narrative_figures as (

    select * from {{ ref('stg_narrative_figures') }}

),

statements_not_judged as (

    select * from {{ ref('int_statements_not_judged') }}

),

unit_periods as (

    select * from {{ ref('int_unit_periods') }}
    where is_in_force

),

asked_of_a_year_before as (

    select distinct
        figure_source,
        concept,
        measure
    from {{ ref('stg_rule_terms') }}
    where figure_source in ('previous_year', 'same_period_last_year')

),

corrected_reports as (

    select distinct report_id
    from indicator_values
    where {{ is_correction('verdict') }}

),

-- As they were read, the figures of a report are told apart only where a decision changed one of them.
evaluations as (

    select
        report_id,
        'as_corrected' as evaluation
    from reports
    union all
    select
        report_id,
        'as_read' as evaluation
    from corrected_reports

),

appendix as {{ read_again() }} (
    {% for evaluation, prefix in [('as_corrected', ''), ('as_read', 'reported_')] -%}
    {% for measure in ['value', 'base'] %}
    select
        report_id,
        'appendix' as figure_source,
        concept,
        '{{ measure }}' as measure,
        '{{ evaluation }}' as evaluation,
        indicator_code,
        {{ prefix }}{{ 'value' if measure == 'value' else 'base_value' }} as value,
        {{ prefix ~ 'decimals' if measure == 'value' else '0' }} as decimals,
        source_page,
        source_line_from,
        source_line_to
    from indicator_values
    where
        {{ 'true' if measure == 'value' else "answer_type = 'ratio'" }}
        {%- if evaluation == 'as_read' %}
        and report_id in (select corrected_reports.report_id from corrected_reports)
        {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

statements as (

    select
        told.report_id,
        told.figure_source,
        told.concept,
        'value' as measure,
        evaluations.evaluation,
        told.indicator_code,
        told.value,
        told.decimals,
        told.page as source_page,
        told.line_from as source_line_from,
        told.line_to as source_line_to
    from narrative_figures as told
    inner join evaluations on told.report_id = evaluations.report_id
    left join statements_not_judged
        on
            told.report_id = statements_not_judged.report_id
            and told.figure_number = statements_not_judged.figure_number
            and evaluations.evaluation = statements_not_judged.evaluation
    where statements_not_judged.report_id is null

),

commune_counts as (

    select
        reports.report_id,
        'unit' as figure_source,
        'commune_count' as concept,
        'value' as measure,
        evaluations.evaluation,
        cast(null as string) as indicator_code,
        cast(unit_periods.commune_count as decimal(18, 4)) as value,
        0 as decimals,
        cast(null as integer) as source_page,
        cast(null as integer) as source_line_from,
        cast(null as integer) as source_line_to
    from reports
    inner join evaluations on reports.report_id = evaluations.report_id
    inner join unit_periods
        on
            reports.unit_code = unit_periods.unit_code
            and reports.report_year = unit_periods.report_year
            and reports.report_period = unit_periods.report_period

),

-- Of a year before only what a rule asks: of the whole year, for a report that goes on from its end (the
-- period began on 1 January), or of the same period. It is the corrected figure, whichever way this year's
-- are taken.
last_years_figures as (

    select
        reports.report_id,
        asked_of_a_year_before.figure_source,
        asked_of_a_year_before.concept,
        asked_of_a_year_before.measure,
        evaluations.evaluation,
        figures.indicator_code,
        case when asked_of_a_year_before.measure = 'value' then figures.value else figures.base_value end
            as value,
        case when asked_of_a_year_before.measure = 'value' then figures.decimals else 0 end as decimals,
        cast(null as integer) as source_page,
        cast(null as integer) as source_line_from,
        cast(null as integer) as source_line_to
    from reports
    inner join evaluations on reports.report_id = evaluations.report_id
    inner join reports as previous
        on
            reports.unit_code = previous.unit_code
            and reports.report_year = previous.report_year + 1
            and previous.report_status = 'released'
    inner join indicator_values as figures on previous.report_id = figures.report_id
    inner join asked_of_a_year_before on figures.concept = asked_of_a_year_before.concept
    where
        (asked_of_a_year_before.measure = 'value' or figures.answer_type = 'ratio')
        and case asked_of_a_year_before.figure_source
            when 'previous_year' then previous.report_period = 'year' and reports.begins_the_year
            else reports.report_period = previous.report_period
        end

),

final as (

    select * from appendix
    union all
    select * from statements
    union all
    select * from commune_counts
    union all
    select * from last_years_figures

)

select * from final
