"""The real report of huyện Cù Lao Dung, 2021: what is legible is read right, what is not is never sure."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc.cli import app
from cchc.errors import CchcError
from cchc.landing.recording import archived, land
from cchc.reading.extraction import ROW_COLUMNS, extract
from cchc.reference.form import load_forms
from cchc.seeds.reading import read_seed

TRUTH = Path(__file__).with_name("cu_lao_dung_2021_printed.csv")
CONTRADICTED = {"I.1.2", "I.2.4", "II.2.4", "VII.2.2.1"}  # as printed, beside figures that gainsay them


@pytest.fixture(scope="module")
def extraction(real_report):
    return extract(real_report)


@pytest.fixture(scope="module")
def printed() -> dict[str, dict[str, str]]:
    return {row["indicator_code"]: row for row in read_seed(TRUTH)}


def test_every_answered_row_of_the_form_comes_out_once_and_in_order(extraction):
    form = next(form for form in load_forms() if form.version == "2021")
    assert [row["indicator_code"] for row in extraction.rows] == [row.indicator_code for row in form.answered]
    assert len(extraction.rows) == 146
    assert all(tuple(row) == ROW_COLUMNS for row in extraction.rows)


def test_the_heading_names_unit_year_and_date(extraction):
    heading = extraction.heading
    assert (heading.report_id, heading.unit_code, heading.year, heading.period) == (
        "945-2021",
        "945",
        2021,
        "year",
    )
    assert heading.signed_on.isoformat() == "2021-12-16"
    assert heading.document_number is None  # the number is not legible


def test_every_legible_cell_is_read_right_and_stood_by(extraction, printed):
    read = {row["indicator_code"]: row for row in extraction.rows}
    legible = {code: row for code, row in printed.items() if row["legible"] == "yes"}
    assert len(legible) >= 111
    wrong = {
        code: (row["value"], row["base_value"], read[code]["value"], read[code]["base_value"])
        for code, row in legible.items()
        if (read[code]["value"], read[code]["base_value"]) != (row["value"], row["base_value"])
    }
    assert not wrong
    assert {code for code in legible if read[code]["read_status"] != "clear"} == CONTRADICTED


def test_no_damaged_cell_is_clear(extraction, printed):
    clear = {row["indicator_code"] for row in extraction.rows if row["read_status"] == "clear"}
    damaged = {code for code, row in printed.items() if row["legible"] == "no"}
    assert not clear & damaged


def test_each_figure_can_be_opened_at_its_line(extraction, real_report):
    lines = real_report.read_text(encoding="utf-8").splitlines()
    for row in extraction.rows:
        own = " ".join(lines[int(row["line_from"]) - 1 : int(row["line_to"])])
        assert row["raw_value"] in own
        assert 8 <= int(row["page"]) <= 15


@pytest.mark.parametrize(
    ("source", "concept", "value", "line"),
    [
        ("note", "procedures_shared", "16", "455"),
        ("narrative", "procedures_shared", "16", "93"),
        ("narrative", "district_dossiers_in_progress", "30", "209"),
        ("narrative", "procedure_results_digitised_pct", "7.79", "305"),
        ("narrative", "added_income_million_dong", "2408", "152"),
        ("narrative", "online_contest_participants", "809", "236"),
        ("narrative", "online_contest_staff_total", "1047", "237"),
        ("narrative", "online_level_4_dossiers", "3", "210"),
        ("narrative", "outreach_plan_tasks_completed", "12", "220"),
        ("narrative", "fully_digital_documents_pct", "82.26", "175"),
        ("narrative", "reform_plan_tasks_completed", "32", "32"),
        ("narrative", "all_staff_cut", "15", "134"),
        ("narrative", "all_staff_cut_vs_plan_pct", "136.36", "134"),
        ("narrative", "reform_plan_date", "20210118", "18"),
        ("note", "reform_plan_date", "20210218", "366"),
        ("narrative", "procedure_control_plan_number", "9", "86"),
        ("note", "procedure_control_plan_number", "10", "450"),
        ("narrative", "district_dossiers_resolved", "6602", "208"),
        ("narrative", "commune_dossiers_received", "35261", "211"),
    ],
)
def test_what_notes_and_narrative_tell_is_found_with_its_line(extraction, source, concept, value, line):
    told = {
        (figure["figure_source"], figure["concept"], figure["value"], figure["line_from"])
        for figure in extraction.figures
    }
    assert (source, concept, value, line) in told


def test_landing_twice_changes_nothing_and_another_document_is_refused(extraction, project, tmp_path, real_report):
    assert land(extraction, root=project).outcome == "landed"
    before = {path: path.read_bytes() for path in (project / "seeds" / "landed").glob("*.csv")}
    assert land(extraction, root=project).outcome == "unchanged"
    assert {path: path.read_bytes() for path in before} == before
    kept = archived(extraction.document.sha256, "txt", project)
    assert kept.read_bytes() == real_report.read_bytes()
    assert land(extract(kept), root=project).outcome == "unchanged"  # under its name in the archive

    other = tmp_path / "other.txt"
    other.write_text(real_report.read_text(encoding="utf-8").replace("6.632", "6.633"), encoding="utf-8")
    with pytest.raises(CchcError, match="--replace"):
        land(extract(other), root=project)
    assert {path: path.read_bytes() for path in before} == before
    assert land(extract(other), replace=True, root=project).outcome == "replaced"
    rows = read_seed(project / "seeds" / "landed" / "indicator_rows.csv")
    assert len(rows) == 146
    assert {row["indicator_code"]: row["value"] for row in rows}["III.6.1"] == "6633"


def test_a_decision_whose_guard_no_longer_matches_is_listed(extraction, project):
    decisions = project / "seeds" / "decisions" / "adjudications.csv"
    columns = decisions.read_text(encoding="utf-8").strip().split(",")
    with decisions.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        for code, guard in (("III.6.1", "9.999"), ("III.6.6", "35.261")):
            writer.writerow({"adjudication_id": code, "report_id": "945-2021", "indicator_code": code,
                             "raw_value_expected": guard, "verdict": "confirmed"})  # fmt: skip
    assert land(extraction, root=project).lost_decisions == ("III.6.1",)


def lines_of(real_report: Path) -> list[str]:
    return real_report.read_text(encoding="utf-8").splitlines()


def test_a_report_cut_in_half_says_which_rows_are_missing(real_report, tmp_path):
    half = tmp_path / "half.txt"
    half.write_text("\n".join(lines_of(real_report)[:560]), encoding="utf-8")
    with pytest.raises(CchcError, match=r"rows IV\.5\.\d to VII\.6\.6 .* were not found after line \d+"):
        extract(half)


def test_a_missing_page_says_which_rows_are_missing(real_report, tmp_path):
    gap = tmp_path / "gap.txt"
    lines = lines_of(real_report)
    gap.write_text("\n".join(lines[:457] + lines[506:]), encoding="utf-8")
    with pytest.raises(CchcError, match=r"rows III\.\S+ to III\.7 .* were not found"):
        extract(gap)


def test_rows_near_one_that_is_missing_are_not_sure(real_report, tmp_path):
    torn = tmp_path / "torn.txt"
    lines = lines_of(real_report)
    torn.write_text("\n".join(lines[:485] + lines[500:]), encoding="utf-8")
    rows = {row["indicator_code"]: row for row in extract(torn).rows}
    assert rows["III.6.1"]["read_status"] == "not_found"
    assert not [code for code in rows if code.startswith("III.6.") and rows[code]["read_status"] == "clear"]


def test_the_narrative_alone_is_no_report(real_report, tmp_path):
    narrative = tmp_path / "narrative.txt"
    narrative.write_text("\n".join(lines_of(real_report)[:353]), encoding="utf-8")
    with pytest.raises(CchcError, match="rows"):
        extract(narrative)


def test_another_language_is_no_report(tmp_path):
    english = tmp_path / "english.txt"
    sentence = "The committee of the district reported its results for the year 2021 to the province. "
    english.write_text((sentence + "\n") * 200, encoding="utf-8")
    with pytest.raises(CchcError, match="another language"):
        extract(english)


def test_a_heading_without_year_or_unit_asks_for_them(real_report, tmp_path):
    lines = lines_of(real_report)
    no_year = tmp_path / "no_year.txt"
    no_year.write_text("\n".join(lines).replace("2021", "").replace("2022", ""), encoding="utf-8")
    with pytest.raises(CchcError, match="--year"):
        extract(no_year)
    no_unit = tmp_path / "no_unit.txt"
    no_unit.write_text(re.sub("(?i)lao dung", "", "\n".join(lines)), encoding="utf-8")
    with pytest.raises(CchcError, match="--unit"):
        extract(no_unit)
    assert extract(no_unit, unit_code="945").heading.report_id == "945-2021"
    assert extract(no_year, year=2021).heading.report_id == "945-2021"


def test_a_unit_that_does_not_exist_then_is_refused(real_report):
    with pytest.raises(CchcError, match="999"):
        extract(real_report, unit_code="999")


def test_the_command_reads_writes_rows_and_tells_how_many_are_sure(real_report, tmp_path):
    rows = tmp_path / "rows.csv"
    result = CliRunner().invoke(app, ["extract", str(real_report), "-o", str(rows)])
    assert result.exit_code == 0
    with rows.open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))
    assert tuple(read[0]) == ROW_COLUMNS
    assert len(read) == 147
    assert CliRunner().invoke(app, ["extract", str(real_report), "--strict"]).exit_code == 1
    absent = CliRunner().invoke(app, ["extract", str(tmp_path / "absent.txt"), str(real_report)])
    assert absent.exit_code == 1
    assert "945-2021" in absent.output
