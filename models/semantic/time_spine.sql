with

digits as (

    select 0 as digit
    {% for digit in range(1, 10) -%}
    union all
    select {{ digit }} as digit
    {% endfor %}
),

final as (

    select
        cast('2010-01-01' as date)
        + cast(thousands.digit * 1000 + hundreds.digit * 100 + tens.digit * 10 + ones.digit as integer)
            as calendar_day
    from digits as thousands
    cross join digits as hundreds
    cross join digits as tens
    cross join digits as ones

)

select * from final
