with

form_rows as (

    select * from {{ ref('form_rows') }}

),

final as (

    select
        cast(row_number() over (order by form_version, indicator_code) as integer) as form_row,
        form_version,
        cast(position as integer) as position,
        indicator_code,
        number,
        parent_code,
        section_code,
        answer_type,
        concept,
        case when concept is not null then cast(dense_rank() over (order by concept) as integer) end
            as concept_number,
        {{ composed('label_vi') }} as label_vi,
        {{ composed('qualifier_vi') }} as qualifier_vi,
        label_en,
        {{ composed('unit_vi') }} as unit_vi,
        unit_en,
        may_pass_100,
        fact_table,
        fact_column,
        fact_base_column,
        fact_row
    from form_rows

)

select * from final
