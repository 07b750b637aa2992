-- Mỗi quy tắc bị vi phạm ở bao nhiêu phần trăm báo cáo xét được?
-- In what share of the reports on which it can be judged does each rule fail?
select
    rules.rule_id,
    rules.words_vi,
    count(*) filter (where results.result = 'fail') as failed,
    count(*) as judged,
    round(100.0 * count(*) filter (where results.result = 'fail') / count(*), 1) as failed_pct
from {{ ref('fct_rule_results') }} as results
inner join {{ ref('dim_rule') }} as rules using (rule_id)
where results.result in ('pass', 'fail')
group by rules.rule_id, rules.words_vi
order by failed_pct desc, rules.rule_id asc
