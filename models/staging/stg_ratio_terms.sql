with

ratio_terms as (

    select * from {{ ref('ratio_terms') }}

),

final as (

    select
        ratio_id,
        term,
        part,
        coefficient,
        reading,
        concept,
        percent_concept
    from ratio_terms

)

select * from final
