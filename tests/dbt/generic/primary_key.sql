{# The columns together name one row: no null in any of them, no row twice. Rows that are alike have one hash,
   and hashes are soon counted: the columns themselves are compared only where a hash stands twice or a part is empty.
     listed_in   of a long table, a short one that lists what its last column may hold: rows are then grouped by the other
                 columns alone, and of each group the numbers of the last are counted, a thousand at a time; a name that is
                 not listed has a group of its own. So the table is read once, which may be a long view. #}
{% test primary_key(model, columns, listed_in=none) %}

with

{% if listed_in %}
{%- set name, others = columns | last, columns[:-1] -%}
listed as (

    select
        {{ name }} as listed_name,
        row_number() over (order by {{ name }}) as listed_number
    from {{ listed_in }}
    group by {{ name }}

),

numbered as (

    select
        keyed.*,
        listed.listed_number {{ whole_division() }} 1024 as listed_thousand,
        cast(listed.listed_number % 1024 as integer) as place_in_thousand,
        case when listed.listed_number is null then keyed.{{ name }} end as name_not_listed
    from {{ model }} as keyed
    left join listed on keyed.{{ name }} = listed.listed_name

),

counted as (

    select
        {{ others | join(', ') }},
        name_not_listed,
        listed_thousand is null and name_not_listed is null as is_nameless,
        count(*) as rows_found,
        greatest({{ distinct_numbers('place_in_thousand') }}, 1) as names_found
    from numbered
    group by {{ others | join(', ') }}, listed_thousand, name_not_listed

)

select
    case
        when is_nameless or {{ others | join(' is null or ') }} is null then 'a part of the key is empty'
        else 'a key that several rows have: there are fewer names in {{ name }} than rows'
    end as problem,
    {{ others | join(', ') }},
    name_not_listed,
    rows_found,
    names_found
from counted
where rows_found > names_found or is_nameless or {{ others | join(' is null or ') }} is null
{%- else -%}
suspect_hashes as (

    select {{ row_hash(columns) }} as row_hash
    from {{ model }}
    group by {{ row_hash(columns) }}
    having
        count(*) > 1
        or max(case when {{ columns | join(' is null or ') }} is null then 1 else 0 end) = 1

),

suspects as (

    select {{ columns | join(', ') }}
    from {{ model }}
    where {{ row_hash(columns) }} in (select suspect_hashes.row_hash from suspect_hashes)

)

select
    case when count(*) > 1 then 'a key that several rows have' else 'a part of the key is empty' end as problem,
    {{ columns | join(', ') }},
    count(*) as rows_found
from suspects
group by {{ columns | join(', ') }}
having count(*) > 1 or {{ columns | join(' is null or ') }} is null
{%- endif %}

{% endtest %}
