with

reports as (

    select * from {{ landed('reports') }}

),

final as (

    select
        report_id,
        unit_code,
        cast(report_year as integer) as report_year,
        report_period,
        form_version,
        document_number,
        cast(signed_on as date) as signed_on,
        source_file,
        source_sha256,
        source_format,
        coalesce(substr(source_file, 1, 7) = 'sample_', false) as is_sample
    from reports

)

select * from final
