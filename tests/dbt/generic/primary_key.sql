{# The columns together name one row: no null in any of them, no row twice. Rows that are alike have one hash,
   and hashes are soon counted: the columns themselves are compared only where a hash stands twice or a part is empty,
   so that a sound table is read once.
     listed_in   of a long table, a short one that lists what its last column may hold: then only the other columns are
                 hashed, and of each hash the numbers of the last are counted. A name that is not listed is compared. #}
{% test primary_key(model, columns, listed_in=none) %}

{%- set hashed = columns[:-1] if listed_in else columns %}

with

{% if listed_in -%}
listed as (

    select
        {{ columns | last }} as listed_name,
        row_number() over (order by {{ columns | last }}) as listed_number
    from {{ listed_in }}
    group by {{ columns | last }}

),

numbered as (

    select
        keyed.*,
        listed.listed_number {{ whole_division() }} 1024 as listed_thousand,
        cast(listed.listed_number % 1024 as integer) as place_in_thousand
    from {{ model }} as keyed
    left join listed on keyed.{{ columns | last }} = listed.listed_name

),

{% endif -%}
suspect_hashes as (

    select {{ row_hash(hashed) }} as row_hash
    from {{ 'numbered' if listed_in else model }}
    group by {{ row_hash(hashed) }}{{ ', listed_thousand' if listed_in }}
    having
        count(*) > {{ distinct_numbers('place_in_thousand') if listed_in else 1 }}
        or max(case when {{ columns | join(' is null or ') }} is null then 1 else 0 end) = 1

),

suspects as (

    select {{ columns | join(', ') }}
    from {{ model }}
    where {{ row_hash(hashed) }} in (select suspect_hashes.row_hash from suspect_hashes)

)

select
    case when count(*) > 1 then 'a key that several rows have' else 'a part of the key is empty' end as problem,
    {{ columns | join(', ') }},
    count(*) as rows_found
from suspects
group by {{ columns | join(', ') }}
having count(*) > 1 or {{ columns | join(' is null or ') }} is null

{% endtest %}
