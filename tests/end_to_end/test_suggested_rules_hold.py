"""A rule that nobody had written is found in the reports of a build, accepted, and the next build judges by it.

The project stands in a folder of its own without two of its rules; one of the reports, all made up, breaks either.
"""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import openpyxl
import pytest

from cchc.suggesting.suggestion_book import EXCEPTIONS_SHEET, GUARDS, RULES_SHEET
from cchc.workbooks.written_rows import rows_under_names

from ..project_copy import run
from ..suggestions_filled_in import fill, take_away

SUM, BOUND = "public_service_staff_disciplined_sum", "feedback_resolved_within_feedback_received"
BROKEN = {("945-2022", "V.6.4"): "9", ("946-2021", "III.4.2"): "50"}

PLACE = {"page": "3", "line_from": "120", "line_to": "121"}


@pytest.fixture(scope="module")
def project(new_project, tmp_path_factory) -> Path:
    root = new_project(tmp_path_factory.mktemp("suggested") / "project")
    made = run(root, "cchc", "sample", "--format", "rows", "--province", "94", "--years", "2021-2023")
    assert made.returncode == 0, made.stderr
    path = root / "samples" / "seeds" / "landed" / "indicator_rows.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        value = BROKEN.get((row["report_id"], row["indicator_code"]))
        row |= {"raw_value": value, "value": value, **PLACE} if value else {}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    take_away(root / "seeds" / "reference", (SUM, BOUND))  # after the reports were drawn, for they obey it
    build(root, "--resource-type", "seed", "model", "--exclude", "path:models/release")
    return root


def build(root: Path, *options: str) -> None:
    built = run(root, "dbt", "build", "--target", "samples", "--target-path", "target/samples", *options)
    assert built.returncode == 0, built.stdout[-3000:]


def findings(database: Path) -> list[tuple]:
    with duckdb.connect(str(database), read_only=True) as warehouse:
        return warehouse.execute(
            "select rule_id, report_id, severity, finding_status from marts.fct_data_quality_findings "
            "where rule_id in ($sum, $bound) order by rule_id",
            {"sum": SUM, "bound": BOUND},
        ).fetchall()


def test_a_missing_rule_is_suggested_accepted_and_judged_by(project):
    assert findings(project / "target" / "samples.duckdb") == []
    told = run(project, "cchc", "suggest-rules", "--samples", "--form", "2021", "-o", "suggestions.xlsx")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "by 33 reports" in told.stdout
    book = project / "suggestions.xlsx"
    workbook = openpyxl.load_workbook(book)
    suggested = {row["rule_id"].value: row for row in rows_under_names(workbook[RULES_SHEET], GUARDS)}
    assert {SUM, BOUND} <= set(suggested)
    assert "Trái: 945-2022" in suggested[SUM]["support_vi"].value
    against = {(row[2], row[3]): row[4:6] for row in workbook[EXCEPTIONS_SHEET].iter_rows(min_row=4, values_only=True)}
    assert against["946-2021", "feedback_resolved"] == ("50", "trang 3\ndòng 120–121")

    fill(book, (SUM, BOUND))
    taken = run(project, "cchc", "accept-rules", "suggestions.xlsx")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "2 new rules" in taken.stdout
    build(project)
    assert findings(project / "samples" / "warehouse" / "cchc.duckdb") == [
        (BOUND, "946-2021", "warning", "open"),
        (SUM, "945-2022", "warning", "open"),
    ]


def test_a_form_that_is_not_there_is_refused_with_those_there_are(project):
    told = run(project, "cchc", "suggest-rules", "--form", "1999", "-o", "none.xlsx")
    assert told.returncode == 1
    assert "there is no form 1999. Expected one of 2021" in " ".join(told.stderr.split())
    assert not (project / "none.xlsx").exists()
