-- A report is held, and taken back, by somebody, on a day, for a reason; and it is held once at a time.
with

held_reports as (

    select * from {{ ref('stg_held_reports') }}

),

problems as (

    select
        report_id,
        held_on,
        'held without report, reason, name or day' as problem
    from held_reports
    where
        report_id is null
        or trim(coalesce(reason, '')) = ''
        or trim(coalesce(held_by, '')) = ''
        or held_on is null

    union all

    select
        report_id,
        held_on,
        'taken back without reason, name or day' as problem
    from held_reports
    where
        coalesce(lifted_by, cast(lifted_on as string), lift_reason) is not null
        and (
            lifted_on is null
            or trim(coalesce(lifted_by, '')) = ''
            or trim(coalesce(lift_reason, '')) = ''
        )

    union all

    select
        report_id,
        max(held_on) as held_on,
        'held again while it is held' as problem
    from held_reports
    where lifted_on is null
    group by report_id
    having count(*) > 1

)

select
    problem,
    'held_reports' as seed,
    report_id,
    held_on
from problems
