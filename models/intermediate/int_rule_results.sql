with

rules as (

    select * from {{ ref('stg_rules') }}

),

term_values as (

    select * from {{ ref('int_rule_term_values') }}

),

-- A product of two decimals of 18 digits has no more than 18 in DuckDB, unless one of them is given more.
weighed as (

    select
        report_id,
        rule_id,
        evaluation,
        role,
        value,
        cast(coefficient as decimal(19, 6)) * value as weighed_value,
        decimals
    from term_values

),

sides as (

    select
        report_id,
        rule_id,
        evaluation,
        count(*) = count(value) as is_told,
        {% for role in ['left', 'right', 'percent', 'part', 'whole'] -%}
        cast(coalesce(sum(case when role = '{{ role }}' then weighed_value end), 0) as decimal(28, 10))
            as {{ role }}_sum,
        {% endfor -%}
        max(case when role = 'percent' then decimals end) as percent_decimals
    from weighed
    group by report_id, rule_id, evaluation

),

figures as (

    select
        sides.report_id,
        sides.rule_id,
        sides.evaluation,
        rules.kind,
        rules.comparison,
        -- 100 % of nothing says nothing.
        sides.is_told and not (rules.kind = 'percent_of' and sides.whole_sum = 0 and sides.part_sum = 0)
            as is_evaluable,
        sides.left_sum,
        sides.right_sum + rules.constant as right_sum,
        cast(sides.percent_sum as decimal(19, 4)) as percent_told,
        cast(sides.part_sum as decimal(19, 4)) as part,
        cast(sides.whole_sum as decimal(19, 4)) as whole,
        -- A printed percentage may miss by its rounding.
        cast(
            rules.tolerance
            + case
                when rules.kind in ('percent_of', 'whole_plan') then {{ half_unit('sides.percent_decimals') }}
                else 0
            end
            as decimal(10, 6)
        ) as tolerance
    from sides
    inner join rules on sides.rule_id = rules.rule_id

),

-- Between these whole numbers lie the plans of which the part is the percentage told.
with_plans as (

    select
        *,
        case
            when kind = 'whole_plan' then {{ least_whole_plan('part', 'percent_told', 'tolerance') }}
        end as least_plan,
        case
            when kind = 'whole_plan' then {{ greatest_whole_plan('part', 'percent_told', 'tolerance') }}
        end as greatest_plan,
        case
            when kind = 'whole_plan' and part > 0 and percent_told > 0
                then greatest(1, {{ nearest_whole_plan('part', 'percent_told') }})
        end as nearest_plan
    from figures

),

-- A percentage is tried by multiplication: percent * whole against 100 * part.
judged as (

    select
        report_id,
        rule_id,
        evaluation,
        kind,
        tolerance,
        case
            when not is_evaluable then 'not_evaluable'
            when
                case
                    when kind = 'percent_of'
                        then
                            abs(percent_told * whole - part * cast(100 as decimal(3, 0)))
                            <= tolerance * whole
                    when kind = 'whole_plan' and part <= 0 then part = 0 and abs(percent_told) <= tolerance
                    when kind = 'whole_plan' then least_plan <= coalesce(greatest_plan, least_plan)
                    when comparison = '=' then abs(left_sum - right_sum) <= tolerance
                    when comparison = '<=' then left_sum - right_sum <= tolerance
                    when comparison = '>=' then right_sum - left_sum <= tolerance
                end
                then 'pass'
            else 'fail'
        end as result,
        case
            when not is_evaluable then null
            when kind in ('percent_of', 'whole_plan') then cast(percent_told as decimal(18, 4))
            else cast(left_sum as decimal(18, 4))
        end as observed,
        case
            when not is_evaluable then null
            when kind = 'percent_of' then {{ percent_of('part', 'whole') }}
            when kind = 'whole_plan' then coalesce({{ percent_of('part', 'nearest_plan') }}, 0)
            else cast(right_sum as decimal(18, 4))
        end as expected
    from with_plans

),

as_corrected as (

    select * from judged
    where evaluation = 'as_corrected'

),

as_read as (

    select * from judged
    where evaluation = 'as_read'

),

final as (

    select
        as_corrected.report_id,
        as_corrected.rule_id,
        as_corrected.result,
        as_corrected.observed,
        as_corrected.expected,
        -- Between two document numbers or dates there is no distance.
        case
            when as_corrected.kind = 'reference' then null
            else as_corrected.observed - as_corrected.expected
        end as difference,
        as_corrected.tolerance,
        as_read.result as result_as_read,
        as_read.observed as observed_as_read,
        as_read.expected as expected_as_read
    from as_corrected
    inner join as_read
        on
            as_corrected.report_id = as_read.report_id
            and as_corrected.rule_id = as_read.rule_id

)

select * from final
