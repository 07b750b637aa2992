with

record_entries as (

    select * from {{ ref('record_entries') }}

),

final as (

    select
        report_id,
        cast(entry_number as integer) as entry_number,
        act,
        subject,
        signed_by,
        cast(signed_on as date) as signed_on,
        {{ composed('reason') }} as reason,
        {{ composed('changes') }} as changes,
        content_sha256,
        follows,
        entry_sha256
    from record_entries

)

select * from final
