with

reports as (

    select * from {{ ref('stg_reports') }}

),

indicator_values as (

    select * from {{ ref('int_indicator_values') }}

),

narrative_figures as (

    select * from {{ ref('stg_narrative_figures') }}

),

held_reports as (

    select * from {{ ref('stg_held_reports') }}
    where lifted_on is null

),

units as (

    select * from {{ ref('stg_administrative_units') }}

),

evaluations as (

    select
        'as_read' as evaluation,
        false as is_corrected
    union all
    select
        'as_corrected' as evaluation,
        true as is_corrected

),

appendix_values as (

    select
        figures.report_id,
        'appendix' as figure_source,
        figures.concept,
        'value' as measure,
        evaluations.evaluation,
        figures.indicator_code,
        case when evaluations.is_corrected then figures.value else figures.reported_value end as value,
        case when evaluations.is_corrected then figures.decimals else figures.reported_decimals end
            as decimals,
        figures.source_page,
        figures.source_line_from,
        figures.source_line_to
    from indicator_values as figures
    cross join evaluations

),

appendix_bases as (

    select
        figures.report_id,
        'appendix' as figure_source,
        figures.concept,
        'base' as measure,
        evaluations.evaluation,
        figures.indicator_code,
        case when evaluations.is_corrected then figures.base_value else figures.reported_base_value end
            as value,
        0 as decimals,
        figures.source_page,
        figures.source_line_from,
        figures.source_line_to
    from indicator_values as figures
    cross join evaluations
    where figures.answer_type = 'ratio'

),

appendix as (

    select * from appendix_values
    union all
    select * from appendix_bases

),

-- Of several statements the one farthest from the appendix stands, so that no contradiction hides.
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
        told.line_to as source_line_to,
        row_number() over (
            partition by told.report_id, told.figure_source, told.concept, evaluations.evaluation
            order by
                coalesce(abs(told.value - appendix_values.value), 0) desc,
                told.value desc,
                told.figure_number asc
        ) as distance_rank
    from narrative_figures as told
    cross join evaluations
    left join appendix_values
        on
            told.report_id = appendix_values.report_id
            and told.concept = appendix_values.concept
            and evaluations.evaluation = appendix_values.evaluation

),

farthest_statements as (

    select
        report_id,
        figure_source,
        concept,
        measure,
        evaluation,
        indicator_code,
        value,
        decimals,
        source_page,
        source_line_from,
        source_line_to
    from statements
    where distance_rank = 1

),

commune_counts as (

    select
        reports.report_id,
        'unit' as figure_source,
        'commune_count' as concept,
        'value' as measure,
        evaluations.evaluation,
        cast(null as varchar) as indicator_code,
        cast(units.commune_count as decimal(18, 4)) as value,
        0 as decimals,
        cast(null as integer) as source_page,
        cast(null as integer) as source_line_from,
        cast(null as integer) as source_line_to
    from reports
    cross join evaluations
    inner join units
        on
            reports.unit_code = units.unit_code
            and cast(concat(reports.report_year, '-12-31') as date)
            between units.valid_from and coalesce(units.valid_to, cast('9999-12-31' as date))

),

-- A year before, the corrected figure counts, whichever way this year's are taken.
previous_year_figures as (

    select
        reports.report_id,
        'previous_year' as figure_source,
        appendix.concept,
        appendix.measure,
        evaluations.evaluation,
        appendix.indicator_code,
        appendix.value,
        appendix.decimals,
        cast(null as integer) as source_page,
        cast(null as integer) as source_line_from,
        cast(null as integer) as source_line_to
    from reports
    cross join evaluations
    inner join reports as previous
        on
            reports.unit_code = previous.unit_code
            and reports.report_period = previous.report_period
            and reports.report_year = previous.report_year + 1
    inner join appendix
        on
            previous.report_id = appendix.report_id
            and appendix.evaluation = 'as_corrected'
    left join held_reports on previous.report_id = held_reports.report_id
    where held_reports.report_id is null

),

final as (

    select * from appendix
    union all
    select * from farthest_statements
    union all
    select * from commune_counts
    union all
    select * from previous_year_figures

)

select * from final
