with

findings as (

    select * from {{ ref('int_findings') }}

),

adjudications as (

    select * from {{ ref('stg_adjudications') }}

),

appendix_places as (

    select * from {{ ref('int_source_places') }}

),

indicator_values as {{ read_again() }} (

    select * from {{ ref('int_indicator_values') }}

),

reports as (

    select * from {{ ref('int_reports') }}

),

open_critical_findings as (

    select
        'open_critical_finding' as reason,
        report_id,
        indicator_codes,
        rule_id,
        source_page,
        source_lines,
        source_places_en,
        source_places_vi,
        message_en,
        message_vi
    from findings
    where severity = 'critical' and finding_status = 'open'

),

-- A decision that reached no figure was taken on another reading, or on a figure that is not there.
stale_guards as (

    select
        'stale_guard' as reason,
        adjudications.report_id,
        adjudications.indicator_code as indicator_codes,
        cast(null as string) as rule_id,
        read_figures.source_page,
        coalesce(
            {{ source_place(
                'read_figures.source_page', 'read_figures.source_line_from', 'read_figures.source_line_to'
            ) }},
            ''
        ) as source_lines,
        coalesce(appendix_places.source_place_en, '') as source_places_en,
        coalesce(appendix_places.source_place_vi, '') as source_places_vi,
        concat(
            'Decision ', adjudications.adjudication_id, ' ',
            case
                when reports.report_id is null then 'is on a report that has not landed'
                when read_figures.indicator_code is null then 'is on a figure that the report does not have'
                else concat(
                    'was taken on ', {{ in_marks('adjudications.raw_value_expected', 'nothing') }},
                    ', but ', {{ in_marks('read_figures.raw_value', 'nothing') }}, ' was read'
                )
            end, '.'
        ) as message_en,
        concat(
            'Quyết định ', adjudications.adjudication_id, ' ',
            case
                when reports.report_id is null then 'về một báo cáo chưa được tiếp nhận'
                when read_figures.indicator_code is null then 'về một số liệu không có trong báo cáo'
                else concat(
                    'dựa trên giá trị ', {{ in_marks('adjudications.raw_value_expected', 'không đọc được') }},
                    ' nhưng giá trị nay là ', {{ in_marks('read_figures.raw_value', 'không đọc được') }}
                )
            end, '.'
        ) as message_vi
    from adjudications
    left join indicator_values as applied on adjudications.adjudication_id = applied.adjudication_id
    left join reports on adjudications.report_id = reports.report_id
    left join indicator_values as read_figures
        on
            adjudications.report_id = read_figures.report_id
            and adjudications.indicator_code = read_figures.indicator_code
    left join appendix_places
        on
            adjudications.report_id = appendix_places.report_id
            and adjudications.indicator_code = appendix_places.indicator_code
    where adjudications.withdrawn_on is null and applied.adjudication_id is null

),

blockers as (

    select * from open_critical_findings
    union all
    select * from stale_guards

),

final as (

    select
        blockers.reason,
        blockers.report_id,
        blockers.indicator_codes,
        blockers.rule_id,
        blockers.source_page,
        blockers.source_lines,
        blockers.source_places_en,
        blockers.source_places_vi,
        blockers.message_en,
        blockers.message_vi
    from blockers
    left join reports on blockers.report_id = reports.report_id
    where reports.report_status is distinct from 'held'

)

select * from final
