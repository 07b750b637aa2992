with

rule_results as (

    select * from {{ ref('int_rule_results') }}

),

final as (

    select
        report_id,
        rule_id,
        unit_code,
        unit_name_vi,
        province_name_vi,
        report_year,
        report_period,
        result,
        result_as_read,
        observed,
        expected,
        cast(difference as decimal(18, 4)) as difference,
        cast(tolerance as decimal(18, 4)) as tolerance,
        source_file
    from rule_results

)

select * from final
