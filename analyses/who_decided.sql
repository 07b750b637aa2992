-- Ai đã quyết định bao nhiêu ô, với kết luận gì?
-- Who decided on how many cells, and with which verdict?
select
    decisions.decided_by,
    words.word_vi as verdict,
    count(*) as cells,
    count(decisions.withdrawn_on) as withdrawn,
    max(decisions.decided_on) as last_decided_on
from {{ ref('fct_adjudications') }} as decisions
inner join {{ ref('dim_code_word') }} as words
    on decisions.verdict = words.code and words.code_list = 'verdict'
group by decisions.decided_by, words.word_vi
order by cells desc, decisions.decided_by asc, verdict asc
