-- The codes that the figures use, with their names in both languages; of the figures that sdmx.py has gathered in `observed`.
with indicators as (
    select
        concept, label_en, label_vi, qualifier_vi,
        row_number() over (partition by concept order by form_version desc, position) as place
    from marts.dim_indicator
    where concept in (select INDICATOR from observed)
),

-- A code that stood for several units in the course of time (15: Yên Bái, then Lào Cai) names them all, with their years.
names as (
    select
        concat('GSO_', unit_code) as code, full_name_vi, unit_name_en, min(valid_from) as first_day,
        case when bool_or(valid_to is null) then null else max(valid_to) end as last_day
    from marts.dim_administrative_unit
    where concat('GSO_', unit_code) in (select REF_AREA from observed)
    group by unit_code, full_name_vi, unit_name_en
),

units as (
    select
        code,
        case
            when count(*) over (partition by code) = 1 then ''
            when last_day is null then concat(' (', first_day, ' –)')
            else concat(' (', first_day, ' – ', last_day, ')')
        end as days,
        full_name_vi, unit_name_en, first_day
    from names
)

select
    'CL_REF_AREA' as code_list, code,
    string_agg(concat(unit_name_en, days), '; ' order by first_day, full_name_vi) as name_en,
    string_agg(concat(full_name_vi, days), '; ' order by first_day, full_name_vi) as name_vi
from units
group by code
union all
select
    'CL_INDICATOR', concept, label_en, concat(label_vi, coalesce(concat(' (', qualifier_vi, ')'), ''))
from indicators
where place = 1
union all
select 'CL_UNIT_MEASURE', UNIT_MEASURE, min(unit_en), string_agg(distinct unit_vi, '; ' order by unit_vi)
from observed
where UNIT_MEASURE is not null
group by UNIT_MEASURE
union all
select distinct 'CL_OBS_STATUS', obs_status, name_en, name_vi
from observation_statuses
union all
select 'CL_VALUE_STATUS', upper(code), word_en, word_vi
from marts.dim_code_word
where code_list = 'value_status'
order by all
