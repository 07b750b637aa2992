"""The real report of tỉnh Lâm Đồng for 2025, on the Ministry's form: read right, its contradictions found."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from cchc.paths import ROOT
from cchc.reading.extraction import Extraction, extract
from cchc.reference.rules import Known, Term, holds, load_rules
from cchc.seeds.reading import read_seed

from ..conftest import beside_the_project

TRUTH = Path(__file__).with_name("lam_dong_2025_printed.csv")
DOCUMENTS = ("lam_dong_2025_appendix.docx", "lam_dong_2025_report.docx")
COMMUNES = 124  # of the province on 2025-12-31
IN_THE_TABLES = {  # rules that the tables alone contradict
    "communes_restructured_pct_at_most_100",
    "departments_restructured_pct_at_least_50",
    "legal_documents_handled_after_check_pct_of_nothing",
    "procedures_in_force_sum_of_levels",
    "province_dossiers_on_time_pct_of_its_base",
    "public_service_units_by_autonomy_is_all_in_province",
    "public_service_units_under_autonomy_is_total",
}
AGAINST_THE_NARRATIVE = {
    "legal_documents_handled_after_review_told_in_narrative",
    "legal_documents_issued_by_province_told_in_parts",
    "legal_documents_reviewed_told_in_narrative",
    "legal_documents_to_handle_after_review_told_in_narrative",
    "procedures_with_fees_told_in_narrative",
    "procedures_with_online_payment_told_in_narrative",
}
HOLD = {
    "commune_dossiers_on_time_pct_of_its_base",
    "fully_online_dossiers_pct_of_its_base",
    "legal_documents_issued_in_province_sum",
    "partly_online_dossiers_pct_of_its_base",
    "public_investment_disbursed_pct_of_its_base",
    "public_service_units_by_autonomy_sum",
    "public_service_units_covering_recurrent_partly_sum",
    "public_service_units_in_province_sum",
    "public_service_units_under_autonomy_told_in_parts",
    "reform_inspection_communes_within_district",
    "services_with_online_dossiers_pct_of_its_base",
}


@pytest.fixture(scope="module")
def read() -> Callable[[str], Extraction]:
    known: dict[str, Extraction] = {}

    def of(name: str) -> Extraction:
        return known.setdefault(name, known.get(name) or extract(beside_the_project(name)))

    return of


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_says_its_form_its_unit_and_its_year(read, name):
    found = read(name)
    assert (found.form.version, found.heading.report_id) == ("2025", "68-2025")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_figure_is_read_as_printed(read, name):
    printed = read_seed(TRUTH)
    rows = read(name).rows
    assert len(printed) == 108
    assert [(row["indicator_code"], row["raw_value"], row["value"]) for row in rows] == [
        (row["indicator_code"], row["printed"], row["value"]) for row in printed
    ]
    assert {row["indicator_code"] for row in rows if row["read_status"] == "blank"} == {"V.1.1", "V.1.2", "V.1.3"}
    assert {row["read_status"] for row in rows} == {"clear", "blank"}


@pytest.mark.parametrize(
    ("source", "concept", "value"),
    [
        ("narrative", "province_dossiers_resolved_late", "1740"),
        ("narrative", "procedures_with_fees", "553"),
        ("narrative", "legal_documents_reviewed", "734"),
        ("narrative", "public_investment_disbursed_billion", "9037"),
        ("narrative", "public_investment_planned_billion", "17454"),
        ("narrative", "fully_online_service_dossiers", "462814"),
        ("narrative", "inspection_plan_date", "20250805"),
        ("note", "province_public_service_units", "271"),
        ("note", "commune_public_service_units", "1376"),
    ],
)
def test_what_notes_and_narrative_tell_is_found(read, source, concept, value):
    told = {(one["figure_source"], one["concept"], one["value"]) for one in read(DOCUMENTS[1]).figures}
    assert (source, concept, value) in told


def test_no_plan_of_another_matter_is_taken_for_the_reform_plan(read):
    assert not [one for one in read(DOCUMENTS[1]).figures if one["concept"].startswith("reform_plan")]


def results(found: Extraction) -> dict[str, bool | None]:
    """Every rule, and whether the report obeys it."""
    concepts = {row.indicator_code: row.concept for row in found.form.answered}
    known = {("unit", "commune_count"): Known(Decimal(COMMUNES))}
    for row in found.rows:
        if row["value"]:
            known["appendix", concepts[row["indicator_code"]]] = Known(Decimal(row["value"]), int(row["decimals"]))
    for one in found.figures:
        known[one["figure_source"], one["concept"]] = Known(Decimal(one["value"]), int(one["decimals"]))

    def of(term: Term) -> Known | None:
        return known.get((term.source, term.concept)) if term.measure == "value" else None

    return {rule.rule_id: holds(rule, of) for rule in load_rules()}


@pytest.mark.parametrize(
    ("name", "contradicted"),
    [(DOCUMENTS[0], IN_THE_TABLES), (DOCUMENTS[1], IN_THE_TABLES | AGAINST_THE_NARRATIVE)],
)
def test_every_contradiction_breaks_a_rule_and_what_holds_does_not(read, name, contradicted):
    found = results(read(name))
    assert {rule for rule, is_kept in found.items() if is_kept is False} == contradicted
    assert {rule for rule in HOLD if found[rule]} == HOLD


def test_what_landed_is_what_the_report_says_and_every_contradiction_is_decided(read):
    landed, decisions = (ROOT / "seeds" / folder for folder in ("landed", "decisions"))
    rows = [row for row in read_seed(landed / "indicator_rows.csv") if row["report_id"] == "68-2025"]
    told = [one for one in read_seed(landed / "narrative_figures.csv") if one["report_id"] == "68-2025"]
    document = read(DOCUMENTS[1])
    assert rows == [{column: row[column] for column in rows[0]} for row in document.rows]
    assert told == [{column: one[column] for column in told[0]} for one in document.figures]
    decided = [one for one in read_seed(decisions / "adjudications.csv") if one["report_id"] == "68-2025"]
    assert {rule for one in decided for rule in one["rule_ids"].split()} == IN_THE_TABLES | AGAINST_THE_NARRATIVE
