-- Lời văn còn nêu những số nào mà biểu mẫu không hỏi?
-- Which figures does the narrative tell that the form does not ask for?
select
    told.report_id,
    told.concept,
    told.value,
    told.source_page,
    told.words
from {{ ref('fct_narrative_figures') }} as told
left join {{ ref('dim_indicator') }} as asked using (concept)
where asked.concept is null
order by told.report_id, told.figure_number
