"""From open findings to a workbook, filled in, and back: what is recorded, what is refused, what the build says."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cchc.building.running_build import build_file
from cchc.deciding.answers import INPUTS
from cchc.deciding.choices import answer_choice, verdict_choice
from cchc.deciding.guards import GUARDS
from cchc.deciding.letter_book import write_letter
from cchc.deciding.page_sheet import PAGE_SHEET
from cchc.deciding.pictures import Pictures, cut_pictures
from cchc.deciding.questions import load_questions
from cchc.deciding.recording import COLUMNS, Refused, decide, withdraw
from cchc.deciding.review_book import DECIDE_SHEET, ELSEWHERE_SHEET, UNSURE_SHEET, write_review
from cchc.errors import CchcError
from cchc.landing.answer_places import LandedPlace
from cchc.landing.recording import land
from cchc.reading.documents import Document, Line, sha256_of
from cchc.reading.extraction import Extraction
from cchc.reading.text.report_heading import Heading
from cchc.reference.form import load_forms
from cchc.seeds.reading import read_seed
from cchc.workbooks.written_rows import rows_under_names

from ..project_copy import keep_report, run, sign_changes, stopped_at_the_gate

REPORT, TODAY, DAY = "945-2021", date(2026, 11, 24), datetime(2026, 11, 24)
SIGNED = {"decided_by": "Trần Thị Hoa", "decided_on": DAY}
MENDED = {
    "verdict": verdict_choice("ocr_error"), "value": 269, "evidence_grade": "A", **SIGNED,
    "evidence": "III.2.3 = 389 = 269 + 136 − 16",
}  # fmt: skip


def change_rows(root: Path, cells: dict[str, dict[str, str]]) -> None:
    path = root / "seeds" / "landed" / "indicator_rows.csv"
    rows = read_seed(path)
    for row in rows:
        row.update(cells.get(row["indicator_code"], {}))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sign_changes(root)


@pytest.fixture(scope="module")
def project(new_project, tmp_path_factory) -> Path:
    """A copy of the project whose report has III.2.3.1 misread, and whose build the gate therefore stopped."""
    root = new_project(tmp_path_factory.mktemp("deciding") / "project")
    keep_report(root, "945-2021")
    change_rows(root, {"III.2.3.1": {"raw_value": "279", "value": "279"}})
    stopped = stopped_at_the_gate(root)
    assert "procedures_in_force_sum" in stopped.stdout
    return root


@pytest.fixture
def root(project, tmp_path) -> Path:
    """The seeds of that project, to decide in; its build judges."""
    shutil.copytree(project / "seeds", tmp_path / "seeds")
    return tmp_path


def review_of(project: Path, root: Path, letter: bool = False) -> Path:
    path = root / ("letter.xlsx" if letter else "review.xlsx")
    questions = load_questions(build_file(project), root)
    (write_letter if letter else write_review)(questions, Pictures(), path)
    return path


def row_of(sheet: Worksheet, code: str) -> dict:
    return next(row for row in rows_under_names(sheet, GUARDS) if row["indicator_code"].value == code)


def fill(path: Path, sheet: str, **rows: dict) -> None:
    """Fill cells of rows, by code with `_` for its dots."""
    workbook = openpyxl.load_workbook(path)
    for code, cells in rows.items():
        row = row_of(workbook[sheet], code.replace("_", "."))
        for name, value in cells.items():
            row[name].value = value
    workbook.save(path)


def sign(path: Path, name: str | None = "Nguyễn Văn An", on: object = DAY) -> None:
    workbook = openpyxl.load_workbook(path)
    for row in rows_under_names(workbook[REPORT], GUARDS):
        written = {"signed_by": name, "signed_position": "Chánh Văn phòng", "signed_on": on}.get(row["mark"].value)
        if row["mark"].value:
            row["verdict"].value = written
    workbook.save(path)


def seed_of(root: Path) -> list[dict[str, str]]:
    return read_seed(root / "seeds" / "decisions" / "adjudications.csv")


def on_cell(root: Path, code: str) -> list[dict[str, str]]:
    return [one for one in seed_of(root) if one["indicator_code"] == code]


def test_the_columns_are_those_of_the_seed(root):
    assert tuple(seed_of(root)[0]) == COLUMNS


def test_the_review_has_every_cell_in_doubt_with_its_guard(project, root):
    workbook = openpyxl.load_workbook(review_of(project, root))
    contested = {row["indicator_code"].value: row for row in rows_under_names(workbook[DECIDE_SHEET], GUARDS)}
    unsure = {row["indicator_code"].value: row for row in rows_under_names(workbook[UNSURE_SHEET], GUARDS)}
    assert {"III.2.3", "III.2.3.1", "III.2.3.2", "I.2.5", "V.3.3"} <= set(contested)
    assert {"V.2.2", "V.2.4", "VII.3.2", "VII.5.2", "VII.5.3", "VII.6.1"} == set(unsure)
    assert unsure["VII.6.1"]["read"].value == "không tìm thấy khi đọc"
    landed = read_seed(root / "seeds" / "landed" / "indicator_rows.csv")
    raw = {row["indicator_code"]: row["raw_value"] for row in landed}
    for code, row in {**contested, **unsure}.items():
        assert (row["raw_value"].value or "") == raw[code]
    found = contested["III.2.3.1"]
    assert "procedures_in_force_sum" in found["rule_ids"].value
    assert "phải bằng" in found["finding_vi"].value and "must equal" in found["finding_en"].value
    assert "269" in found["proposals"].value
    assert "trang 10" in found["place"].value
    assert "Quyết định hiện có: Chưa xác định được" in contested["I.2.5"]["finding_vi"].value
    with duckdb.connect(str(build_file(project)), read_only=True) as build:
        (open_findings,) = build.execute(
            "select count(*) from marts.fct_data_quality_findings where finding_status = 'open'"
        ).fetchone()
    told = {rule for row in contested.values() for rule in (row["rule_ids"].value or "").split()}
    elsewhere = workbook[ELSEWHERE_SHEET].max_row - 3 if ELSEWHERE_SHEET in workbook.sheetnames else 0
    assert open_findings <= len(told) + elsewhere


def test_only_the_cells_to_fill_are_open_and_the_guards_are_hidden(project, root):
    for path in (review_of(project, root), review_of(project, root, letter=True)):
        for sheet in openpyxl.load_workbook(path).worksheets:
            assert sheet.protection.sheet
            for row in rows_under_names(sheet, GUARDS):
                if row["report_id"].value is None:
                    continue
                opened = {name for name, cell in row.items() if not cell.protection.locked}
                assert opened <= set(INPUTS)
                assert all(sheet.column_dimensions[row[name].column_letter].hidden for name in GUARDS)


def test_the_same_review_is_the_same_file(project, root):
    assert review_of(project, root).read_bytes() == review_of(project, root).read_bytes()


def test_no_text_of_a_report_becomes_a_formula(project, root):
    change_rows(root, {"VII.5.3": {"raw_value": '=HYPERLINK("x")'}})
    with pytest.raises(CchcError, match="dbt build"):  # the seeds are not what was built
        review_of(project, root)
    from cchc.workbooks.parts import write_text

    workbook = openpyxl.Workbook()
    for at, text in enumerate(('=HYPERLINK("x")', "+1", "-", "@a", "\x0bg4"), start=1):
        write_text(workbook.active.cell(at, 1), text)
    workbook.save(root / "texts.xlsx")
    cells = [cell for (cell,) in openpyxl.load_workbook(root / "texts.xlsx").active.iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ('=HYPERLINK("x")', "s"), ("+1", "s"), ("-", "s"), ("@a", "s"), ("g4", "s"),
    ]  # fmt: skip


def test_a_decision_is_recorded_once_however_often_the_file_is_taken(project, root):
    path = review_of(project, root)
    fill(path, DECIDE_SHEET, III_2_3_1=MENDED)
    recorded = decide(path, build_file(project), TODAY, root)
    assert recorded.added == ("945-2021-III.2.3.1-1",)
    (row,) = on_cell(root, "III.2.3.1")
    assert row == {
        "adjudication_id": "945-2021-III.2.3.1-1", "report_id": REPORT, "indicator_code": "III.2.3.1",
        "raw_value_expected": "279", "verdict": "ocr_error", "corrected_value": "269", "corrected_base_value": "",
        "evidence_grade": "A", "evidence": MENDED["evidence"], "decided_by": "Trần Thị Hoa",
        "decided_on": "2026-11-24", "withdrawn_on": "", "withdrawn_by": "", "rule_ids": "",
    }  # fmt: skip
    seed = (root / "seeds" / "decisions" / "adjudications.csv").read_bytes()
    again = decide(path, build_file(project), TODAY + timedelta(days=1), root)
    assert (again.added, again.known) == ((), 1)
    assert (root / "seeds" / "decisions" / "adjudications.csv").read_bytes() == seed


def test_a_changed_decision_withdraws_the_earlier_one_and_keeps_it(project, root):
    path = review_of(project, root)
    fill(
        path,
        DECIDE_SHEET,
        I_2_5={"verdict": "ocr_error", "value": 39, "evidence_grade": "B", "evidence": "dòng 379", **SIGNED},
    )
    recorded = decide(path, build_file(project), TODAY, root)
    assert recorded.withdrawn == ("945-2021-I.2.5-1",)
    assert [(one["verdict"], one["withdrawn_on"], one["withdrawn_by"]) for one in on_cell(root, "I.2.5")] == [
        ("undecided", "2026-11-24", "Trần Thị Hoa"),
        ("ocr_error", "", ""),
    ]


def test_a_decision_can_be_withdrawn_and_taking_the_file_again_does_not_bring_it_back(project, root):
    path = review_of(project, root)
    fill(path, DECIDE_SHEET, III_2_3_1=MENDED)
    decide(path, build_file(project), TODAY, root)
    withdraw("945-2021-III.2.3.1-1", "Lê Minh", TODAY, root)
    (row,) = on_cell(root, "III.2.3.1")
    assert (row["withdrawn_on"], row["withdrawn_by"]) == ("2026-11-24", "Lê Minh")
    again = decide(path, build_file(project), TODAY, root)
    assert (again.added, again.known) == ((), 0)
    assert [one["adjudication_id"] for one in again.taken_back] == ["945-2021-III.2.3.1-1"]
    fill(path, DECIDE_SHEET, III_2_3_1={"decided_on": DAY + timedelta(days=1)})
    assert decide(path, build_file(project), TODAY + timedelta(days=1), root).added == ("945-2021-III.2.3.1-2",)
    assert "is withdrawn" in withdraw("945-2021-III.2.3.1-1", "Lê Minh", TODAY + timedelta(days=1), root)
    assert on_cell(root, "III.2.3.1")[0] == row
    with pytest.raises(CchcError, match="already"):
        withdraw("945-2021-III.2.3.1-1", "Trần Lan", TODAY, root)
    with pytest.raises(CchcError, match="--by"):
        withdraw("945-2021-III.2.3.1-1", None, TODAY, root)
    with pytest.raises(CchcError, match="no decision"):
        withdraw("945-2021-X-1", "Lê Minh", TODAY, root)


def test_a_verdict_that_settles_findings_names_their_rules(project, root):
    path = review_of(project, root)
    fill(
        path, DECIDE_SHEET,
        III_2_3={"verdict": "source_inconsistent", "evidence": "bản ký cũng ghi 389", **SIGNED},
        I_2_5={"verdict": "rule_not_applicable", "evidence": "gồm cả năm trước", **SIGNED},
    )  # fmt: skip
    decide(path, build_file(project), TODAY, root)
    assert on_cell(root, "III.2.3")[-1]["rule_ids"] == "procedures_in_force_sum"
    assert on_cell(root, "I.2.5")[-1]["rule_ids"] == (
        "reform_inspection_problems_resolved_within_reform_inspection_problems_found"
    )


@pytest.mark.parametrize(
    ("code", "cells", "said"),
    [
        ("III_2_3_1", {"decided_by": None}, "not signed"),
        ("III_2_3_1", {"decided_on": None}, "not dated"),
        ("III_2_3_1", {"decided_on": datetime(2026, 11, 25)}, "not dated"),
        ("III_2_3_1", {"evidence": None}, "no reason"),
        ("III_2_3_1", {"evidence_grade": None}, "kind of evidence"),
        ("III_2_3_1", {"evidence_grade": "Z"}, "kind of evidence"),
        ("III_2_3_1", {"evidence_grade": "E"}, "names no place"),
        ("III_2_3_1", {"evidence_grade": "E", "evidence": "xem bản giấy, ô III.2.3.1"}, "names no place"),
        ("III_2_3_1", {"verdict": "district_corrected"}, "own correction on evidence A"),
        ("III_2_3_1", {"verdict": "district_corrected", "value": None}, "no value is given"),
        ("III_2_3_1", {"verdict": None}, "is no verdict"),
        ("III_2_3_1", {"verdict": "Sai"}, "is no verdict"),
        ("III_2_3_1", {"value": None}, "no value is given"),
        ("III_2_3_1", {"value": 26.9}, "a whole number"),
        ("III_2_3_1", {"value": "2b9"}, "a whole number"),
        ("III_2_3_1", {"value": -269}, "a whole number"),
        ("III_2_3_1", {"value": 10**15}, "a whole number"),
        ("III_2_3_1", {"value": "=268+1"}, "formula"),
        ("III_2_3_1", {"value": 279}, "value that was read"),
        ("III_2_3_1", {"base_value": 300}, "only for a ratio"),
        ("III_2_3_1", {"value": 268}, "with this value a rule fails"),
        ("III_2_3_1", {"verdict": "confirmed"}, "keeps the figure as read"),
        ("V_3_3", {"verdict": "confirmed", "value": None}, "nothing could be read"),
        ("II_1_2", {"verdict": "source_inconsistent", "value": None}, "no rule fails"),
        ("V_2_1", {"verdict": "confirmed", "value": None, "decided_on": datetime(2026, 1, 1)}, "later"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_cell_and_nothing_is_recorded(project, root, code, cells, said):
    path = review_of(project, root)
    before = seed_of(root)
    good = {"verdict": "undecided", "evidence": "đã xem", **SIGNED}
    fill(path, DECIDE_SHEET, I_2_4=good, **{code: {**MENDED, **cells}})
    row = row_of(openpyxl.load_workbook(path)[DECIDE_SHEET], code.replace("_", "."))["verdict"].row
    with pytest.raises(Refused) as refused:
        decide(path, build_file(project), TODAY, root)
    message = str(refused.value)
    assert said in message
    assert f"sheet “{DECIDE_SHEET}”, row {row}, cell " in message and f"({REPORT} {code.replace('_', '.')})" in message
    assert "Expected" in message
    assert seed_of(root) == before


def test_a_value_that_breaks_a_rule_is_taken_with_its_reason(project, root):
    path = review_of(project, root)
    fill(path, DECIDE_SHEET, III_2_3_1={**MENDED, "value": 268, "despite": "bản giấy ghi rõ 268"})
    decide(path, build_file(project), TODAY, root)
    assert on_cell(root, "III.2.3.1")[-1]["evidence"].endswith("procedures_in_force_sum: bản giấy ghi rõ 268")
    assert decide(path, build_file(project), TODAY, root).known == 1


def test_a_row_whose_reading_has_changed_is_refused(project, root):
    path = review_of(project, root)
    fill(path, DECIDE_SHEET, III_2_3_1=MENDED)
    change_rows(root, {"III.2.3.1": {"raw_value": "269", "value": "269"}})
    with pytest.raises(Refused, match="“279”, but “269” is read"):
        decide(path, build_file(project), TODAY, root)


def test_another_file_is_no_review(root, project):
    path = root / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(CchcError, match="cchc review"):
        decide(path, build_file(project), TODAY, root)
    path.write_text("no workbook")
    with pytest.raises(CchcError, match="Excel workbook"):
        decide(path, build_file(project), TODAY, root)


def test_the_answer_of_a_district_becomes_decisions_that_say_whose_they_are(project, root):
    path = review_of(project, root, letter=True)
    right, slip, other = (answer_choice(answer) for answer in ("as_reported", "district_corrected", "ocr_error"))
    fill(
        path, REPORT,
        III_2_3_1={"verdict": slip, "value": 269},
        III_2_3={"verdict": right},
        I_2_5={"verdict": right, "evidence": "gồm cả vấn đề của năm 2020"},
        V_3_3={"value": "4"},
        VII_6_1={"verdict": other, "value": 1},
        VII_5_2={"value": 0},
        II_1_2={"verdict": other, "value": 5},
        V_2_1={"value": 3},
    )  # fmt: skip
    sign(path)
    decide(path, build_file(project), TODAY, root)
    decided = {
        code: on_cell(root, code)[-1]
        for code in ("III.2.3.1", "III.2.3", "I.2.5", "V.3.3", "VII.6.1", "VII.5.2", "II.1.2", "V.2.1")
    }
    assert {code: (one["verdict"], one["corrected_value"], one["rule_ids"]) for code, one in decided.items()} == {
        "III.2.3.1": ("district_corrected", "269", ""),
        "II.1.2": ("ocr_error", "5", ""),  # the report says so, and was misread
        "V.2.1": ("ocr_error", "3", ""),  # a figure alone, where another was read doubtfully
        "III.2.3": ("confirmed", "", ""),  # once III.2.3.1 is mended its rule holds
        "I.2.5": (
            "source_inconsistent", "", "reform_inspection_problems_resolved_within_reform_inspection_problems_found",
        ),
        "V.3.3": ("ocr_error", "4", ""),  # a figure alone, where nothing could be read
        "VII.6.1": ("ocr_error", "1", ""),
        "VII.5.2": ("ocr_error", "0", ""),  # a figure alone, where none was found
    }  # fmt: skip
    for one in decided.values():
        assert one["evidence_grade"] == "D"
        assert one["decided_by"] == "Nguyễn Văn An, Chánh Văn phòng"
        assert (
            "Huyện trả lời" in one["evidence"]
            and "Nguyễn Văn An" in one["evidence"]
            and "24/11/2026" in one["evidence"]
        )
    assert decide(path, build_file(project), TODAY, root).known == 8


def test_a_figure_alone_where_another_was_read_clearly_is_the_slip_of_the_district(project, root):
    path = review_of(project, root, letter=True)
    fill(path, REPORT, III_2_3_1={"value": 269})
    sign(path)
    decide(path, build_file(project), TODAY, root)
    (decided,) = on_cell(root, "III.2.3.1")
    assert (decided["verdict"], decided["corrected_value"]) == ("district_corrected", "269")
    assert "Số đúng là 269" in decided["evidence"]


@pytest.mark.parametrize(
    ("cells", "signature", "said"),
    [
        ({"verdict": answer_choice("as_reported")}, {"name": None}, "not signed"),
        ({"verdict": answer_choice("as_reported")}, {"on": "hôm nay"}, "not dated"),
        ({"verdict": answer_choice("as_reported"), "value": 3}, {}, "a figure stands beside it"),
        ({"verdict": answer_choice("ocr_error")}, {}, "no value is given"),
        ({"evidence": "sẽ trả lời sau"}, {}, "the answer is “”"),
        ({"verdict": answer_choice("ocr_error"), "value": 270}, {}, "with this value a rule fails"),
    ],
)
def test_an_answer_of_a_district_that_cannot_stand_is_refused(project, root, cells, signature, said):
    path = review_of(project, root, letter=True)
    fill(path, REPORT, III_2_3_1=cells)
    sign(path, **signature)
    before = seed_of(root)
    with pytest.raises(Refused, match=said):
        decide(path, build_file(project), TODAY, root)
    assert seed_of(root) == before


def test_a_decision_survives_a_new_reading_where_its_guard_does(project, root):
    path = review_of(project, root)
    fill(path, DECIDE_SHEET, III_2_3_1=MENDED)
    decide(path, build_file(project), TODAY, root)
    lost = land(read_anew(root, {"I.2.1": {"raw_value": "04", "value": "4", "read_status": "clear"}}), True, root)
    assert (lost.outcome, lost.lost_decisions) == ("replaced", ("945-2021-I.2.1-1",))
    assert on_cell(root, "III.2.3.1")[0]["withdrawn_on"] == ""
    withdraw("945-2021-I.2.1-1", "Lê Minh", TODAY, root)
    again = land(read_anew(root, {"I.2.4": {"raw_value": "4o"}}), True, root)
    assert again.lost_decisions == ()
    assert decide(path, build_file(project), TODAY, root).known == 1


def read_anew(root: Path, cells: dict[str, dict[str, str]]) -> Extraction:
    """The report as another document gives it: as it landed, but for these cells."""
    document = root / "anew.txt"
    document.write_text(str(cells), encoding="utf-8")
    rows = read_seed(root / "seeds" / "landed" / "indicator_rows.csv")
    rows = tuple({**row, **cells.get(row["indicator_code"], {})} for row in rows)
    read = Document(document, sha256_of(document.read_bytes()), "txt", (Line(1, 1, "BÁO CÁO"),))
    return Extraction(read, Heading("945", 2021, "year", None, None), load_forms()[0], rows, ())


def placed(extraction: Extraction) -> dict[str, LandedPlace]:
    """Where the answers of a scan stand, by code, as they land."""
    return {
        row["indicator_code"]: LandedPlace(place.page, place.doubt, place.box, is_scanned=True)
        for row, place in zip(extraction.rows, extraction.places, strict=True)
    }


def test_the_picture_of_a_cell_stands_on_its_row(project, root, scanned_sample):
    _, extraction = scanned_sample
    cut, pages = cut_pictures(extraction.document.path, placed(extraction), {"III.2.3.1": (3,), "I.2.5": (2,)})
    assert (set(cut), pages) == ({"III.2.3.1", "I.2.5"}, {})
    questions = load_questions(build_file(project), root)
    pictures = Pictures({(REPORT, code): jpeg for code, jpeg in cut.items()})
    write_review(questions, pictures, root / "pictured.xlsx")
    sheet = openpyxl.load_workbook(root / "pictured.xlsx")[DECIDE_SHEET]
    assert {picture.anchor._from.row + 1 for picture in sheet._images} == {
        row_of(sheet, code)["verdict"].row for code in cut
    }


def test_a_cell_that_the_document_does_not_show_leads_to_its_page(project, root, scanned_sample):
    _, extraction = scanned_sample
    places = placed(extraction)
    page = places.pop("VII.6.1").page
    cut, pages = cut_pictures(extraction.document.path, places, {"VII.6.1": (page,)})
    assert (cut, set(pages)) == ({}, {page})
    questions = load_questions(build_file(project), root)
    around = {(REPORT, number): pages[page] for one in questions.cells for number in one.pages}
    write_review(questions, Pictures(pages=around), root / "paged.xlsx")
    workbook = openpyxl.load_workbook(root / "paged.xlsx")
    assert len(workbook[PAGE_SHEET]._images) == len(around)
    cell = row_of(workbook[UNSURE_SHEET], "VII.6.1")["picture"]
    place = cell.hyperlink.location.rpartition("!")[2]
    assert cell.value == "xem trang 15"
    assert workbook[PAGE_SHEET][place].value == f"{REPORT}, trang 15"


def test_a_row_without_a_page_is_looked_for_between_its_neighbours(project, root):
    """Which those are is asked of int_open_questions in its unit test."""
    questions = load_questions(build_file(project), root)
    nowhere = {"page": "", "line_from": "", "line_to": ""}
    cells = (
        replace(cell, landed=cell.landed | nowhere, pages=(13, 14, 15))
        if cell.form_row.indicator_code == "VII.6.1"
        else cell
        for cell in questions.cells
    )
    write_review(replace(questions, cells=tuple(cells)), Pictures(), root / "placed.xlsx")
    row = row_of(openpyxl.load_workbook(root / "placed.xlsx")[UNSURE_SHEET], "VII.6.1")
    assert row["place"].value == "trang 13–trang 15"


def test_that_a_cell_is_empty_on_the_paper_is_confirmed_where_it_was_not_found(project, root):
    path = review_of(project, root)
    seen = {"verdict": "confirmed", "evidence": "bản giấy, trang 14: ô để trống", **SIGNED}
    fill(path, UNSURE_SHEET, VII_5_2=seen)
    with pytest.raises(Refused, match="evidence E that the paper has none"):
        decide(path, build_file(project), TODAY, root)
    fill(path, UNSURE_SHEET, VII_5_2={"evidence_grade": "E"})
    assert decide(path, build_file(project), TODAY, root).added == ("945-2021-VII.5.2-1",)
    (row,) = on_cell(root, "VII.5.2")
    assert (row["verdict"], row["corrected_value"], row["evidence_grade"]) == ("confirmed", "", "E")


def test_the_letter_asks_for_what_was_not_found_and_never_says_that_it_is_empty(project, root):
    path = review_of(project, root, letter=True)
    sheet = openpyxl.load_workbook(path)[REPORT]
    words = row_of(sheet, "VII.6.1")["why"].value
    assert "không tìm thấy" in words and "cho biết số liệu" in words
    assert not any("trống" in str(row["why"].value) for row in rows_under_names(sheet, GUARDS))
    fill(path, REPORT, VII_6_1={"verdict": answer_choice("as_reported")})
    sign(path)
    with pytest.raises(Refused, match="nothing could be read"):
        decide(path, build_file(project), TODAY, root)


def test_the_build_follows_the_decisions_and_the_release_is_made(project):
    """The last test of the project: the commands themselves, and all kinds of verdict under one build."""
    written = run(project, "cchc", "review", "-o", "review.xlsx")
    assert written.returncode == 0, written.stderr
    fill(
        project / "review.xlsx", DECIDE_SHEET,
        III_2_3_1={
            **MENDED, "verdict": verdict_choice("district_corrected"), "evidence_grade": "D",
            "evidence": "Công văn trả lời của huyện", "decided_on": "24/11/2026",
        },
        I_2_5={"verdict": "source_inconsistent", "evidence": "bản ký cũng ghi 97", **SIGNED},
        V_2_1={"verdict": "confirmed", "evidence": "ảnh rõ số 2", **SIGNED},
    )  # fmt: skip
    fill(
        project / "review.xlsx",
        UNSURE_SHEET,
        V_2_2={**MENDED, "value": 0, "evidence_grade": "B", "evidence": "lời văn"},
        VII_6_1={**MENDED, "value": 1, "evidence_grade": "E", "evidence": "bản giấy, trang 15"},
    )
    decided = run(project, "cchc", "decide", "review.xlsx")
    assert decided.returncode == 0, decided.stderr
    assert "5 new decisions" in decided.stdout
    built = run(project, "dbt", "build")
    assert built.returncode == 0, built.stdout[-3000:]
    with duckdb.connect(str(project / "warehouse" / "cchc.duckdb"), read_only=True) as release:
        figures = release.execute(
            "select indicator_code, value, value_status from marts.fct_indicator_values "
            "where indicator_code in ('III.2.3.1', 'I.2.5', 'V.2.1', 'V.2.2', 'VII.6.1', 'VII.5.2') "
            "order by all"
        ).fetchall()
        findings = dict(
            release.execute("select rule_id, finding_status from marts.fct_data_quality_findings").fetchall()
        )
    assert figures == [
        ("I.2.5", 97, "reported"), ("III.2.3.1", 269, "corrected"), ("V.2.1", 2, "reported"), ("V.2.2", 0, "corrected"),
        ("VII.5.2", None, "missing"), ("VII.6.1", 1, "corrected"),
    ]  # fmt: skip
    assert findings["procedures_in_force_sum"] == "corrected"
    assert findings["reform_inspection_problems_resolved_within_reform_inspection_problems_found"] == "explained"
    shown = run(project, "cchc", "report", "--unit", "945", "--year", "2021", "-o", "page.html")
    assert shown.returncode == 0, shown.stderr
    page = " ".join((project / "page.html").read_text(encoding="utf-8").split())
    assert page.count("huyện đính chính <i") == 1
    assert 'huyện đính chính <i lang="en">corrected by the district</i>, báo cáo ghi “279”' in page
    assert page.count("không tìm thấy khi đọc</small>") == 1 and "ô trống" not in page
    assert 'đọc sai, đã sửa <i lang="en">misread, corrected</i>, đọc là “g4”' in page
    left = run(project, "cchc", "review", "-o", "left.xlsx")
    assert left.returncode == 0
    codes = {
        row["indicator_code"].value
        for row in rows_under_names(openpyxl.load_workbook(project / "left.xlsx")[DECIDE_SHEET], GUARDS)
    }
    assert not {"III.2.3.1", "I.2.5", "V.2.1"} & codes
