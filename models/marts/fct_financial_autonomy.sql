with

cells as (

    {{ fact_cells('fct_financial_autonomy') }}

),

final as (

    select
        {{ reporting_unit() }},
        {{ figure('district_autonomy_applied', 'integer') }},
        {{ figure('autonomous_administrative_organisations', 'bigint') }},
        {{ figure('administrative_organisations', 'bigint') }},
        {{ figure('autonomous_public_service_units', 'bigint') }},
        {{ figure('public_service_units', 'bigint') }},
        {{ figure('units_covering_recurrent_and_investment', 'bigint') }},
        {{ figure('units_covering_recurrent_and_investment_base', 'bigint') }},
        {{ figure('units_covering_recurrent', 'bigint') }},
        {{ figure('units_covering_recurrent_base', 'bigint') }},
        {{ figure('units_covering_recurrent_partly', 'bigint') }},
        {{ figure('units_covering_recurrent_partly_base', 'bigint') }},
        {{ figure('units_funded_by_state', 'bigint') }},
        {{ figure('units_funded_by_state_base', 'bigint') }},
        report_id,
        source_file,
        {{ row_quality() }}
    from cells
    group by report_id, source_file, {{ reporting_unit() }}

)

select * from final
