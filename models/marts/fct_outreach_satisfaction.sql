with

cells as (

    {{ fact_cells('fct_outreach_satisfaction') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ figure('outreach_plan_completed_pct', 'decimal(18, 4)') }},
        {{ figure('articles_on_provincial_site', 'bigint') }},
        {{ figure('articles_on_own_site', 'bigint') }},
        {{ figure('media_outreach_items', 'bigint') }},
        {{ figure('meeting_outreach', 'integer') }},
        {{ figure('survey_forms', 'bigint') }},
        {{ figure('survey_method', 'integer') }},
        {{ figure('satisfaction_pct', 'decimal(18, 4)') }},
        {{ figure('leader_dialogue_held', 'integer') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

)

select * from final
