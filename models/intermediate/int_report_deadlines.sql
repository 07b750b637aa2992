with

reports_due as (

    select * from {{ ref('stg_reports_due') }}

),

report_periods as (

    select * from {{ ref('stg_report_periods') }}

),

whole_numbers as (

    {{ whole_numbers(2) }}

),

-- Every year from the first that anything is owed for, a hundred of them.
owed as (

    select
        reports_due.province_code,
        reports_due.unit_level,
        reports_due.report_period,
        reports_due.days_allowed,
        reports_due.first_year + whole_numbers.whole_number as report_year
    from reports_due
    cross join whole_numbers
    where
        reports_due.last_year is null
        or reports_due.first_year + whole_numbers.whole_number <= reports_due.last_year

),

final as (

    select
        owed.province_code,
        owed.unit_level,
        owed.report_year,
        owed.report_period,
        {{ days_after(period_day('owed.report_year', 'report_periods.last_day'), 'owed.days_allowed') }}
            as due_on
    from owed
    inner join report_periods on owed.report_period = report_periods.report_period

)

select * from final
