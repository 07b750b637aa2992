{# The rules, read from the seeds while dbt compiles, by rule_id; none where there is no database to ask:
     [{'rule_id', 'arithmetic', 'comparison', 'constant', 'tolerance',
       'sides': {'observed': [{'coefficient', 'figure'}], 'expected': […], 'whole': […]}}]
   A figure is {'figure_source', 'concept', 'measure'}; a comparison has no whole. #}
{% macro rules_with_terms() -%}
    {%- set side_by_role = {
        'left': 'observed', 'percent': 'observed', 'right': 'expected', 'part': 'expected', 'whole': 'whole',
    } -%}
    {%- set asked -%}
        select
            rules.rule_id,
            rule_kinds.arithmetic,
            rules.comparison,
            rules.constant,
            rules.tolerance,
            terms.role,
            terms.coefficient,
            terms.figure_source,
            terms.concept,
            terms.measure
        from {{ ref('stg_rules') }} as rules
        left join {{ ref('stg_rule_kinds') }} as rule_kinds on rules.kind = rule_kinds.kind
        left join {{ ref('stg_rule_terms') }} as terms on rules.rule_id = terms.rule_id
        order by rules.rule_id, terms.term
    {%- endset -%}
    {%- set rules = {} -%}
    {%- for row in (run_query(asked).rows if execute else []) -%}
        {%- set rule = rules.setdefault(row.rule_id, {
            'rule_id': row.rule_id,
            'arithmetic': row.arithmetic,
            'comparison': row.comparison,
            'constant': row.constant,
            'tolerance': row.tolerance,
            'sides': {'observed': [], 'expected': []},
        }) -%}
        {%- if row.role in side_by_role -%}
            {%- set figure = {
                'figure_source': row.figure_source, 'concept': row.concept, 'measure': row.measure
            } -%}
            {%- do rule.sides.setdefault(side_by_role[row.role], []).append(
                {'coefficient': row.coefficient, 'figure': figure}
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(rules.values() | list) }}
{%- endmacro %}
