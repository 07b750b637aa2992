-- What the rows of a form say of the facts that their figures go to can be done: names that can be columns,
-- in the long fact under a subject that has words, and a place for each figure alone. Other columns are
-- judged where they are read (dim_indicator, cchc.reference.form), a wide fact's columns by its own test.
with

form_rows as (

    select * from {{ ref('stg_form_rows') }}

),

subjects as (

    select * from {{ ref('stg_code_words') }}
    where code_list = 'subject'

),

placed as (

    select * from form_rows
    where fact_table is not null

),

in_long_fact as (

    select
        *,
        split_part(split_part(coalesce(fact_row, ''), ';', 1), '=', 2) as subject
    from placed
    where fact_table = 'fct_subject_figures'

),

shared_places as (

    select
        form_version,
        fact_table,
        fact_column,
        coalesce(fact_row, '') as fact_row
    from placed
    group by form_version, fact_table, fact_column, coalesce(fact_row, '')
    having count(*) > 1

),

problems as (

    select
        form_version,
        indicator_code,
        fact_column,
        fact_row,
        'a figure that goes to a fact has an answer_type, a concept and a fact_column' as problem
    from placed
    where
        {{ is_no_code('answer_type', 'answer_type') }}
        or answer_type in ('section', 'header')
        or concept is null
        or fact_column is null

    union all

    select
        form_version,
        indicator_code,
        fact_column,
        fact_row,
        'fact_base_column is of a ratio alone' as problem
    from placed
    where fact_base_column is not null and answer_type <> 'ratio'

    union all

    select
        form_version,
        indicator_code,
        fact_column,
        fact_row,
        'fact_column must be small letters, digits and _, and no column of all subjects' as problem
    from in_long_fact
    where
        regexp_replace(fact_column, '^[a-z][a-z0-9_]*$', '') <> ''
        or fact_column in (
            'unit_code', 'unit_name_vi', 'province_name_vi', 'report_year', 'report_period', 'row_key',
            'report_id', 'row_status', 'disputed_columns', 'corrected_columns', 'inconsistent_columns'
        )

    union all

    select
        in_long_fact.form_version,
        in_long_fact.indicator_code,
        in_long_fact.fact_column,
        in_long_fact.fact_row,
        'fact_row must be subject=NAME or subject=NAME;key=value, NAME one of code_words' as problem
    from in_long_fact
    left join subjects on in_long_fact.subject = subjects.code
    where
        subjects.code is null
        or regexp_replace(
            in_long_fact.fact_row, '^subject=[a-z][a-z0-9_]*(;[a-z][a-z0-9_]*=[a-z0-9_]+)?$', ''
        ) <> ''

    union all

    select
        placed.form_version,
        placed.indicator_code,
        placed.fact_column,
        placed.fact_row,
        'another row of the form goes to the same fact_column and fact_row' as problem
    from placed
    inner join shared_places
        on
            placed.form_version = shared_places.form_version
            and placed.fact_table = shared_places.fact_table
            and placed.fact_column = shared_places.fact_column
            and coalesce(placed.fact_row, '') = shared_places.fact_row

)

select
    problem,
    'form_rows' as seed,
    form_version,
    indicator_code,
    fact_column,
    fact_row
from problems
