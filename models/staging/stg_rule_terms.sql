with

rule_terms as (

    select * from {{ ref('rule_terms') }}

),

final as (

    select
        rule_id,
        cast(term as integer) as term,
        role,
        cast(coalesce(coefficient, 1) as decimal(18, 6)) as coefficient,
        figure_source,
        concept,
        measure
    from rule_terms

)

select * from final
