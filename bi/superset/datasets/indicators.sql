with

{% include 'named_units.jinja' %},

figures as (

    select
        figures.*,
        indicators.section_code,
        indicators.section_vi,
        indicators.section_en,
        indicators.position,
        indicators.label_vi,
        indicators.label_en,
        indicators.qualifier_vi,
        indicators.unit_vi,
        indicators.unit_en,
        reports.report_status,
        decisions.verdict
    from marts.fct_indicator_values as figures
    inner join marts.dim_indicator as indicators
        on figures.form_version = indicators.form_version and figures.indicator_code = indicators.indicator_code
    inner join marts.dim_report as reports on figures.report_id = reports.report_id
    left join marts.fct_adjudications as decisions on figures.adjudication_id = decisions.adjudication_id
    where figures.report_period = 'year'

),

-- The year before, where the two may be compared at all.
compared as (

    select
        figures.*,
        changes.previous_value,
        changes.change,
        changes.change_pct,
        changes.reason_vi || ' / ' || changes.reason_en as not_compared
    from figures
    left join marts.rpt_year_over_year as changes
        on
            figures.unit_code = changes.unit_code
            and figures.report_year = changes.report_year
            and figures.concept = changes.concept

)

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    cast(compared.report_year as varchar) as report_year,
    concat(compared.section_code, '. ', compared.section_vi, ' / ', compared.section_en) as subject,
    compared.position,
    compared.indicator_code,
    concat(compared.label_vi, coalesce(' (' || compared.qualifier_vi || ')', ''), ' / ', compared.label_en) as indicator,
    concat(compared.unit_vi, ' / ', compared.unit_en) as unit_of_measure,
    compared.value,
    compared.base_value,
    compared.previous_value,
    compared.change,
    round(compared.change_pct, 2) as change_pct,
    compared.not_compared,
    case compared.value_status
        when 'reported' then 'Theo báo cáo / Reported'
        when 'corrected'
            then
                case compared.verdict
                    when 'district_corrected' then 'Huyện đính chính / Corrected by the district'
                    else 'Đọc sai, đã sửa / Misread, corrected'
                end
        when 'disputed' then 'Còn nghi vấn / Disputed'
        else 'Thiếu / Missing'
    end as value_status,
    case when compared.is_inconsistent then 'Mâu thuẫn trong báo cáo / The report contradicts itself' end as contradiction,
    case compared.read_status
        when 'clear' then 'Rõ / Clear'
        when 'doubtful' then 'Nghi ngờ / Doubtful'
        when 'unreadable' then 'Không đọc được / Unreadable'
        when 'blank' then 'Để trống / Blank'
        else 'Không tìm thấy khi đọc / Not found'
    end as read_status,
    case compared.report_status when 'held' then 'Tạm giữ / Held' else 'Đã phát hành / Released' end as report_status,
    compared.report_id,
    concat(
        'tr. ' || compared.source_page, ' d. ' || compared.source_line_from, '–' || compared.source_line_to
    ) as source
from compared
inner join named_units on compared.unit_code = named_units.unit_code and compared.report_year = named_units.report_year
