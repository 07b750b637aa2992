"""Likely errors of every report and what the figures should be, from cchc.proposing."""


def model(dbt, session):
    # What the figures, their texts and their findings are read from.
    dbt.ref("int_figures")
    dbt.ref("int_indicator_values")
    dbt.ref("int_findings")
    dbt.ref("stg_narrative_figures")
    dbt.ref("stg_reports")
    # What the search reads from the seeds' folder itself.
    dbt.ref("stg_rules")
    dbt.ref("stg_rule_terms")
    dbt.ref("stg_rule_kinds")
    dbt.ref("stg_code_words")
    dbt.ref("reading_costs")
    dbt.ref("character_costs")
    dbt.ref("typing_costs")
    dbt.ref("character_confusions")

    from cchc.proposing.loading import load_reports
    from cchc.proposing.proposals import as_table, propose_all
    from cchc.reference.rules import load_rules

    return as_table(propose_all(load_reports(session.cursor()), load_rules()))
