"""The figures of a build as the search wants them: how they came to be, and what decisions make of them."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from cchc.proposing.figures import Figure
from cchc.proposing.loading import load_reports
from cchc.reference.rules import Key

CONCEPTS = {
    "A": "procedures_in_force",
    "B": "procedures_district",
    "C": "procedures_commune",
    "D": "procedures_published",
}
BUILD = """
    create schema intermediate; create schema staging;
    create table intermediate.int_findings (report_id varchar, rule_id varchar, finding_status varchar);
    create table intermediate.int_rule_results (report_id varchar, result_as_read varchar);
    create table intermediate.int_indicator_values (
        report_id varchar, unit_code varchar, report_year integer, report_period varchar, form_version varchar,
        indicator_code varchar, concept varchar, answer_type varchar, raw_value varchar, read_status varchar,
        value decimal(18, 4), verdict varchar
    );
    create table staging.stg_reports (
        report_id varchar, unit_code varchar, report_year integer, report_period varchar, source_format varchar
    );
    create table staging.stg_narrative_figures (
        report_id varchar, figure_source varchar, concept varchar, value decimal(18, 4), raw_text varchar
    );
    create view intermediate.int_figures as
        select
            report_id, 'appendix' as figure_source, concept, 'value' as measure, value, 0 as decimals,
            1 as source_page, 1 as source_line_from, 1 as source_line_to, 'as_corrected' as evaluation
        from intermediate.int_indicator_values;
"""


@pytest.fixture
def build():
    with duckdb.connect() as con:
        con.execute(BUILD)
        yield con


def land(build, year: int, source_format: str, *rows: tuple[str, int | None, str, str | None]) -> str:
    """Land a report with rows of code, value, read status and verdict."""
    report_id = f"945-{year}"
    build.execute("insert into staging.stg_reports values (?, '945', ?, 'year', ?)", [report_id, year, source_format])
    for code, value, status, verdict in rows:
        build.execute(
            "insert into intermediate.int_indicator_values "
            "values (?, '945', ?, 'year', '2021', ?, ?, 'count', ?, ?, ?, ?)",
            [report_id, year, code, CONCEPTS[code], str(value), status, value, verdict],
        )
    return report_id


def figures(build, report_id: str, with_decisions: bool = True) -> dict[str, Figure]:
    (report,) = load_reports(build, report_id, with_decisions)
    return {code: report.figures[Key("appendix", concept)] for code, concept in CONCEPTS.items()
            if Key("appendix", concept) in report.figures}  # fmt: skip


@pytest.mark.parametrize(
    ("source_format", "is_typed"),
    [("xlsx", True), ("docx", True), ("doc", True), ("txt", False), ("pdf", False), ("png", False)],
)
def test_what_was_typed_is_known_by_the_format_and_has_last_year_beside_it(build, source_format, is_typed):
    land(build, 2021, "txt", ("A", 270, "clear", None))
    report_id = land(build, 2022, source_format, ("A", 269, "clear", None), ("B", 5, "clear", None))
    found = figures(build, report_id)
    assert {one.is_typed for one in found.values()} == {is_typed}
    assert (found["A"].last_value, found["B"].last_value) == (Decimal(270), None)


def test_what_a_person_decided_is_built_on_and_a_contradiction_is_not(build):
    report_id = land(
        build, 2022, "txt",
        ("A", 269, "unreadable", "ocr_error"), ("B", 5, "clear", "district_corrected"),
        ("C", 7, "doubtful", "confirmed"), ("D", 8, "clear", "source_inconsistent"),
    )  # fmt: skip
    found = figures(build, report_id)
    assert {code: (one.is_clear, one.is_settled) for code, one in found.items()} == {
        "A": (True, True), "B": (True, True), "C": (True, True), "D": (False, True),
    }  # fmt: skip
