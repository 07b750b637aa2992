with

form_rows as (

    select * from {{ ref('stg_form_rows') }}

),

form_versions as (

    select * from {{ ref('stg_form_versions') }}

),

form_codes as (

    select * from {{ ref('stg_form_codes') }}

),

sections as (

    select
        form_version,
        section_code,
        label_vi,
        label_en
    from form_rows
    where answer_type = 'section'

),

code_lists as (

    select
        form_version,
        indicator_code,
        {{ comma_list("code || ' = ' || meaning_vi") }} as code_list_vi,
        {{ comma_list("code || ' = ' || meaning_en") }} as code_list_en
    from form_codes
    group by form_version, indicator_code

),

final as (

    select
        form_rows.form_version,
        form_versions.government_levels,
        form_rows.indicator_code,
        form_rows.number,
        form_rows.concept,
        form_rows.section_code,
        sections.label_vi as section_vi,
        sections.label_en as section_en,
        form_rows.parent_code,
        form_rows.position,
        form_rows.label_vi,
        form_rows.qualifier_vi,
        form_rows.label_en,
        form_rows.unit_vi,
        form_rows.unit_en,
        form_rows.answer_type,
        form_rows.may_pass_100,
        code_lists.code_list_vi,
        code_lists.code_list_en,
        form_rows.fact_table,
        form_rows.fact_column,
        form_rows.fact_base_column,
        coalesce(form_rows.fact_row, '') as fact_row
    from form_rows
    left join form_versions on form_rows.form_version = form_versions.form_version
    left join sections
        on
            form_rows.form_version = sections.form_version
            and form_rows.section_code = sections.section_code
    left join code_lists
        on
            form_rows.form_version = code_lists.form_version
            and form_rows.indicator_code = code_lists.indicator_code

)

select * from final
