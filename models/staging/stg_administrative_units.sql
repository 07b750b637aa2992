with

administrative_units as (

    select * from {{ ref('administrative_units') }}

),

final as (

    select
        unit_code,
        cast(valid_from as date) as valid_from,
        cast(valid_to as date) as valid_to,
        {{ composed('unit_name_vi') }} as unit_name_vi,
        unit_name_en,
        {{ composed('unit_type_vi') }} as unit_type_vi,
        unit_level,
        province_code,
        cast(commune_count as integer) as commune_count,
        {{ composed('source') }} as source
    from administrative_units

)

select * from final
