{%- from 'words.jinja' import words -%}
with

{% include 'named_units.jinja' %},

-- One row: how the release is marked on the page.
release as (

    select
        release_id,
        case
            when is_sample
                then
                    '<span style="background:#b71c1c;color:#fff;font-weight:700;padding:3px 12px;border-radius:4px">'
                    || 'MẪU – SỐ LIỆU GIẢ LẬP / SAMPLE – MADE-UP FIGURES</span>'
            else 'Số liệu thật / Real figures'
        end as figures_are
    from release.release

)

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    named_units.sort_key_vi,
    cast(status.report_year as varchar) as report_year,
    status.reporting_status as reporting_status_code,
    {{ words('reporting_status', 'status.reporting_status') }} as reporting_status,
    release.release_id,
    release.figures_are
from marts.fct_reporting_status as status
inner join named_units on status.unit_code = named_units.unit_code and status.report_year = named_units.report_year
cross join release
where status.report_period = 'year'
