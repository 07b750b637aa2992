{{ config(materialized='view') }}

with

indicator_values as (

    select * from {{ ref('int_indicator_values') }}

),

finding_figures as (

    select * from {{ ref('int_finding_figures') }}

),

blamed as (

    select distinct
        report_id,
        indicator_code
    from finding_figures
    where is_blamed and finding_status in ('open', 'acknowledged')

),

final as (

    select
        indicator_values.*,
        case
            when indicator_values.value is null then 'missing'
            when blamed.indicator_code is not null then 'disputed'
            when {{ is_correction('indicator_values.verdict') }} then 'corrected'
            when indicator_values.verdict = 'undecided' then 'disputed'
            when indicator_values.read_status = 'doubtful' and indicator_values.verdict is null
                then 'disputed'
            else 'reported'
        end as value_status
    from indicator_values
    left join blamed
        on
            indicator_values.report_id = blamed.report_id
            and indicator_values.indicator_code = blamed.indicator_code

)

select * from final
