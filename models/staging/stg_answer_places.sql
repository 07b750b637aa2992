with

answer_places as (

    select * from {{ landed('answer_places') }}

),

final as (

    select
        report_id,
        indicator_code,
        doubt,
        {{ composed('doubt_about') }} as doubt_about,
        table_kind,
        cast(table_number as integer) as table_number,
        cast(table_row as integer) as table_row,
        cast(table_column as integer) as table_column,
        cast(box_left as decimal(18, 4)) as box_left,
        cast(box_top as decimal(18, 4)) as box_top,
        cast(box_right as decimal(18, 4)) as box_right,
        cast(box_bottom as decimal(18, 4)) as box_bottom,
        box_unit
    from answer_places

)

select * from final
