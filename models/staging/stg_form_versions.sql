with

form_versions as (

    select * from {{ ref('form_versions') }}

),

final as (

    select
        form_version,
        {{ composed('name_vi') }} as name_vi,
        name_en,
        government_levels,
        cast(first_year as integer) as first_year,
        cast(last_year as integer) as last_year,
        {{ composed('source') }} as source
    from form_versions

)

select * from final
