-- Quy tắc nào hay bị vi phạm nhất?
-- Which rules fail most often?
with

results as (

    select * from {{ ref('fct_rule_results') }}

),

rules as (

    select * from {{ ref('dim_rule') }}

)

select
    results.rule_id,
    rules.severity,
    sum(case when results.result = 'fail' then 1 else 0 end) as failed,
    sum(case when results.result = 'pass' then 1 else 0 end) as passed,
    sum(case when results.result = 'not_evaluable' then 1 else 0 end) as not_evaluable,
    max(rules.words_vi) as words_vi
from results
inner join rules on results.rule_id = rules.rule_id
group by results.rule_id, rules.severity
order by failed desc, results.rule_id asc
