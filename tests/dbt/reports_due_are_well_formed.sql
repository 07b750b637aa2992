-- What is owed is owed by a province served, for a period there is, over years in their order.
with

reports_due as (

    select * from {{ ref('stg_reports_due') }}

),

provinces_served as (

    select * from {{ ref('stg_provinces_served') }}

),

report_periods as (

    select * from {{ ref('stg_report_periods') }}

),

problems as (

    select
        reports_due.province_code,
        reports_due.unit_level,
        reports_due.report_period,
        'no province served' as problem
    from reports_due
    left join provinces_served on reports_due.province_code = provinces_served.province_code
    where provinces_served.province_code is null

    union all

    select
        reports_due.province_code,
        reports_due.unit_level,
        reports_due.report_period,
        'no period there is' as problem
    from reports_due
    left join report_periods on reports_due.report_period = report_periods.report_period
    where report_periods.report_period is null

    union all

    select
        province_code,
        unit_level,
        report_period,
        'no first year, or a last year before it' as problem
    from reports_due
    where first_year is null or last_year < first_year

    union all

    select
        province_code,
        unit_level,
        report_period,
        'no days_allowed, or fewer than none' as problem
    from reports_due
    where days_allowed is null or days_allowed < 0

    union all

    select
        province_code,
        unit_level,
        report_period,
        'no level of government there is' as problem
    from reports_due
    where {{ is_no_code('unit_level', 'unit_level') }}

    union all

    -- Two spans of one kind may follow each other, not overlap.
    select
        earlier.province_code,
        earlier.unit_level,
        earlier.report_period,
        'owed twice for a year' as problem
    from reports_due as earlier
    inner join reports_due as later
        on
            earlier.province_code = later.province_code
            and earlier.unit_level = later.unit_level
            and earlier.report_period = later.report_period
            and earlier.first_year < later.first_year
            and later.first_year <= coalesce(earlier.last_year, later.first_year)

)

select
    problem,
    'reports_due' as seed,
    province_code,
    unit_level,
    report_period
from problems
