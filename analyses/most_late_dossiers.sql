-- Những huyện nào giải quyết trễ hạn nhiều hồ sơ nhất, là bao nhiêu hồ sơ?
-- Which districts resolved most dossiers late, and how many is that?
select
    report_year,
    unit_name_vi,
    value as on_time_pct,
    denominator - numerator as dossiers_late,
    is_inconsistent
from {{ ref('rpt_unit_ratios') }}
where ratio_id = 'dossiers_on_time_pct' and report_period = 'year' and unit_level = 'district'
order by dossiers_late desc nulls last, report_year asc, unit_name_vi asc
limit 10
