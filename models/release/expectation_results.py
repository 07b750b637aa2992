"""Judges the finished marts with great-expectations, and refuses the release where they fail."""


def model(dbt, session):
    # What no other model reads, and through it all the rest, tests included. One that is forgotten is refused by name.
    dbt.ref("dim_administrative_unit")
    dbt.ref("dim_code_word")
    dbt.ref("dim_indicator")
    dbt.ref("dim_rule")
    dbt.ref("dim_unit_crosswalk")
    dbt.ref("dim_unit_year")
    dbt.ref("fct_adjudications")
    dbt.ref("fct_civil_service")
    dbt.ref("fct_correction_proposals")
    dbt.ref("fct_data_quality_findings")
    dbt.ref("fct_digital_documents")
    dbt.ref("fct_digital_government")
    dbt.ref("fct_discipline")
    dbt.ref("fct_dossier_channels")
    dbt.ref("fct_financial_autonomy")
    dbt.ref("fct_indicator_values")
    dbt.ref("fct_inspections")
    dbt.ref("fct_leadership")
    dbt.ref("fct_legal_document_checks")
    dbt.ref("fct_legal_documents")
    dbt.ref("fct_narrative_figures")
    dbt.ref("fct_one_stop_dossiers")
    dbt.ref("fct_organisation_cuts")
    dbt.ref("fct_outreach_satisfaction")
    dbt.ref("fct_procedure_control")
    dbt.ref("fct_quality_management")
    dbt.ref("fct_reform_direction")
    dbt.ref("fct_record_changes")
    dbt.ref("fct_reporting_status")
    dbt.ref("fct_rule_results")
    dbt.ref("fct_staffing_cuts")
    dbt.ref("fct_subject_figures")
    dbt.ref("fct_tthc_inventory")
    dbt.ref("rpt_district_scorecard")
    dbt.ref("rpt_province_totals")
    dbt.ref("rpt_year_over_year")
    dbt.ref("arithmetic_roles")
    dbt.ref("column_headings")
    dbt.ref("form_headings")
    dbt.ref("int_gate_blockers")
    dbt.ref("int_open_questions")
    dbt.ref("label_words")
    dbt.ref("narrative_patterns")
    dbt.ref("stg_form_versions")
    dbt.ref("time_spine")
    dbt.ref("unit_types")

    from decimal import Decimal

    from cchc.building.running_build import running_build
    from cchc.releasing.build_watch import refuse_running_build
    from cchc.releasing.catalogue import read_catalogue
    from cchc.releasing.data_docs_pages import suite_names
    from cchc.releasing.expectations import write_suites
    from cchc.releasing.gate import refuse_blocked
    from cchc.releasing.validation import refuse_failed, results_table, validate, warnings

    place = running_build()
    con = session.cursor()
    refuse_blocked(con, dbt.config.meta_get("target") == "samples")  # first: its message names lines, the others cannot
    refuse_running_build("expectation_results", is_last=False)
    least_known_share = Decimal(str(dbt.config.meta_get("least_known_share")))
    tables = read_catalogue(place.manifest)
    outcomes = validate(write_suites(con, tables, least_known_share), place.data_docs, suite_names(tables))
    for warning in warnings(outcomes):
        print(warning)
    refuse_failed(outcomes, place.data_docs)
    return results_table(outcomes)
