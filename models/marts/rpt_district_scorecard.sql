{%- set ratios = [
    'dossiers_resolved_pct',
    'dossiers_on_time_pct',
    'procedures_online_pct',
    'positions_vacant_pct',
    'civil_servants_cut_vs_plan_pct',
    'public_service_staff_cut_vs_plan_pct',
    'fully_digital_documents_pct',
    'plan_tasks_completed_pct',
    'satisfaction_pct',
] -%}
{%- set measures = {
    'value': '',
    'ratio_status': '_status',
    'change': '_change',
    'province_rank': '_rank',
    'province_median': '_median',
    'units_compared': '_compared',
} -%}
with

unit_ratios as (

    select * from {{ ref('rpt_unit_ratios') }}

),

final as (

    select
        unit_code,
        unit_name_vi,
        province_name_vi,
        report_year,
        report_period,
        province_code,
        unit_level,
        reporting_status,
        report_id,
        {%- for ratio in ratios %}
        {%- for measure, ending in measures.items() %}
        max(case when ratio_id = '{{ ratio }}' then {{ measure }} end) as {{ ratio }}{{ ending }},
        {%- endfor %}
        {%- endfor %}
        case
            when max(case when ratio_status = 'disputed' then 1 else 0 end) = 1 then 'disputed'
            when
                max(case when ratio_status in ('reported', 'corrected', 'not_asked') then 0 else 1 end) = 1
                or min(case when ratio_status = 'not_asked' then 1 else 0 end) = 1
                then 'missing'
            when max(case when ratio_status = 'corrected' then 1 else 0 end) = 1 then 'corrected'
            else 'reported'
        end as row_status,
        {{ comma_list("case when ratio_status = 'disputed' then ratio_id end") }} as disputed_columns,
        {{ comma_list("case when ratio_status = 'corrected' then ratio_id end") }} as corrected_columns,
        {{ comma_list("case when is_inconsistent then ratio_id end") }} as inconsistent_columns
    from unit_ratios
    group by
        unit_code,
        unit_name_vi,
        province_name_vi,
        report_year,
        report_period,
        province_code,
        unit_level,
        reporting_status,
        report_id

)

select * from final
