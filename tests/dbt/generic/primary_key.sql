{# The columns together name one row: no null in any of them, no row twice. Rows that are alike have one hash,
   and hashes are soon counted: the columns themselves are compared only where a hash stands twice or a part is empty.
   Of a long table or view rows are grouped by the other columns alone, and of each group the numbers of the last are
   counted, a thousand at a time, so that it is read once:
     is_numbered   the last column is itself a whole number from 0 on, as a line in a report
     listed_in     a short table that lists the names which the last column may hold; one that it does not list has a
                   group of its own
     code_lists    beside one of these, columns by their list in dim_code_word: what has_words asks, in the same reading #}
{% test primary_key(model, columns, listed_in=none, is_numbered=false, code_lists={}) %}

{%- set last, others = columns | last, columns[:-1] %}

with

{% if listed_in or is_numbered -%}
{% if listed_in -%}
listed as (

    select
        {{ last }} as listed_name,
        row_number() over (order by {{ last }}) as listed_number
    from {{ listed_in }}
    group by {{ last }}

),

{% endif -%}
numbered as (

    select
        keyed.*,
        {% for column in code_lists -%}
        case when {{ column }}_words.code is null then keyed.{{ column }} end as {{ column }}_without_words,
        {% endfor -%}
        {% if listed_in -%}
        listed.listed_number as place,
        case when listed.listed_number is null then keyed.{{ last }} end as name_not_listed
        {%- else -%}
        keyed.{{ last }} as place,
        cast(null as string) as name_not_listed
        {%- endif %}
    from {{ model }} as keyed
    {% if listed_in -%}
    left join listed on keyed.{{ last }} = listed.listed_name
    {% endif -%}
    {% for column, code_list in code_lists.items() -%}
    left join {{ ref('dim_code_word') }} as {{ column }}_words
        on keyed.{{ column }} = {{ column }}_words.code and {{ column }}_words.code_list = '{{ code_list }}'
    {% endfor %}
),

counted as (

    select
        {{ others | join(', ') }},
        name_not_listed,
        place {{ whole_division() }} 1024 as place_thousand,
        {% for column in code_lists -%}
        max({{ column }}_without_words) as {{ column }}_without_words,
        {% endfor -%}
        count(*) as rows_found,
        greatest({{ distinct_numbers('cast(place % 1024 as integer)') }}, 1) as keys_found
    from numbered
    group by {{ others | join(', ') }}, name_not_listed, place {{ whole_division() }} 1024

)

select
    case
        {% for column, code_list in code_lists.items() -%}
        when {{ column }}_without_words is not null
            then 'a code without words: add it to list {{ code_list }} of seeds/reference/code_words.csv'
        {% endfor -%}
        when rows_found > keys_found then 'a key that several rows have: {{ last }} is not another in each'
        else 'a part of the key is empty'
    end as problem,
    {{ others | join(', ') }},
    name_not_listed,
    {% for column in code_lists -%}
    {{ column }}_without_words,
    {% endfor -%}
    rows_found,
    keys_found
from counted
where
    {% for column in code_lists -%}
    {{ column }}_without_words is not null or
    {% endfor -%}
    rows_found > keys_found
    or (place_thousand is null and name_not_listed is null)
    or {{ others | join(' is null or ') }} is null
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
