"""A year as a province lives it: nine documents of as many districts, each with a trouble of its own, from the post to
the page. What is published is right, corrected with evidence, or openly marked; what was not found is never blank."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess

import duckdb
import openpyxl
import pytest

from cchc.deciding.choices import AS_REPORTED, answer_choice
from cchc.deciding.guards import GUARDS
from cchc.deciding.review_book import DECIDE_SHEET, UNSURE_SHEET
from cchc.paths import REFERENCE_SEEDS
from cchc.reference.code_words import code_words
from cchc.reference.verdicts import CONFIRMED, DISTRICT_CORRECTED, OCR_ERROR, SOURCE_INCONSISTENT, UNDECIDED
from cchc.seeds.reading import read_seed
from cchc.workbooks.written_rows import rows_under_names

from ..project_copy import keep_report, run, stopped_at_the_gate
from .nine_documents import (
    CONTRADICTING,
    DAMAGED,
    DOCUMENTS,
    HALF_YEAR,
    HELD,
    OWN,
    OWN_CODE,
    OWN_PART,
    OWN_RULE,
    PRINTED,
    PROVINCE,
    SCANNED,
    SLIP,
    TORN,
    TOTAL_CODE,
    TYPED,
    YEAR,
    Post,
    Truth,
    write_post,
)

SIGNED = {"decided_by": "Trần Thị Hoa", "decided_on": datetime(2026, 11, 24)}
FOUND_ON_PAPER = 12

Cells = dict[str, object]


@pytest.fixture
def post(tmp_path, monkeypatch) -> Post:
    return write_post(tmp_path / "incoming", monkeypatch)


def test_nine_documents_from_the_post_to_the_page(new_project, post, tmp_path):
    root = new_project(tmp_path / "project")
    keep_report(root, "945-2021")
    files = [str(path) for path in post.documents]
    looked = run(root, "cchc", "extract", *(path for path in files if SCANNED not in path))  # a scan takes a while
    assert_one_bad_file(looked, 8)
    landed = run(root, "cchc", "land", *files)
    assert_one_bad_file(landed, 9)
    assert {one[0] for one in DOCUMENTS} == {
        line.split(":")[0] for line in landed.stdout.splitlines() if line.endswith(": landed")
    }
    assert_nothing_is_called_blank(root, post)

    stopped = stopped_at_the_gate(root)
    assert "Nothing was published. There is no release yet." in stopped.stdout
    assert not (root / "warehouse").exists() and not list(root.glob("releases/*"))
    last_words = stopped.stdout[stopped.stdout.index("Nothing was published") :]
    assert f"settled first in {SLIP}, {CONTRADICTING}, {HELD} (" in last_words

    ran(root, "cchc", "hold", HELD, "--reason", f"{TOTAL_CODE} trái với các phần", "--by", "Trần Thị Hoa")
    ran(root, "cchc", "review", TYPED, PRINTED, SCANNED, HALF_YEAR, TORN, CONTRADICTING, DAMAGED, "--no-pictures")
    undecided = fill_review(root, post)
    ran(root, "cchc", "decide", "review.xlsx")
    ran(root, "cchc", "review", SLIP, "--letter", "-o", "letter.xlsx")
    answer_letter(root / "letter.xlsx", post)
    ran(root, "cchc", "decide", "letter.xlsx")

    built = ran(root, "dbt", "build")
    with duckdb.connect(str(root / "warehouse" / "cchc.duckdb"), read_only=True) as release:
        assert_figures_are_true_or_marked(release, post, undecided)
        assert_the_held_report_is_in_no_fact(release)
        assert_totals_say_their_coverage(release, post)
        assert_record_and_last_words_agree(release, root, built)
    assert_pages_tell_what_is_not_known(root)


def ran(root: Path, *command: str) -> str:
    done = run(root, *command)
    assert done.returncode == 0, (command, done.stdout[-4000:], done.stderr[-4000:])
    return done.stdout


def assert_one_bad_file(told: CompletedProcess[str], read: int) -> None:
    """The file that is cut off fails, by name and alone."""
    assert told.returncode == 1 and "Traceback" not in told.stderr, told.stderr
    assert f"{read} reports read; 1 files failed" in told.stdout, told.stdout + told.stderr
    assert "951-2022.pdf" in told.stdout + told.stderr


def assert_nothing_is_called_blank(root: Path, post: Post) -> None:
    landed = read_seed(root / "seeds" / "landed" / "indicator_rows.csv")
    blank = [(row["report_id"], row["indicator_code"]) for row in landed if row["read_status"] == "blank"]
    assert [cell for cell in blank if cell in post.truth and post.truth[cell][0] is not None] == []
    assert not {TORN, HALF_YEAR, DAMAGED} & {report_id for report_id, _ in blank}  # a text proves no cell empty
    not_found = [row for row in landed if row["report_id"] == TORN and row["read_status"] == "not_found"]
    assert len(not_found) > 2 * FOUND_ON_PAPER


def landed_figures(root: Path) -> Truth:
    rows = read_seed(root / "seeds" / "landed" / "indicator_rows.csv")
    return {
        (row["report_id"], row["indicator_code"]): (number(row["value"]), number(row["base_value"])) for row in rows
    }


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def fill_review(root: Path, post: Post) -> tuple[str, str]:
    """Fill in the review as somebody who holds the papers would; returns the cell that stays undecided."""
    path, read, found_on_paper = root / "review.xlsx", landed_figures(root), 0
    workbook = openpyxl.load_workbook(path)
    asked = [row for name in (DECIDE_SHEET, UNSURE_SHEET) for row in rows_under_names(workbook[name], GUARDS)]
    undecided = next(cell_of(row) for row in asked if cell_of(row)[0] == DAMAGED and not read[cell_of(row)][0])
    for row in asked:
        report_id, _ = cell = cell_of(row)
        if report_id == TORN and read[cell][0] is None:
            found_on_paper += 1
            if found_on_paper > FOUND_ON_PAPER:  # nobody has the time for all
                continue
        if cell == undecided:
            fill(row, {"verdict": UNDECIDED, "evidence": "bản giấy mờ ở ô này", **SIGNED})
        else:
            fill(row, verdict_on(row, post.truth[cell], read[cell]))
    workbook.save(path)
    return undecided


def verdict_on(row: dict, true: tuple, read: tuple) -> Cells:
    """What the paper proves of a cell: read right, misread, or right and contradicting."""
    report_id, code = cell_of(row)
    if report_id == CONTRADICTING and OWN_RULE in (row["rule_ids"].value or ""):
        return {"verdict": SOURCE_INCONSISTENT, "evidence": "bản ký cũng ghi như vậy", **SIGNED}
    evidence = {"evidence_grade": "E", "evidence": f"bản giấy, trang 9, mục {code}", **SIGNED}
    if true == read:
        return {"verdict": CONFIRMED, **evidence}
    value, base = true
    return {"verdict": OCR_ERROR, "value": value, "base_value": base, **evidence}


def answer_letter(path: Path, post: Post) -> None:
    """The district: its total was a slip, all else stands as it wrote it."""
    workbook = openpyxl.load_workbook(path)
    for row in rows_under_names(workbook[SLIP], GUARDS):
        mark = row["mark"].value
        if mark:
            signature = {"signed_by": "Nguyễn Văn An", "signed_position": "Chánh Văn phòng"}
            row["verdict"].value = signature.get(mark, SIGNED["decided_on"])
        elif row["indicator_code"].value == TOTAL_CODE:
            value, _ = post.truth[SLIP, TOTAL_CODE]
            fill(row, {"verdict": answer_choice(DISTRICT_CORRECTED), "value": value})
        elif row["indicator_code"].value:
            fill(row, {"verdict": answer_choice(AS_REPORTED)})
    workbook.save(path)


def cell_of(row: dict) -> tuple[str, str]:
    return row["report_id"].value, row["indicator_code"].value


def fill(row: dict, cells: Cells) -> None:
    for name, value in cells.items():
        row[name].value = value


def assert_figures_are_true_or_marked(release: duckdb.DuckDBPyConnection, post: Post, undecided: tuple) -> None:
    published = release.execute(
        "select report_id, indicator_code, value, base_value, value_status, is_inconsistent, read_status "
        "from marts.fct_indicator_values where report_id <> '945-2021'"
    ).fetchall()
    assert {row[0] for row in published} == {one[0] for one in DOCUMENTS} - {HELD}
    status = {(row[0], row[1]): row[4] for row in published}
    wrong = [
        row for row in published
        if row[4] in ("reported", "corrected") and (row[2], row[3]) != post.truth[row[0], row[1]]
    ]  # fmt: skip
    assert wrong == []
    assert [row for row in published if row[4] not in ("reported", "corrected", "disputed", "missing")] == []
    codes = {row.concept: code for code, row in post.rows.items()}
    marked = {row[1] for row in published if row[0] == CONTRADICTING and row[5]}
    assert {OWN_CODE, codes[OWN_PART]} <= marked
    assert {row[0] for row in published if row[5]} == {CONTRADICTING}
    assert status[SLIP, TOTAL_CODE] == "corrected"
    assert status[undecided] in ("missing", "disputed")
    corrected = [report_id for (report_id, _), one in status.items() if one == "corrected"]
    assert corrected.count(DAMAGED) >= 3 and corrected.count(TORN) >= FOUND_ON_PAPER
    verdicts = release.execute(
        "select verdict from marts.fct_adjudications where report_id = ? and indicator_code = ?", [SLIP, TOTAL_CODE]
    ).fetchall()
    assert verdicts == [(DISTRICT_CORRECTED,)]


def assert_the_held_report_is_in_no_fact(release: duckdb.DuckDBPyConnection) -> None:
    form = read_seed(REFERENCE_SEEDS / "form_rows.csv")
    facts = {row["fact_table"] for row in form if row["form_version"] == "2021"} - {""}
    facts |= {"fct_indicator_values", "fct_narrative_figures"}
    assert len(facts) > 10
    for fact in facts:
        ids = {one for (one,) in release.execute(f"select distinct report_id from marts.{fact}").fetchall()}
        assert HELD not in ids and TYPED in ids, fact


def assert_totals_say_their_coverage(release: duckdb.DuckDBPyConnection, post: Post) -> None:
    """A sum is that of the true figures of the units which it says to count, and it says who is not in it."""
    codes = {row.concept: code for code, row in post.rows.items()}
    totals = release.execute(
        "select figure, value, total_status, units_due, units_reported, units_counted, units_not_received, units_held, "
        "units_left_out, units_inconsistent from marts.rpt_province_totals where province_code = ? "
        "and report_year = ? and report_period = 'year' and figure_kind = 'sum' "
        "and total_status in ('complete', 'partial', 'none')",
        [PROVINCE, YEAR],
    ).fetchall()
    assert len(totals) > 50
    of_the_year = {one[0][:3] for one in DOCUMENTS} - {HELD[:3], HALF_YEAR[:3]}
    for figure, value, status, due, reported, counted, not_received, held, left_out, _ in totals:
        assert (due, reported, not_received, held) == (11, 7, "945, 946, 951", HELD[:3]), figure
        units = of_the_year - set(filter(None, left_out.split(", ")))
        true = [post.truth[f"{unit}-{YEAR}", codes[figure]][0] for unit in units]
        expected = (sum(true), len(true), "partial") if true else (None, 0, "none")
        assert (value, counted, status) == expected, figure
    assert {row[0] for row in totals if row[9] == 1} >= {OWN, OWN_PART}
    assert any(row[8] for row in totals)


def assert_record_and_last_words_agree(release: duckdb.DuckDBPyConnection, root: Path, built: str) -> None:
    """release.json and the last lines of the build tell what SQL counts."""
    record = json.loads((root / "warehouse" / "release.json").read_text("utf-8"))
    words = " ".join(built[built.index("Published: release ") :].split())
    standing = dict(
        release.execute("select reporting_status, count(*) from marts.fct_reporting_status group by all").fetchall()
    )
    assert {status: len(ids) for status, ids in record["reports"].items()} == standing
    assert f"{standing['released']} released, {standing['held']} held, {standing['not_received']} due" in words
    assert set(record["reports"]["held"]) == {HELD}
    findings = dict(
        release.execute(
            "select severity, count(*) from marts.fct_data_quality_findings inner join marts.dim_report "
            "using (report_id) where finding_status = 'open' and report_status = 'released' group by severity"
        ).fetchall()
    )
    assert {severity: count for severity, count in record["open_findings"].items() if count} == findings
    assert "critical" not in findings and all(f"{count} {name}" in words for name, count in findings.items())
    rows = dict(release.execute("select report_id, known_pct from marts.dim_report").fetchall())
    (least,) = [one for one in record["warnings"] if one["suite"] == "known"]
    assert rows[TORN] < 80 and TORN in least["details"] and TORN in words
    known = release.execute(
        "select any_value(rows_known), any_value(rows_asked), "
        "count(*) filter (where value_status in ('reported', 'corrected')), count(*) "
        "from marts.dim_report inner join marts.fct_indicator_values using (report_id) group by report_id"
    ).fetchall()
    assert len(known) == standing["released"] and all(row[:2] == row[2:] for row in known)


def assert_pages_tell_what_is_not_known(root: Path) -> None:
    pages = {}
    for report_id in (TORN, SLIP, CONTRADICTING):
        ran(root, "cchc", "report", "--unit", report_id[:3], "--year", str(YEAR), "-o", "page.html")
        pages[report_id] = " ".join((root / "page.html").read_text("utf-8").split())
    assert "không tìm thấy khi đọc</small>" in pages[TORN] and "are missing and" in pages[TORN]
    blank = code_words("read_status")["blank"].vi + "</small>"
    for words in (blank, "ô để trống", "Nothing is left unsettled"):
        assert words not in pages[TORN]
    assert "huyện đính chính" in pages[SLIP]
    own = code_words("contradiction")["is_inconsistent"].vi
    told = {report_id: page.count(own) for report_id, page in pages.items()}
    assert told[CONTRADICTING] > told[SLIP] == told[TORN] == 0
    ran(root, "cchc", "report", "--province", PROVINCE, "--year", str(YEAR), "-o", "province.html")
    province = (root / "province.html").read_text("utf-8")
    assert all(name in province for name in ("Trần Đề", "Vĩnh Châu"))
