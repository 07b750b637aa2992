-- Mục nào của biểu mẫu hay thiếu số liệu hoặc còn nghi vấn nhất?
-- In which section of the form are figures most often missing or disputed?
select
    forms.form_version,
    forms.section_vi,
    count(*) as figures,
    count(*) filter (where figures.value_status = 'missing') as missing,
    count(*) filter (where figures.value_status = 'disputed') as disputed,
    round(avg(case when figures.value_status in ('missing', 'disputed') then 100 else 0 end), 1) as pct
from {{ ref('fct_indicator_values') }} as figures
inner join {{ ref('dim_indicator') }} as forms using (form_version, indicator_code)
group by forms.form_version, forms.section_code, forms.section_vi
order by pct desc, forms.form_version asc, forms.section_vi asc
