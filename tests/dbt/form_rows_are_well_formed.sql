-- What the rows of a form say of the facts that their figures go to can be done: names that can be columns,
-- in the long fact under a subject that has words, and a place for each figure alone. Other columns are
-- judged where they are read (dim_indicator, cchc.reference.form), a wide fact's columns by its own test.
with

form_rows as (

    select * from {{ ref('stg_form_rows') }}

),

code_words as (

    select * from {{ ref('stg_code_words') }}

),

placed as (

    select
        *,
        fact_table = 'fct_subject_figures' as is_in_long_fact,
        split_part(split_part(coalesce(fact_row, ''), ';', 1), '=', 2) as subject,
        count(*) over (
            partition by form_version, fact_table, fact_column, coalesce(fact_row, '')
        ) as figures_there
    from form_rows
    where fact_table is not null

),

judged as (

    select
        'form_rows' as seed,
        placed.form_version,
        placed.indicator_code,
        placed.fact_column,
        placed.fact_row,
        case
            when answer_types.code is null or answer_types.code in ('section', 'header')
                then 'only an answer can go to a fact'
            when placed.concept is null or placed.fact_column is null
                then 'a figure that goes to a fact has a concept and a fact_column'
            when placed.fact_base_column is not null and answer_types.code <> 'ratio'
                then 'fact_base_column is of a ratio alone'
            when placed.figures_there > 1
                then 'another row of the form goes to the same fact_column and fact_row'
            when placed.is_in_long_fact and regexp_replace(placed.fact_column, '^[a-z][a-z0-9_]*$', '') <> ''
                then 'fact_column must be a name of small letters, digits and _'
            when
                placed.is_in_long_fact and placed.fact_column in (
                    'unit_code', 'unit_name_vi', 'province_name_vi', 'report_year', 'report_period',
                    'row_key', 'report_id', 'row_status', 'disputed_columns', 'corrected_columns',
                    'inconsistent_columns'
                )
                then 'fact_column is the name of a column that every subject has'
            when
                placed.is_in_long_fact
                and (
                    subjects.code is null
                    or regexp_replace(
                        placed.fact_row, '^subject=[a-z][a-z0-9_]*(;[a-z][a-z0-9_]*=[a-z0-9_]+)?$', ''
                    ) <> ''
                )
                then 'fact_row must be subject=NAME or subject=NAME;key=value, NAME one of code_words'
        end as problem
    from placed
    left join code_words as answer_types
        on answer_types.code_list = 'answer_type' and placed.answer_type = answer_types.code
    left join code_words as subjects
        on subjects.code_list = 'subject' and placed.subject = subjects.code

)

select * from judged
where problem is not null
