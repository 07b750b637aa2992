{# The column holds codes of one list of seeds/reference/code_words.csv, or NULL: each code with its words. #}
{% test has_words(model, column_name, code_list) %}

select
    'a code without words: add it to list {{ code_list }} of seeds/reference/code_words.csv' as problem,
    codes.{{ column_name }} as code,
    count(*) as rows_found
from {{ model }} as codes
left join {{ ref('dim_code_word') }} as words
    on codes.{{ column_name }} = words.code and words.code_list = '{{ code_list }}'
where codes.{{ column_name }} is not null and words.code is null
group by codes.{{ column_name }}

{% endtest %}
