with

rules as (

    select * from {{ ref('stg_rules') }}

),

final as (

    select
        rule_id,
        kind,
        severity,
        expression,
        words_en,
        words_vi,
        comparison,
        constant,
        tolerance,
        source
    from rules

)

select * from final
