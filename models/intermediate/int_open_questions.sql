with

form_rows as (

    select * from {{ ref('stg_form_rows') }}

),

standing_decisions as (

    select * from {{ ref('stg_adjudications') }}
    where withdrawn_on is null

),

statuses as (

    select * from {{ ref('int_indicator_status') }}

),

open_findings as (

    select * from {{ ref('int_findings') }}
    where finding_status in ('open', 'acknowledged')

),

finding_figures as (

    select * from {{ ref('int_finding_figures') }}

),

told_in_notes as (

    select * from {{ ref('int_rule_term_values') }}
    where figure_source = 'note' and evaluation = 'as_corrected' and source_line_from is not null

),

-- One that mends no rule and names no value says no more than that the cell was not read.
proposals as (

    select * from {{ ref('int_correction_proposals') }}
    where indicator_code is not null and (proposed_value is not null or rules_mended <> '')

),

cells as (

    select
        statuses.report_id,
        statuses.indicator_code,
        statuses.raw_value,
        statuses.read_status,
        statuses.value_status,
        statuses.source_page,
        statuses.source_line_from,
        statuses.source_line_to,
        form_rows.position,
        standing_decisions.adjudication_id,
        standing_decisions.verdict,
        coalesce(standing_decisions.raw_value_expected, '') as raw_value_expected
    from statuses
    inner join form_rows
        on
            statuses.form_version = form_rows.form_version
            and statuses.indicator_code = form_rows.indicator_code
    left join standing_decisions
        on
            statuses.report_id = standing_decisions.report_id
            and statuses.indicator_code = standing_decisions.indicator_code

),

-- A row that was not found stands between those around it.
placed_cells as (

    select
        *,
        last_value(source_page ignore nulls) over (
            partition by report_id order by position
            rows between unbounded preceding and current row
        ) as page_before,
        first_value(source_page ignore nulls) over (
            partition by report_id order by position
            rows between current row and unbounded following
        ) as page_after
    from cells

),

-- A finding without a cell stands on the one whose row has its note; not where a decision stands there,
-- for another one would take its place.
noted_cells as (

    select distinct
        open_findings.report_id,
        open_findings.rule_id,
        cells.indicator_code
    from open_findings
    inner join told_in_notes
        on
            open_findings.report_id = told_in_notes.report_id
            and open_findings.rule_id = told_in_notes.rule_id
    inner join cells
        on
            told_in_notes.report_id = cells.report_id
            and told_in_notes.source_line_from >= cells.source_line_from
            and told_in_notes.source_line_to <= cells.source_line_to
    where open_findings.indicator_codes = '' and cells.adjudication_id is null

),

cells_of_findings as (

    select
        open_findings.report_id,
        open_findings.rule_id,
        finding_figures.indicator_code,
        finding_figures.is_in_rule,
        case
            when open_findings.blamed_codes = '' then finding_figures.is_in_rule
            else finding_figures.is_blamed
        end as is_suspected
    from open_findings
    inner join finding_figures
        on
            open_findings.report_id = finding_figures.report_id
            and open_findings.rule_id = finding_figures.rule_id

    union all

    select
        report_id,
        rule_id,
        indicator_code,
        true as is_in_rule,
        true as is_suspected
    from noted_cells

),

findings_of_cells as (

    select
        report_id,
        indicator_code,
        {{ joined_text('case when is_in_rule then rule_id end', ', ', 'rule_id') }} as rule_ids,
        max(case when is_suspected then 1 else 0 end) = 1 as is_suspected
    from cells_of_findings
    group by report_id, indicator_code

),

proposed_cells as (

    select distinct
        report_id,
        indicator_code
    from proposals

),

judged as (

    select
        placed_cells.report_id,
        placed_cells.indicator_code,
        placed_cells.position,
        placed_cells.raw_value,
        placed_cells.adjudication_id,
        placed_cells.value_status,
        coalesce(findings_of_cells.rule_ids, '') as rule_ids,
        coalesce(findings_of_cells.is_suspected, false) as is_suspected,
        proposed_cells.report_id is not null as is_proposed,
        placed_cells.read_status <> 'clear' and placed_cells.adjudication_id is null as is_unsure,
        placed_cells.adjudication_id is not null
        and (
            placed_cells.verdict = 'undecided'
            or placed_cells.raw_value_expected <> coalesce(placed_cells.raw_value, '')
        ) as is_to_be_decided_anew,
        coalesce(placed_cells.source_page, placed_cells.page_before, placed_cells.page_after) as page_from,
        coalesce(placed_cells.source_page, placed_cells.page_after, placed_cells.page_before) as page_to
    from placed_cells
    left join findings_of_cells
        on
            placed_cells.report_id = findings_of_cells.report_id
            and placed_cells.indicator_code = findings_of_cells.indicator_code
    left join proposed_cells
        on
            placed_cells.report_id = proposed_cells.report_id
            and placed_cells.indicator_code = proposed_cells.indicator_code

),

final as (

    select * from judged
    where is_suspected or is_proposed or is_unsure or is_to_be_decided_anew

)

select * from final
