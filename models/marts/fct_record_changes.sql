with

record_entries as (

    select * from {{ ref('stg_record_entries') }}

),

final as (

    select
        report_id,
        entry_number,
        act,
        subject,
        signed_by,
        signed_on,
        reason,
        changes,
        content_sha256,
        entry_sha256
    from record_entries
    where act in ('sealed', 'changed')

)

select * from final
