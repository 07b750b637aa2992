with

reports as (

    select * from {{ ref('int_reports') }}

),

indicator_rows as (

    select * from {{ ref('stg_indicator_rows') }}

),

indicator_status as (

    select * from {{ ref('int_indicator_status') }}

),

unit_periods as (

    select * from {{ ref('int_unit_periods') }}

),

row_counts as (

    select
        {% for status in ['clear', 'doubtful', 'unreadable', 'blank', 'not_found'] -%}
        cast(sum(case when read_status = '{{ status }}' then 1 else 0 end) as integer)
            as rows_{{ status }},
        {% endfor -%}
        report_id
    from indicator_rows
    group by report_id

),

known_counts as (

    select
        report_id,
        count(*) as rows_asked,
        sum(case when value_status in ('reported', 'corrected') then 1 else 0 end) as rows_known
    from indicator_status
    group by report_id

),

final as (

    select
        reports.report_id,
        reports.unit_code,
        unit_periods.unit_name_vi,
        unit_periods.province_name_vi,
        reports.report_year,
        reports.report_period,
        reports.period_end,
        reports.form_version,
        reports.document_number,
        reports.signed_on,
        reports.source_file,
        reports.source_sha256,
        reports.source_format,
        coalesce(row_counts.rows_clear, 0) as rows_clear,
        coalesce(row_counts.rows_doubtful, 0) as rows_doubtful,
        coalesce(row_counts.rows_unreadable, 0) as rows_unreadable,
        coalesce(row_counts.rows_blank, 0) as rows_blank,
        coalesce(row_counts.rows_not_found, 0) as rows_not_found,
        cast(coalesce(known_counts.rows_asked, 0) as integer) as rows_asked,
        cast(coalesce(known_counts.rows_known, 0) as integer) as rows_known,
        {{ percent_of('known_counts.rows_known', 'known_counts.rows_asked') }} as known_pct,
        reports.report_status,
        reports.is_sample
    from reports
    left join unit_periods
        on
            reports.unit_code = unit_periods.unit_code
            and reports.report_year = unit_periods.report_year
            and reports.report_period = unit_periods.report_period
    left join row_counts on reports.report_id = row_counts.report_id
    left join known_counts on reports.report_id = known_counts.report_id

)

select * from final
