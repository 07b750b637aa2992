with

failed_rules as (

    select * from {{ ref('int_failed_rules') }}

),

term_values as (

    select * from {{ ref('int_rule_term_values') }}

),

indicator_values as {{ read_again() }} (

    select * from {{ ref('int_indicator_values') }}

),

adjudications as (

    select * from {{ ref('stg_adjudications') }}

),

doubtful as (

    select
        report_id,
        indicator_code
    from indicator_values
    where read_status = 'doubtful'

),

-- A figure told in the narrative or a note counts under the form row that it repeats.
figures_in_rule as (

    select
        failed_rules.report_id,
        failed_rules.rule_id,
        as_corrected.indicator_code,
        min(as_corrected.term) as term,
        max(case when as_corrected.figure_source = 'appendix' then 1 else 0 end) = 1 as is_in_appendix,
        max(
            case
                when as_read.report_id is not null and as_corrected.value is distinct from as_read.value
                    then 1
                else 0
            end
        ) = 1 as is_changed
    from failed_rules
    inner join term_values as as_corrected
        on
            failed_rules.report_id = as_corrected.report_id
            and failed_rules.rule_id = as_corrected.rule_id
            and as_corrected.evaluation = 'as_corrected'
    left join term_values as as_read
        on
            failed_rules.report_id = as_read.report_id
            and failed_rules.rule_id = as_read.rule_id
            and as_corrected.term = as_read.term
            and as_read.evaluation = 'as_read'
    where
        as_corrected.figure_source in ('appendix', 'narrative', 'note')
        and as_corrected.indicator_code is not null
    group by failed_rules.report_id, failed_rules.rule_id, as_corrected.indicator_code

),

decisions as (

    select
        indicator_values.report_id,
        indicator_values.indicator_code,
        adjudications.verdict,
        adjudications.evidence,
        adjudications.rule_ids
    from indicator_values
    inner join adjudications on indicator_values.adjudication_id = adjudications.adjudication_id

),

-- A decision may name the rules that it settles; its figure then joins the finding, in the rule or not.
decided_elsewhere as (

    select
        failed_rules.report_id,
        failed_rules.rule_id,
        decisions.indicator_code
    from failed_rules
    inner join decisions
        on
            failed_rules.report_id = decisions.report_id
            and {{ has_word('decisions.rule_ids', 'failed_rules.rule_id') }}
    left join figures_in_rule
        on
            failed_rules.report_id = figures_in_rule.report_id
            and failed_rules.rule_id = figures_in_rule.rule_id
            and decisions.indicator_code = figures_in_rule.indicator_code
    where figures_in_rule.indicator_code is null

),

concerned as (

    select
        report_id,
        rule_id,
        indicator_code,
        term,
        true as is_in_rule,
        is_in_appendix,
        is_changed
    from figures_in_rule
    union all
    select
        report_id,
        rule_id,
        indicator_code,
        null as term,
        false as is_in_rule,
        false as is_in_appendix,
        false as is_changed
    from decided_elsewhere

),

weighed as (

    select
        concerned.*,
        failed_rules.is_failing,
        decisions.verdict,
        decisions.evidence,
        doubtful.indicator_code is not null as is_doubtful,
        -- What a correction mended was settled by the corrections that changed a figure in the rule.
        case
            when decisions.verdict is null then false
            when not failed_rules.is_failing or {{ is_correction('decisions.verdict') }}
                then
                    not failed_rules.is_failing
                    and {{ is_correction('decisions.verdict') }}
                    and concerned.is_changed
            when decisions.rule_ids is null then decisions.verdict <> 'confirmed'
            else {{ has_word('decisions.rule_ids', 'concerned.rule_id') }}
        end as is_decided
    from concerned
    inner join failed_rules
        on
            concerned.report_id = failed_rules.report_id
            and concerned.rule_id = failed_rules.rule_id
    left join doubtful
        on
            concerned.report_id = doubtful.report_id
            and concerned.indicator_code = doubtful.indicator_code
    left join decisions
        on
            concerned.report_id = decisions.report_id
            and concerned.indicator_code = decisions.indicator_code

),

suspected as (

    select
        *,
        case
            when not is_in_rule then false
            when is_decided
                then {{ is_correction('verdict') }} or verdict in ('source_inconsistent', 'undecided')
            else
                is_failing and is_in_appendix and is_doubtful
                and coalesce(verdict, 'undecided') = 'undecided'
        end as is_suspected
    from weighed

),

counted as (

    select
        *,
        sum(case when is_in_appendix then 1 else 0 end)
            over (partition by report_id, rule_id) as figures_in_appendix,
        sum(case when is_suspected then 1 else 0 end)
            over (partition by report_id, rule_id) as figures_suspected,
        sum(case when is_decided and verdict = 'undecided' then 1 else 0 end)
            over (partition by report_id, rule_id) as times_undecided,
        sum(
            case
                when is_decided and verdict <> 'undecided' and not {{ is_correction('verdict') }} then 1
                else 0
            end
        )
            over (partition by report_id, rule_id) as times_explained
    from suspected

),

judged as (

    select
        *,
        case
            when not is_failing then 'corrected'
            when times_explained > 0 then 'explained'
            when times_undecided > 0 then 'acknowledged'
            else 'open'
        end as finding_status
    from counted

),

-- Where nobody is suspected, the only figure that could be wrong is.
final as (

    select
        report_id,
        rule_id,
        indicator_code,
        term,
        is_in_rule,
        finding_status,
        case when is_decided then verdict end as verdict,
        case when is_decided then evidence end as evidence,
        is_suspected
        or (
            figures_suspected = 0
            and figures_in_appendix = 1
            and is_in_appendix
            and finding_status in ('open', 'acknowledged')
        ) as is_blamed
    from judged

)

select * from final
