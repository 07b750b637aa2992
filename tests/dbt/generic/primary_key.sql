{# The columns together name one row: no null in any of them, no row twice. Rows that are alike have one hash,
   and hashes are soon counted: the columns themselves are compared only where a hash stands twice or a part is empty,
   so that a sound table is read once. #}
{% test primary_key(model, columns) %}

with

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

{% endtest %}
