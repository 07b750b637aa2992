with

whole_numbers as (

    {{ whole_numbers(4) }}

),

final as (

    select
        {{ days_after("cast('2010-01-01' as date)", 'whole_number') }} as calendar_day
    from whole_numbers

)

select * from final
