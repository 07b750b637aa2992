with

rule_results as (

    select * from {{ ref('int_rule_results') }}

),

-- What failed only as read is told with the numbers as read.
final as (

    select
        report_id,
        rule_id,
        coalesce(result = 'fail', false) as is_failing,
        case when result = 'fail' then observed else observed_as_read end as observed,
        case when result = 'fail' then expected else expected_as_read end as expected
    from rule_results
    where result = 'fail' or result_as_read = 'fail'

)

select * from final
