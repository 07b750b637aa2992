{# How a long model is kept that is sooner made than written: docs/decisions/0015-long-marts-are-made-when-read.md.
   DuckDB makes it for each reader, Spark once. #}
{% macro made_when_read() -%}
    {{ adapter.dispatch('made_when_read')() }}
{%- endmacro %}

{% macro duckdb__made_when_read() -%}
    view
{%- endmacro %}

{% macro spark__made_when_read() -%}
    table
{%- endmacro %}
