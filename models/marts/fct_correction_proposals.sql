with

proposals as (

    select * from {{ ref('int_correction_proposals') }}

),

final as (

    select
        report_id,
        proposal_number,
        problem_number,
        explanation_rank,
        figure_source,
        indicator_code,
        concept,
        measure,
        read_text,
        read_value,
        proposed_value,
        proposed_from,
        proposed_to,
        change_kind,
        cost,
        certainty,
        evidence_grade,
        changed_with,
        rules_mended,
        rules_left,
        source_page,
        source_lines,
        words_en,
        words_vi
    from proposals

)

select * from final
