with

unit_periods as (

    select * from {{ ref('dim_unit_period') }}
    where report_period = 'year'

),

final as (

    select
        unit_code,
        report_year,
        period_end as year_end,
        unit_name_vi,
        unit_name_en,
        unit_type_vi,
        full_name_vi,
        unit_level,
        province_code,
        province_name_vi,
        commune_count,
        ended_on,
        valid_from,
        search_key,
        sort_key_vi
    from unit_periods

)

select * from final
