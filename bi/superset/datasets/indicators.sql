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
        reports.report_status
    from marts.fct_indicator_values as figures
    inner join marts.dim_indicator as indicators
        on figures.form_version = indicators.form_version and figures.indicator_code = indicators.indicator_code
    inner join marts.dim_report as reports on figures.report_id = reports.report_id
    where figures.report_period = 'year'

),

-- The same concept a year earlier, whatever its place on that year's form; only of a report that was released.
-- A figure that is not settled in either year gives no change.
compared as (

    select
        figures.*,
        former.value as last_year_value,
        case
            when 'disputed' not in (figures.value_status, former.value_status) then figures.value - former.value
        end as change
    from figures
    left join figures as former
        on
            figures.unit_code = former.unit_code
            and figures.concept = former.concept
            and figures.report_year = former.report_year + 1
            and former.report_status = 'released'

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
    compared.last_year_value,
    compared.change,
    round(100 * compared.change / nullif(compared.last_year_value, 0), 2) as change_pct,
    case compared.value_status
        when 'reported' then 'Theo báo cáo / Reported'
        when 'corrected' then 'Đã sửa / Corrected'
        when 'disputed' then 'Còn nghi vấn / Disputed'
        else 'Thiếu / Missing'
    end as value_status,
    case compared.read_status
        when 'clear' then 'Rõ / Clear'
        when 'doubtful' then 'Nghi ngờ / Doubtful'
        when 'unreadable' then 'Không đọc được / Unreadable'
        else 'Để trống / Blank'
    end as read_status,
    case compared.report_status when 'held' then 'Tạm giữ / Held' else 'Đã phát hành / Released' end as report_status,
    compared.report_id,
    concat(
        'tr. ' || compared.source_page, ' d. ' || compared.source_line_from, '–' || compared.source_line_to
    ) as source
from compared
inner join named_units on compared.unit_code = named_units.unit_code and compared.report_year = named_units.report_year
