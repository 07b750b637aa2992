{%- from 'words.jinja' import words -%}
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
            and figures.report_period = changes.report_period
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
    compared.value_status as value_status_code,
    coalesce(
        case when compared.value_status = 'corrected' then {{ words('correction', 'compared.verdict') }} end,
        {{ words('value_status', 'compared.value_status') }}
    ) as value_status,
    case when compared.is_inconsistent then {{ words('contradiction', "'is_inconsistent'") }} end as contradiction,
    compared.read_status as read_status_code,
    {{ words('read_status', 'compared.read_status') }} as read_status,
    compared.report_status as report_status_code,
    {{ words('reporting_status', 'compared.report_status') }} as report_status,
    compared.report_id,
    concat(
        'trang ' || compared.source_page, ', dòng ' || compared.source_line_from, '–' || compared.source_line_to
    ) as source
from compared
inner join named_units on compared.unit_code = named_units.unit_code and compared.report_year = named_units.report_year
