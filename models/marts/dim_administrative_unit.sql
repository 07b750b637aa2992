with

unit_validities as (

    select * from {{ ref('int_unit_validities') }}

),

final as (

    select
        unit_code,
        valid_from,
        valid_to,
        unit_name_vi,
        unit_name_en,
        unit_type_vi,
        full_name_vi,
        unit_level,
        province_code,
        province_name_vi,
        commune_count,
        successor_codes,
        search_key,
        sort_key_vi,
        source
    from unit_validities

)

select * from final
