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
        ratio_id,
        concept
    from terms
    union all
    select
        ratio_id,
        percent_concept as concept
    from terms
    where percent_concept is not null
    union all
    select
        ratio_id,
        printed_concept as concept
    from ratios
    where printed_concept is not null
    union all
    select
        'province_sums' as ratio_id,
        concept
    from sums

)

select
    ratio_id,
    concept as wrong
from named_concepts
where concept not in (select asked_concepts.concept from asked_concepts)

union all

select
    ratios.ratio_id,
    'a part without terms' as wrong
from ratios
left join terms on ratios.ratio_id = terms.ratio_id
group by ratios.ratio_id
having count(distinct terms.part) <> 2

union all

select
    terms.ratio_id,
    concat('term ', terms.term) as wrong
from terms
left join ratios on terms.ratio_id = ratios.ratio_id
where
    ratios.ratio_id is null
    or terms.part not in ('numerator', 'denominator')
    or terms.reading not in ('figure', 'share', 'plan')
    or (terms.reading = 'figure') <> (terms.percent_concept is null)

union all

select
    concept as ratio_id,
    'summed or not, and why' as wrong
from sums
where may_be_summed is null or may_be_summed <> (reason_en is null) or may_be_summed <> (reason_vi is null)

union all

select
    ratio_id,
    rank_first as wrong
from ratios
where rank_first not in ('highest', 'lowest')
