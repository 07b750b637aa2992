"""A review or a letter that comes back changed is understood as it was meant, or refused whole, by sheet and cell."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc.deciding.answers import read_answers
from cchc.deciding.checking import check
from cchc.deciding.choices import answer_choice, verdict_choice
from cchc.deciding.guards import GUARDS, MARK
from cchc.deciding.letter_book import write_letter
from cchc.deciding.pictures import Pictures
from cchc.deciding.questions import Finding, Question, Questions
from cchc.deciding.review_book import DECIDE_SHEET, UNSURE_SHEET, write_review
from cchc.landing.answer_places import LandedPlace
from cchc.paths import LANDED_SEEDS, ROOT
from cchc.reference.form import load_forms
from cchc.seeds.reading import read_seed
from cchc.workbooks.written_rows import WRITTEN, rows_under_names

TODAY = date(2026, 11, 30)
REPORT = "945-2021"
CODES = ("I.1.1", "I.2.1", "III.2.3.1", "III.6.1", "III.6.2", "IV.1.1")
DECIDED = ("I.2.1", "III.6.1")
Change = Callable[[Workbook], None]


@pytest.fixture(scope="module")
def questions() -> Questions:
    (report,) = (row for row in read_seed(LANDED_SEEDS / "reports.csv") if row["report_id"] == REPORT)
    landed = {row["indicator_code"]: row for row in read_seed(LANDED_SEEDS / "indicator_rows.csv")
              if row["report_id"] == REPORT}  # fmt: skip
    form = next(form for form in load_forms() if form.version == report["form_version"])
    rows = {row.indicator_code: row for row in form.answered}
    finding = Finding(
        REPORT, "a_rule", "warning", "open", "Tổng phải bằng các phần.", "The total must be its parts.", ""
    )
    cells = tuple(
        Question(
            report, rows[code], landed[code], LandedPlace(3), "disputed", (finding,) if at < 4 else (), (), None, (3,)
        )
        for at, code in enumerate(CODES)
    )
    return Questions(cells, (), {})


@pytest.fixture(scope="module")
def review(questions, tmp_path_factory) -> Path:
    """A review with two decisions filled in."""
    path = tmp_path_factory.mktemp("review") / "review.xlsx"
    write_review(questions, Pictures(), path)
    workbook = openpyxl.load_workbook(path)
    for code in DECIDED:
        row = row_of(workbook[DECIDE_SHEET], code)
        for name, value in {
            "verdict": verdict_choice("ocr_error"), "value": 12, "evidence_grade": "B", "evidence": "trang 3 ghi 12",
            "decided_by": "Trần Thị Hoa", "decided_on": date(2026, 11, 24),
        }.items():  # fmt: skip
            row[name].value = value
    workbook.save(path)
    return path


@pytest.fixture(scope="module")
def letter(questions, tmp_path_factory) -> Path:
    """A letter with two answers, signed."""
    path = tmp_path_factory.mktemp("letter") / "letter.xlsx"
    write_letter(questions, Pictures(), path)
    workbook = openpyxl.load_workbook(path)
    for code in DECIDED:
        row = row_of(workbook[REPORT], code)
        row["verdict"].value, row["value"].value = answer_choice("ocr_error"), 12
    signature = {"signed_by": "Nguyễn Văn An", "signed_position": "Chánh Văn phòng", "signed_on": date(2026, 11, 24)}
    for row in rows_under_names(workbook[REPORT], GUARDS):
        if row[MARK].value:
            row["verdict"].value = signature[row[MARK].value]
    workbook.save(path)
    return path


def row_of(sheet: Worksheet, code: str) -> dict:
    return next(row for row in rows_under_names(sheet, GUARDS) if row["indicator_code"].value == code)


def first_sheet(workbook: Workbook) -> Worksheet:
    return next(sheet for sheet in workbook.worksheets if any(rows_under_names(sheet, GUARDS)))


def writing(name: str, value: object, code: str = "III.6.1") -> Change:
    def change(workbook: Workbook) -> None:
        cell = row_of(first_sheet(workbook), code)[name]
        assert cell.value != value
        cell.value = value

    return change


def without_column(name: str) -> Change:
    def change(workbook: Workbook) -> None:
        sheet = first_sheet(workbook)
        sheet.delete_cols(row_of(sheet, "I.2.1")[name].column)

    return change


def without_name(name: str) -> Change:
    def change(workbook: Workbook) -> None:
        sheet = first_sheet(workbook)
        column = row_of(sheet, "I.2.1")[name].column
        next(cell for cell in sheet[names_row(sheet)] if cell.column == column).value = None

    return change


def names_row(sheet: Worksheet) -> int:
    return next(rows_under_names(sheet, GUARDS))["report_id"].row - 2


def without_names(workbook: Workbook) -> None:
    sheet = first_sheet(workbook)
    sheet.delete_rows(names_row(sheet))


def without_guards(workbook: Workbook) -> None:
    sheet = first_sheet(workbook)
    for column in sorted((row_of(sheet, "I.2.1")[name].column for name in (WRITTEN, *GUARDS)), reverse=True):
        sheet.delete_cols(column)


def swapped(*names: str) -> Change:
    """These cells of two rows in each other's place, as after sorting some of the columns."""

    def change(workbook: Workbook) -> None:
        first, second = (row_of(first_sheet(workbook), code) for code in DECIDED)
        pairs = [(first[name], second[name]) for name in names]
        for one, other in pairs:
            one.value, other.value = other.value, one.value

    return change


def with_a_row_of_ones_own(workbook: Workbook) -> None:
    sheet = first_sheet(workbook)
    row, model = sheet.max_row + 2, row_of(sheet, "I.2.1")
    if any(one[MARK].value for one in rows_under_names(sheet, GUARDS)):  # of a letter: above the signature
        row = next(one[MARK].row for one in rows_under_names(sheet, GUARDS) if one[MARK].value) - 1
    for name in ("verdict", "value"):
        sheet.cell(row, model[name].column).value = model[name].value


def guards_from_another_row(workbook: Workbook) -> None:
    first, second = (row_of(first_sheet(workbook), code) for code in ("I.2.1", "I.1.1"))
    for name in (*GUARDS, WRITTEN):
        first[name].value = second[name].value


def with_a_column_twice(name: str, value: object) -> Change:
    """As whoever copies a column beside the table: its hidden name is there twice."""

    def change(workbook: Workbook) -> None:
        sheet = first_sheet(workbook)
        at, row = sheet.max_column + 1, row_of(sheet, "III.6.1")[name].row
        sheet.cell(names_row(sheet), at).value = name
        sheet.cell(row, at).value = value

    return change


REVIEW_ONLY = ("report", "finding_vi", "finding_en", "proposals")
BOTH = ("code", "label", "read", "place")
INPUTS = ("verdict", "value", "base_value", "evidence_grade", "evidence", "despite", "decided_by", "decided_on")
REFUSED: dict[str, tuple[str, Change, str]] = {
    **{f"review: column {name} deleted": ("review", without_column(name), f"no column {name}")
       for name in (*BOTH, *REVIEW_ONLY, *INPUTS, *GUARDS, WRITTEN, MARK)},
    **{f"letter: column {name} deleted": ("letter", without_column(name), f"no column {name}")
       for name in ("number", "why", *BOTH, "verdict", "value", "evidence", *GUARDS, WRITTEN, MARK)},
    **{f"review: hidden name of {name} deleted": ("review", without_name(name), f"no column {name}")
       for name in ("verdict", "raw_value", "code")},
    **{f"review: {name} written over": ("review", writing(name, "khác"), f"“khác” in column {name}")
       for name in (*BOTH, *REVIEW_ONLY, *GUARDS)},
    **{f"letter: {name} written over": ("letter", writing(name, "khác"), f"“khác” in column {name}")
       for name in (*BOTH, "why", *GUARDS)},
    **{f"review: {name} emptied": ("review", writing(name, None), f"“” in column {name}")
       for name in ("code", "report_id", "raw_value", "record")},
    "review: a code that is another row's": ("review", writing("code", "III.6.2"), "Expected “III.6.1”"),
    "review: a guard that is another row's": ("review", writing("indicator_code", "III.6.2"), "Expected “III.6.1”"),
    "review: a formula for a code": ("review", writing("code", "=B6"), "“=B6” in column code"),
    "review: labels sorted alone": ("review", swapped("code", "label"), "in column code"),
    "review: guards sorted alone": ("review", swapped(*GUARDS, WRITTEN), "in column code"),
    "review: all guards of another row": ("review", guards_from_another_row, "in column code"),
    "review: the hidden names deleted": ("review", without_names, "the hidden row with the names of"),
    "letter: the hidden names deleted": ("letter", without_names, "the hidden row with the names of"),
    "review: all guards deleted": ("review", without_guards, "no column indicator_code"),
    "review: a row of one's own": ("review", with_a_row_of_ones_own, "says of no figure what it is"),
    "letter: a row of one's own": ("letter", with_a_row_of_ones_own, "says of no figure what it is"),
    "review: a column copied": ("review", with_a_column_twice("value", 77), "two columns value"),
    "letter: a column copied": ("letter", with_a_column_twice("value", 77), "two columns value"),
    "review: evidence that says nothing": ("review", writing("evidence", "…"), "no reason is given"),
    "review: evidence that nobody sees": ("review", writing("evidence", "\u3164\u3164\u3164"), "no reason is given"),
    "review: evidence of spaces without width": ("review", writing("evidence", "\u200b" * 3), "no reason is given"),
    "review: signed by letters that nobody sees": ("review", writing("decided_by", "\u3164\uffa0\u1160"), "not signed"),
    "review: signed by dots": ("review", writing("decided_by", "..."), "not signed"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "change", "told"), REFUSED.values(), ids=REFUSED)
def test_a_workbook_that_was_changed_is_refused_by_its_cell(review, letter, tmp_path, kind, change, told):
    path = changed({"review": review, "letter": letter}[kind], change, tmp_path)
    answers, refusals = read_answers(path, TODAY)
    assert refusals and any(told in str(one) for one in refusals), refusals
    assert all("sheet “" in str(one) and "cell " in str(one) for one in refusals)
    assert "column" not in told or answers == []  # nothing is read of what is not as it was written


def changed(path: Path, change: Change, folder: Path) -> Path:
    workbook = openpyxl.load_workbook(path)
    change(workbook)
    workbook.save(folder / path.name)
    return folder / path.name


def sorted_rows(workbook: Workbook) -> None:
    """Whole rows in another order, hidden cells and all, as Excel sorts them."""
    sheet = first_sheet(workbook)
    rows = [row for row in rows_under_names(sheet, GUARDS) if row[WRITTEN].value]
    values = [{name: cell.value for name, cell in row.items()} for row in reversed(rows)]
    for row, own in zip(rows, values, strict=True):
        for name, cell in row.items():
            cell.value = own[name]


def moved_column(workbook: Workbook) -> None:
    sheet = first_sheet(workbook)
    for merged in list(sheet.merged_cells.ranges):  # openpyxl would leave them where they are
        sheet.unmerge_cells(str(merged))
    sheet.insert_cols(1)


def rows_deleted(workbook: Workbook) -> None:
    sheet = first_sheet(workbook)
    sheet.delete_rows(row_of(sheet, "I.1.1")["report_id"].row)


def shown_and_unlocked(workbook: Workbook) -> None:
    for sheet in workbook.worksheets:
        sheet.protection.sheet = False
        for dimension in (*sheet.column_dimensions.values(), *sheet.row_dimensions.values()):
            dimension.hidden = False


def without_pictures(workbook: Workbook) -> None:
    sheet = first_sheet(workbook)
    if "picture" in row_of(sheet, "I.2.1"):
        sheet.delete_cols(row_of(sheet, "I.2.1")["picture"].column)


def other_letters(workbook: Workbook) -> None:
    for cell in row_of(first_sheet(workbook), "I.2.1").values():
        font = copy(cell.font)
        font.size, font.color = 20, "FF0000"
        cell.font = font


def renamed_sheet(workbook: Workbook) -> None:
    first_sheet(workbook).title = "Trang của tôi"


def other_sheet_deleted(workbook: Workbook) -> None:
    workbook.remove(next(sheet for sheet in workbook.worksheets if sheet is not first_sheet(workbook)))


def words_below(workbook: Workbook) -> None:
    sheet = first_sheet(workbook)
    sheet.cell(sheet.max_row + 3, 3).value = "TM. ỦY BAN NHÂN DÂN"


def spaces_beside(workbook: Workbook) -> None:
    row = row_of(first_sheet(workbook), "I.2.1")
    row["label"].value = f" {row['label'].value.replace(' ', '  ')} "


UNDERSTOOD: dict[str, Change] = {
    "rows sorted": sorted_rows, "a column put before": moved_column, "rows deleted": rows_deleted,
    "hidden columns shown": shown_and_unlocked, "pictures deleted": without_pictures, "other letters": other_letters,
    "sheet renamed": renamed_sheet, "words below": words_below, "spaces beside a label": spaces_beside,
}  # fmt: skip


@pytest.mark.parametrize("change", UNDERSTOOD.values(), ids=UNDERSTOOD)
@pytest.mark.parametrize("kind", ["review", "letter"])
def test_a_workbook_that_only_looks_otherwise_is_taken(review, letter, tmp_path, kind, change):
    given = {"review": review, "letter": letter}[kind]

    def told(path: Path) -> list[tuple]:
        answers, refusals = read_answers(path, TODAY)
        assert refusals == []
        return sorted((one.report_id, one.indicator_code, one.verdict, one.decided_by, one.evidence) for one in answers)

    assert len(told(given)) == len(DECIDED)
    assert told(changed(given, change, tmp_path)) == told(given)


def test_a_workbook_without_its_other_sheet_is_taken(review, tmp_path):
    answers, refusals = read_answers(changed(review, other_sheet_deleted, tmp_path), TODAY)
    assert (len(answers), refusals) == (2, [])
    assert UNSURE_SHEET != DECIDE_SHEET


def test_answers_on_made_up_reports_are_no_decisions_on_real_ones(questions, tmp_path):
    """The samples have a report of the same id."""
    made_up = [replace(one, report={**one.report, "source_file": f"sample_{REPORT}"}) for one in questions.cells]
    path = tmp_path / "review.xlsx"
    write_review(replace(questions, cells=tuple(made_up)), Pictures(), path)
    workbook = openpyxl.load_workbook(path)
    assert "MẪU / SAMPLE" in workbook[DECIDE_SHEET]["A1"].value
    row = row_of(workbook[DECIDE_SHEET], "I.2.1")
    for name, value in {
        "verdict": verdict_choice("confirmed"), "evidence": "trang 3", "decided_by": "Hoa", "decided_on": TODAY,
    }.items():  # fmt: skip
        row[name].value = value
    workbook.save(path)
    answers, refusals = read_answers(path, TODAY)
    assert refusals == []
    decisions, _, refusals = check(answers, [], tmp_path / "no_build.duckdb", ROOT)
    assert decisions == []
    assert "asked about a made-up report, and the one on record here is not" in str(refusals[0])
    assert "Take it with --samples" in str(refusals[0])
