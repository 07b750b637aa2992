{# Every ratio has both its parts, every term belongs to a ratio and is read in a known way, and every concept
   named in the seeds of comparison is asked by some form. A row returned names what is wrong. #}
with

ratios as (

    select * from {{ ref('stg_ratios') }}

),

terms as (

    select * from {{ ref('stg_ratio_terms') }}

),

sums as (

    select * from {{ ref('stg_province_sums') }}

),

form_rows as (

    select * from {{ ref('stg_form_rows') }}

),

asked_concepts as (

    select distinct concept from form_rows
    where concept is not null

),

named_concepts as (

    select
        'ratio_terms' as seed,
        ratio_id,
        concept
    from terms
    union all
    select
        'ratio_terms' as seed,
        ratio_id,
        percent_concept as concept
    from terms
    where percent_concept is not null
    union all
    select
        'ratios' as seed,
        ratio_id,
        printed_concept as concept
    from ratios
    where printed_concept is not null
    union all
    select
        'province_sums' as seed,
        null as ratio_id,
        concept
    from sums

),

problems as (

    select
        concat('no form asks for ', concept) as problem,
        seed,
        ratio_id,
        null as term,
        case when seed = 'province_sums' then concept end as concept
    from named_concepts
    where concept not in (select asked_concepts.concept from asked_concepts)

    union all

    select
        'a part without terms' as problem,
        'ratios' as seed,
        ratios.ratio_id,
        null as term,
        null as concept
    from ratios
    left join terms on ratios.ratio_id = terms.ratio_id
    group by ratios.ratio_id
    having count(distinct terms.part) <> 2

    union all

    select
        'a term of no ratio, or of a part or reading that there is not' as problem,
        'ratio_terms' as seed,
        terms.ratio_id,
        terms.term,
        terms.concept
    from terms
    left join ratios on terms.ratio_id = ratios.ratio_id
    where
        ratios.ratio_id is null
        or terms.part not in ('numerator', 'denominator')
        or terms.reading not in ('figure', 'share', 'plan')
        or (terms.reading = 'figure') <> (terms.percent_concept is null)

    union all

    -- A plan has bounds, which a total takes as those of its denominator.
    select
        'a plan elsewhere than whole in a denominator' as problem,
        'ratio_terms' as seed,
        ratio_id,
        term,
        concept
    from terms
    where reading = 'plan' and (part <> 'denominator' or coefficient <> 1)

    union all

    select
        'summed or not, and why' as problem,
        'province_sums' as seed,
        null as ratio_id,
        null as term,
        concept
    from sums
    where
        may_be_summed is null
        or may_be_summed <> (reason_en is null)
        or may_be_summed <> (reason_vi is null)

    union all

    select
        'rank_first is neither highest nor lowest' as problem,
        'ratios' as seed,
        ratio_id,
        null as term,
        null as concept
    from ratios
    where {{ is_no_code('rank_first', 'rank_first') }}

)

select
    problem,
    seed,
    ratio_id,
    term,
    concept
from problems
