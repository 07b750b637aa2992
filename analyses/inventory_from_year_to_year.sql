-- Số thủ tục đang có hiệu lực có khớp với năm trước cộng công bố mới trừ bãi bỏ không?
-- Do the procedures in force agree with last year's plus those published less those repealed?
with

inventories as (

    select * from {{ ref('fct_tthc_inventory') }}
    where report_period = 'year'

),

beside_last_year as (

    select
        this_year.unit_code,
        this_year.report_year,
        last_year.procedures_in_force as in_force_last_year,
        this_year.procedures_published,
        this_year.procedures_repealed,
        this_year.procedures_in_force
    from inventories as this_year
    left join inventories as last_year
        on
            this_year.unit_code = last_year.unit_code
            and this_year.report_year = last_year.report_year + 1

),

expected as (

    select
        *,
        in_force_last_year + procedures_published - procedures_repealed as procedures_expected
    from beside_last_year

)

select
    unit_code,
    report_year,
    in_force_last_year,
    procedures_published,
    procedures_repealed,
    procedures_expected,
    procedures_in_force,
    procedures_in_force - procedures_expected as difference
from expected
order by unit_code, report_year
