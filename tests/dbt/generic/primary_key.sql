{# The columns together name one row: no null in any of them, no row twice. One query for the whole key. #}
{% test primary_key(model, columns) %}

select
    case when count(*) > 1 then 'a key that several rows have' else 'a part of the key is empty' end as problem,
    {{ columns | join(', ') }},
    count(*) as rows_found
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 or {{ columns | join(' is null or ') }} is null

{% endtest %}
