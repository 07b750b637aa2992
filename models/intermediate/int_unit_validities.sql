with

units as (

    select * from {{ ref('stg_administrative_units') }}

),

unit_successors as (

    select * from {{ ref('stg_unit_successors') }}

),

-- A unit's province may have several validities; the one that holds last beside the unit's own names it.
provinces_by_unit as (

    select
        units.unit_code,
        units.valid_from,
        provinces.unit_name_vi as province_name_vi,
        row_number() over (
            partition by units.unit_code, units.valid_from
            order by provinces.valid_from desc
        ) as recency
    from units
    inner join units as provinces
        on
            units.province_code = provinces.unit_code
            and provinces.unit_level = 'province'
            and provinces.valid_from <= coalesce(units.valid_to, cast('9999-12-31' as date))
            and units.valid_from <= coalesce(provinces.valid_to, cast('9999-12-31' as date))

),

-- Succession belongs to the validity that ended the day before.
successor_lists as (

    select
        units.unit_code,
        units.valid_from,
        {{ joined_text('unit_successors.successor_code', ', ', 'unit_successors.successor_code') }}
            as successor_codes
    from units
    inner join unit_successors
        on
            units.unit_code = unit_successors.unit_code
            and unit_successors.succeeded_on = cast(units.valid_to + interval 1 day as date)
    group by units.unit_code, units.valid_from

),

final as (

    select
        units.unit_code,
        units.valid_from,
        units.valid_to,
        units.unit_name_vi,
        units.unit_name_en,
        units.unit_type_vi,
        concat(units.unit_type_vi, ' ', units.unit_name_vi) as full_name_vi,
        units.unit_level,
        units.province_code,
        provinces_by_unit.province_name_vi,
        units.commune_count,
        coalesce(successor_lists.successor_codes, '') as successor_codes,
        {{ search_key('units.unit_name_vi') }} as search_key,
        {{ vietnamese_sort_key('units.unit_name_vi') }} as sort_key_vi,
        units.source
    from units
    left join provinces_by_unit
        on
            units.unit_code = provinces_by_unit.unit_code
            and units.valid_from = provinces_by_unit.valid_from
            and provinces_by_unit.recency = 1
    left join successor_lists
        on
            units.unit_code = successor_lists.unit_code
            and units.valid_from = successor_lists.valid_from

)

select * from final
