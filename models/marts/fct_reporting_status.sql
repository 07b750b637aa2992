with

reporting_status as (

    select * from {{ ref('int_reporting_status') }}

),

unit_periods as (

    select * from {{ ref('int_unit_periods') }}

),

final as (

    select
        reporting_status.unit_code,
        unit_periods.unit_name_vi,
        unit_periods.province_name_vi,
        reporting_status.report_year,
        reporting_status.report_period,
        reporting_status.period_end,
        reporting_status.due_on,
        reporting_status.report_id,
        reporting_status.reporting_status
    from reporting_status
    left join unit_periods
        on
            reporting_status.unit_code = unit_periods.unit_code
            and reporting_status.report_year = unit_periods.report_year
            and reporting_status.report_period = unit_periods.report_period

)

select * from final
