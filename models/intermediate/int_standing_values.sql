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

-- The district contradicts itself, and nobody can tell which of the rule's figures is wrong.
own_contradictions as (

    select distinct
        report_id,
        rule_id
    from finding_figures
    where finding_status = 'explained' and verdict = 'source_inconsistent'

),

inconsistent as (

    select distinct
        finding_figures.report_id,
        finding_figures.indicator_code
    from finding_figures
    inner join own_contradictions
        on
            finding_figures.report_id = own_contradictions.report_id
            and finding_figures.rule_id = own_contradictions.rule_id
    where finding_figures.is_in_rule or finding_figures.verdict = 'source_inconsistent'

),

final as (

    select
        indicator_values.report_id,
        indicator_values.form_row,
        indicator_values.raw_value,
        indicator_values.read_status,
        indicator_values.reported_value,
        indicator_values.reported_base_value,
        indicator_values.decimals,
        indicator_values.value,
        indicator_values.base_value,
        indicator_values.adjudication_id,
        indicator_values.source_page,
        indicator_values.source_line_from,
        indicator_values.source_line_to,
        case
            when indicator_values.value is null then 'missing'
            when blamed.indicator_code is not null then 'disputed'
            when {{ is_correction('indicator_values.verdict') }} then 'corrected'
            when indicator_values.verdict = 'undecided' then 'disputed'
            when indicator_values.read_status = 'doubtful' and indicator_values.verdict is null
                then 'disputed'
            else 'reported'
        end as value_status,
        indicator_values.value is not null and inconsistent.indicator_code is not null as is_inconsistent
    from indicator_values
    left join blamed
        on
            indicator_values.report_id = blamed.report_id
            and indicator_values.indicator_code = blamed.indicator_code
    left join inconsistent
        on
            indicator_values.report_id = inconsistent.report_id
            and indicator_values.indicator_code = inconsistent.indicator_code

)

select * from final
