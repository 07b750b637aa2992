with

unit_successors as (

    select * from {{ ref('stg_unit_successors') }}

),

units as (

    select * from {{ ref('int_unit_validities') }}

),

first_days as (

    select
        unit_code,
        min(valid_from) as first_day
    from units
    group by unit_code

),

counted as (

    select
        unit_code as predecessor_code,
        successor_code,
        succeeded_on,
        coverage,
        count(*) over (partition by unit_code, succeeded_on) as successor_count,
        count(*) over (partition by successor_code, succeeded_on) as predecessor_count,
        sum(case when coverage = 'part' then 1 else 0 end)
            over (partition by successor_code, succeeded_on) as parts,
        source
    from unit_successors

),

final as (

    select
        counted.predecessor_code,
        counted.successor_code,
        counted.succeeded_on,
        counted.coverage,
        cast(counted.successor_count as integer) as successor_count,
        cast(counted.predecessor_count as integer) as predecessor_count,
        case
            when first_days.first_day < counted.succeeded_on then 'enlarged'
            when counted.parts > 0 then 'parts'
            when counted.predecessor_count > 1 then 'merged'
            else 'same_area'
        end as succession_kind,
        counted.source
    from counted
    left join first_days on counted.successor_code = first_days.unit_code

)

select * from final
