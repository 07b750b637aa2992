with

cells as (

    {{ fact_cells('fct_staffing_cuts') }}

),

figures as (

    select
        {{ reporting_unit() }},
        {{ fact_key('staff_group') }},
        {{ figure('positions_assigned', 'bigint') }},
        {{ figure('staff_present', 'bigint') }},
        {{ figure('contract_workers', 'bigint') }},
        {{ figure('staff_cut', 'bigint') }},
        {{ figure('cut_vs_plan_pct', 'decimal(18, 4)') }},
        {{ printed_decimals('cut_vs_plan_pct') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}, fact_row

),

final as (

    select
        unit_code,
        unit_name_vi,
        province_name_vi,
        report_year,
        report_period,
        staff_group,
        positions_assigned,
        staff_present,
        positions_assigned - staff_present as positions_vacant,
        contract_workers,
        staff_cut,
        {% set plan = ['whole', 'staff_cut', 'cut_vs_plan_pct', 'cut_vs_plan_pct_decimals'] -%}
        {{ whole_behind_percent(*plan) }} as planned_cuts,
        {{ least_behind_percent(*plan) }} as planned_cuts_least,
        {{ greatest_behind_percent(*plan) }} as planned_cuts_greatest,
        cut_vs_plan_pct,
        report_id,
        source_file,
        row_status,
        disputed_columns,
        corrected_columns,
        inconsistent_columns
    from figures

)

select * from final
