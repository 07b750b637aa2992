with

indicator_rows as (

    select * from {{ landed('indicator_rows') }}

),

final as (

    select
        report_id,
        form_version,
        indicator_code,
        {{ composed('raw_unit') }} as raw_unit,
        {{ composed('raw_value') }} as raw_value,
        {{ composed('raw_note') }} as raw_note,
        cast(value as decimal(18, 4)) as value,
        cast(base_value as decimal(18, 4)) as base_value,
        cast(decimals as integer) as decimals,
        read_status,
        cast(confidence as decimal(18, 4)) as confidence,
        cast(page as integer) as page,
        cast(line_from as integer) as line_from,
        cast(line_to as integer) as line_to
    from indicator_rows

)

select * from final
