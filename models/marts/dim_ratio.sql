with

ratios as (

    select * from {{ ref('stg_ratios') }}

),

terms as (

    select * from {{ ref('stg_ratio_terms') }}

),

term_concepts as (

    select
        ratio_id,
        concept
    from terms
    union distinct
    select
        ratio_id,
        percent_concept as concept
    from terms
    where percent_concept is not null

),

concept_lists as (

    select
        ratio_id,
        {{ comma_list('concept') }} as concepts
    from term_concepts
    group by ratio_id

),

-- A plan that is told only by what was cut of it is unknown just where nothing was: a sum leaves those out.
told_by_plan as (

    select distinct ratio_id
    from terms
    where reading = 'plan'

),

final as (

    select
        ratios.ratio_id,
        ratios.position,
        ratios.label_vi,
        ratios.label_en,
        ratios.definition_vi,
        ratios.definition_en,
        ratios.rank_first,
        ratios.printed_concept,
        concept_lists.concepts,
        told_by_plan.ratio_id is null as adds_up
    from ratios
    inner join concept_lists on ratios.ratio_id = concept_lists.ratio_id
    left join told_by_plan on ratios.ratio_id = told_by_plan.ratio_id

)

select * from final
