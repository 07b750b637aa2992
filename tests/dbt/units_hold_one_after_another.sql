-- A unit has one row for every day it exists; a day with two would count its reports twice.
with

units as (

    select * from {{ ref('stg_administrative_units') }}

),

problems as (

    select
        earlier.unit_code,
        earlier.valid_from,
        earlier.valid_to,
        concat('another row of the unit holds too, from ', later.valid_from, ' on') as problem
    from units as earlier
    inner join units as later
        on
            earlier.unit_code = later.unit_code
            and earlier.valid_from < later.valid_from
            and later.valid_from <= coalesce(earlier.valid_to, cast('9999-12-31' as date))

    union all

    select
        unit_code,
        valid_from,
        valid_to,
        'it ends before it begins' as problem
    from units
    where valid_to < valid_from

)

select
    problem,
    'administrative_units' as seed,
    unit_code,
    valid_from,
    valid_to
from problems
