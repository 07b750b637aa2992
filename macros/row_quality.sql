{# How far a fact's row can be relied on, out of its cells (see fact_cells): the worst status of its figures,
   and the names of the columns that are disputed, corrected or part of a contradiction of the district's own. #}
{% macro row_quality() -%}
    case
        when max(case when value_status = 'disputed' then 1 else 0 end) = 1 then 'disputed'
        when max(case when value_status = 'missing' then 1 else 0 end) = 1 then 'missing'
        when max(case when value_status = 'corrected' then 1 else 0 end) = 1 then 'corrected'
        else 'reported'
    end as row_status,
    {{ comma_list("case when value_status = 'disputed' then fact_column end") }} as disputed_columns,
    {{ comma_list("case when value_status = 'corrected' then fact_column end") }} as corrected_columns,
    {{ comma_list("case when is_inconsistent then fact_column end") }} as inconsistent_columns
{%- endmacro %}
