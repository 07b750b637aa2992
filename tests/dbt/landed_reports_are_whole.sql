-- What `cchc land` writes is whole: one row for every answered row of the form, a value where one was read
-- and nowhere else, and a report_id that says whose and when.
with

reports as (

    select * from {{ ref('stg_reports') }}

),

indicator_rows as {{ read_again() }} (

    select * from {{ ref('stg_indicator_rows') }}

),

report_periods as (

    select * from {{ ref('stg_report_periods') }}

),

answer_places as (

    select * from {{ ref('stg_answer_places') }}

),

narrative_figures as (

    select * from {{ ref('stg_narrative_figures') }}

),

form_rows as (

    select * from {{ ref('stg_form_rows') }}

),

answers_asked as (

    select
        form_version,
        indicator_code
    from form_rows
    where answer_type not in ('section', 'header')

),

-- Each landed row beside the answer of its report's form that it is.
matched as {{ read_again() }} (

    select
        indicator_rows.report_id,
        indicator_rows.indicator_code,
        answers_asked.indicator_code is not null as is_asked
    from indicator_rows
    left join reports
        on
            indicator_rows.report_id = reports.report_id
            and indicator_rows.form_version = reports.form_version
    left join answers_asked
        on
            reports.form_version = answers_asked.form_version
            and indicator_rows.indicator_code = answers_asked.indicator_code

),

rows_landed as (

    select
        report_id,
        count(*) as row_count
    from matched
    where is_asked
    group by report_id

),

rows_asked as (

    select
        form_version,
        count(*) as row_count
    from answers_asked
    group by form_version

),

-- Few, if any: only in these it is asked which row is missing. No row stands twice, see the primary key.
incomplete_reports as (

    select
        reports.report_id,
        reports.form_version
    from reports
    inner join rows_asked on reports.form_version = rows_asked.form_version
    left join rows_landed on reports.report_id = rows_landed.report_id
    where coalesce(rows_landed.row_count, 0) < rows_asked.row_count

),

missing as (

    select
        incomplete_reports.report_id,
        answers_asked.indicator_code
    from incomplete_reports
    inner join answers_asked on incomplete_reports.form_version = answers_asked.form_version
    except
    select
        report_id,
        indicator_code
    from matched
    where
        is_asked
        and report_id in (select incomplete_reports.report_id from incomplete_reports)

),

problems as (

    select
        report_id,
        null as subject,
        'report_id is not unit, year and part of the year' as problem,
        'reports' as seed
    from reports
    where
        report_id <> concat(
            unit_code, '-', report_year,
            case when report_period = 'year' then '' else concat('-', report_period) end
        )

    union all

    select
        reports.report_id,
        null as subject,
        concat('the form is not known: ', reports.form_version) as problem,
        'reports' as seed
    from reports
    left join form_rows on reports.form_version = form_rows.form_version
    where form_rows.form_version is null

    union all

    select
        reports.report_id,
        null as subject,
        concat('report_period is not one there is: ', reports.report_period) as problem,
        'reports' as seed
    from reports
    left join report_periods on reports.report_period = report_periods.report_period
    where report_periods.report_period is null

    union all

    select
        report_id,
        indicator_code as subject,
        'a row of the form is not among the rows landed' as problem,
        'indicator_rows' as seed
    from missing

    union all

    select
        report_id,
        indicator_code as subject,
        'a row landed that the report or its form does not have' as problem,
        'indicator_rows' as seed
    from matched
    where not is_asked

    union all

    select
        report_id,
        indicator_code as subject,
        'read_status is not one there is, or does not fit the value' as problem,
        'indicator_rows' as seed
    from indicator_rows
    where
        {{ is_no_code('read_status', 'read_status') }}
        or (read_status in ('unreadable', 'blank', 'not_found')) <> (value is null)

    union all

    select
        answer_places.report_id,
        answer_places.indicator_code as subject,
        'a place of an answer that did not land' as problem,
        'answer_places' as seed
    from answer_places
    left join indicator_rows
        on
            answer_places.report_id = indicator_rows.report_id
            and answer_places.indicator_code = indicator_rows.indicator_code
    where indicator_rows.report_id is null

    union all

    select
        narrative_figures.report_id,
        cast(narrative_figures.figure_number as string) as subject,
        'a figure told without report, value, source or concept' as problem,
        'narrative_figures' as seed
    from narrative_figures
    left join reports on narrative_figures.report_id = reports.report_id
    where
        reports.report_id is null
        or narrative_figures.value is null
        or narrative_figures.concept is null
        or coalesce(narrative_figures.figure_source, '') not in ('narrative', 'note')

)

select
    problem,
    seed,
    report_id,
    case when seed in ('indicator_rows', 'answer_places') then subject end as indicator_code,
    case when seed = 'narrative_figures' then subject end as figure_number
from problems
