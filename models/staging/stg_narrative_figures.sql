with

narrative_figures as (

    select * from {{ landed('narrative_figures') }}

),

final as (

    select
        report_id,
        cast(figure_number as integer) as figure_number,
        figure_source,
        concept,
        indicator_code,
        {{ composed('raw_text') }} as raw_text,
        cast(value as decimal(18, 4)) as value,
        cast(decimals as integer) as decimals,
        cast(page as integer) as page,
        cast(line_from as integer) as line_from,
        cast(line_to as integer) as line_to,
        {{ composed('words') }} as words
    from narrative_figures

)

select * from final
