with

rules as (

    select * from {{ ref('rules') }}

),

final as (

    select
        rule_id,
        kind,
        comparison,
        cast(coalesce(constant, 0) as decimal(18, 4)) as constant,
        cast(coalesce(tolerance, 0) as decimal(18, 4)) as tolerance,
        severity,
        expression,
        words_en,
        {{ composed('words_vi') }} as words_vi,
        source
    from rules

)

select * from final
