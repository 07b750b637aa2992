"""The blank form: what may be filled in, what is refused, what the live checks say, and that it reads back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pdfplumber
import pytest
from openpyxl import Workbook
from openpyxl.formula import Tokenizer

from cchc.errors import CchcError
from cchc.reading.documents import Document, Line
from cchc.reading.extraction import extract
from cchc.reading.text.report_heading import read_heading
from cchc.reference.form import load_forms
from cchc.reference.periods import last_day
from cchc.reference.rules import load_rules
from cchc.reference.units import units_on
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate
from cchc.workbooks import blank_form
from cchc.workbooks.blank_form import CHECK_SHEET, FORM_SHEET, HEADING_ROW, UNIT_SHEET, write_blank_form
from cchc.workbooks.parts import row_height

FORM = next(form for form in load_forms() if form.version == "2021")
RULE_COLUMN, RESULT_COLUMN = "B", "G"


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    write_blank_form(2023, path, "945")
    return path


def filled(blank: Path, report: SampleReport, **changed: object) -> Workbook:
    """The form as a district fills it in; `changed` gives other answers by concept."""
    workbook = openpyxl.load_workbook(blank)
    sheet = workbook[FORM_SHEET]
    for row in FORM.answered:
        sheet.cell(HEADING_ROW + row.position, 4).value = changed.get(row.concept, typed(report, row.concept))
    return workbook


def typed(report: SampleReport, concept: str) -> object:
    figure = report.answers[concept]
    if figure.value is None:
        return None
    if figure.base is not None:
        return f"{figure.value}/{figure.base}"
    return float(figure.value) if figure.decimals else int(figure.value)


def ratio_report() -> SampleReport:
    """A sample that writes every ratio with its base."""
    unit = units_for(2023, ("945",))[0]
    reports = (generate(unit, 2023, seed) for seed in range(20))
    return next(
        one
        for one in reports
        if all(one.answers[row.concept].base is not None for row in FORM.answered if row.answer_type == "ratio")
        and one.answers["other_task_results"].value is not None
    )


def live_results(workbook: Workbook) -> dict[str, str]:
    """What each check says, by the words of its rule, computed as Excel computes it."""
    sheet = workbook[CHECK_SHEET]
    value = calculator(workbook)
    return {
        sheet[f"{RULE_COLUMN}{row}"].value: value(CHECK_SHEET, f"{RESULT_COLUMN}{row}")
        for row in range(2, sheet.max_row + 1)
    }


def calculator(workbook: Workbook) -> Callable[[str, str], object]:
    """The value of a cell, for the few functions that the form uses."""
    known: dict[tuple[str, str], object] = {}

    def value(sheet: str, cell: str) -> object:
        key = (sheet, cell.replace("$", ""))
        if key not in known:
            stored = workbook[sheet][key[1]].value
            known[key] = computed(stored, sheet) if isinstance(stored, str) and stored.startswith("=") else stored
            known[key] = "" if known[key] is None else known[key]
        return known[key]

    def reference(text: str, sheet: str) -> object:
        place, _, cell = text.rpartition("!")
        return value(place.strip("'") or sheet, cell)

    def call(name: str, *arguments: Callable[[], object]) -> object:
        if name == "IF":
            return arguments[1 if arguments[0]() else 2]()
        if name == "IFERROR":
            try:
                return arguments[0]()
            except (ValueError, TypeError):
                return arguments[1]()
        return FUNCTIONS[name](*(argument() for argument in arguments))

    def computed(formula: str, sheet: str) -> object:
        return eval(as_python(formula, sheet), {"__builtins__": {}, "call": call, "reference": reference})

    return value


FUNCTIONS = {
    "COUNT": lambda *values: sum(isinstance(value, int | float) for value in values),
    "ISNUMBER": lambda value: isinstance(value, int | float),
    "ROUND": lambda value, digits: round(value, int(digits)),
    "ABS": abs,
    "VALUE": float,
    "FIND": lambda part, text: text.index(part) + 1,
    "LEFT": lambda text, length: text[: int(length)],
    "MID": lambda text, start, length: text[int(start) - 1 : int(start) - 1 + int(length)],
}


def as_python(formula: str, sheet: str) -> str:
    parts: list[str] = []
    for token in Tokenizer(formula).items:
        if token.type == "FUNC":
            parts.append(f"call('{token.value[:-1]}', lambda: " if token.subtype == "OPEN" else ")")
        elif token.type == "SEP":
            parts.append(", lambda: ")
        elif token.type == "OPERAND" and token.subtype == "RANGE":
            parts.append(f"reference({token.value!r}, {sheet!r})")
        elif token.type == "OPERAND" and token.subtype == "TEXT":
            parts.append(repr(token.value[1:-1]))
        else:
            parts.append("==" if token.type == "OPERATOR-INFIX" and token.value == "=" else token.value)
    return "".join(parts)


def words_of(rule_id: str) -> str:
    return next(rule.words_vi for rule in load_rules() if rule.rule_id == rule_id)


def test_labels_units_and_columns_are_the_forms(blank):
    sheet = openpyxl.load_workbook(blank)[FORM_SHEET]
    headings = tuple(cell.value for cell in sheet[HEADING_ROW][:5])
    assert headings == ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng/Tỷ lệ", "Ghi chú")
    for row in FORM.rows:
        cells = sheet[HEADING_ROW + row.position]
        assert (cells[1].value, cells[2].value or "") == (row.label_vi, row.unit_vi)
        assert cells[3].value is None


def test_only_answers_notes_and_the_heading_can_be_filled_in(blank):
    workbook = openpyxl.load_workbook(blank)
    sheet = workbook[FORM_SHEET]
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    lines = [HEADING_ROW + row.position for row in FORM.answered]
    heading = {f"{column}{row}" for column in "CDE" for row in (2, 3, 4)}
    assert unlocked == {f"{column}{line}" for column in "DE" for line in lines} | heading
    for each in workbook.worksheets:
        assert each.protection.sheet and each.protection.password is None
    assert workbook[UNIT_SHEET].sheet_state == "hidden"


def test_it_prints_on_a4_with_the_heading_on_every_page(blank):
    sheet = openpyxl.load_workbook(blank)[FORM_SHEET]
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == ("9", 1) or sheet.page_setup.paperSize == 9
    assert sheet.print_title_rows == f"${HEADING_ROW}:${HEADING_ROW}"


def test_each_answer_has_the_validation_of_its_type(blank):
    sheet = openpyxl.load_workbook(blank)[FORM_SHEET]
    by_cell = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(by_cell) == {f"D{HEADING_ROW + row.position}" for row in FORM.answered} | {"C2"}
    for row in FORM.answered:
        rule = by_cell[f"D{HEADING_ROW + row.position}"]
        assert rule.showErrorMessage and rule.prompt and len(rule.prompt) <= 255
        match row.answer_type:
            case "count":
                assert (rule.type, rule.operator, rule.formula1) == ("whole", "between", "0")
            case "percent":
                is_share = not row.may_pass_100
                assert (rule.type, rule.formula1, rule.formula2 == "100") == ("decimal", "0", is_share)
            case "flag" | "choice":
                assert (rule.type, rule.formula1) == ("list", f'"{",".join(row.codes)}"')
            case "ratio":
                assert rule.type == "custom" and 'FIND("/"' in rule.formula1 and len(rule.formula1) <= 255
    assert by_cell[f"D{HEADING_ROW + 96}"].formula2 != "100"  # staff cut against the plan may pass it


def test_units_of_the_year_are_offered(tmp_path):
    for year, count, name in (
        (2023, 11 + 9, "huyện Cù Lao Dung"),
        (2023, 11 + 9, "huyện Châu Thành, tỉnh Sóc Trăng"),
        (2025, 103 + 1, "xã Cù Lao Dung"),
        (2025, 103 + 1, "xã Tân Thạnh, thành phố Cần Thơ"),
        (2025, 103 + 1, "sở Nội vụ, thành phố Cần Thơ"),
    ):
        path = tmp_path / f"{year}.xlsx"
        write_blank_form(year, path)
        workbook = openpyxl.load_workbook(path)
        names = [cell.value for cell in workbook[UNIT_SHEET]["A"]]
        assert len(names) == count and name in names
        choice = next(rule for rule in workbook[FORM_SHEET].data_validations.dataValidation if str(rule.sqref) == "C2")
        assert choice.formula1 == f"'{UNIT_SHEET}'!$A$1:$A${count}"


@pytest.mark.parametrize("period", ["H1", "9M", "Q1", "Q3", "Q4"])
def test_a_form_for_a_part_of_a_year_says_so_and_is_read_as_it(period, tmp_path):
    write_blank_form(2023, tmp_path / "form.xlsx", "945", period)
    read = extract(tmp_path / "form.xlsx")
    assert read.heading.report_id == f"945-2023-{period}"


def test_a_unit_of_another_province_is_offered_where_it_is_named(tmp_path):
    write_blank_form(2025, tmp_path / "form.xlsx", "phuong b'lao")
    workbook = openpyxl.load_workbook(tmp_path / "form.xlsx")
    assert workbook[FORM_SHEET]["C2"].value == "phường B'Lao"
    assert "phường B'Lao" in [cell.value for cell in workbook[UNIT_SHEET]["A"]]


@pytest.mark.parametrize("year", [2021, 2024, 2025])
def test_the_heading_tells_every_unit_and_the_year(year, tmp_path):
    write_blank_form(year, tmp_path / "form.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx")[FORM_SHEET]
    there = [unit for unit in units_on(last_day(year)) if unit.unit_level != "province"]
    names = blank_form.unit_names(there, year)
    for unit, name in list(names.items())[:: 17 if year == 2025 else 7]:
        sheet["C2"], sheet["C3"], sheet["C4"] = name, "57/BC-UBND", "ngày 5 tháng 12 năm 2025"
        lines = [
            Line(1, number, f"{sheet.cell(number, 1).value} {sheet.cell(number, 3).value or ''}")
            for number in range(1, HEADING_ROW - 1)
        ]
        heading = read_heading(Document(Path("form.xlsx"), "0" * 64, "xlsx", tuple(lines)), lines)
        assert (heading.unit_code, heading.year, heading.period) == (unit.unit_code, year, "year")
        assert heading.document_number == "57"


def test_live_checks_cover_every_linear_rule_over_the_form_alone(blank):
    sheet = openpyxl.load_workbook(blank)[CHECK_SHEET]
    asked = {row.concept for row in FORM.answered}
    expected = {
        rule.words_vi
        for rule in load_rules()
        if rule.kind not in ("percent_of", "whole_plan")
        and all(term.source == "appendix" and term.concept in asked for term in rule.terms)
    }
    assert {sheet[f"{RULE_COLUMN}{row}"].value for row in range(2, sheet.max_row + 1)} == expected


def test_live_checks_wait_for_figures_then_pass(blank):
    assert set(live_results(openpyxl.load_workbook(blank)).values()) == {"Chưa đủ số liệu"}
    assert set(live_results(filled(blank, ratio_report())).values()) == {"Đạt"}


@pytest.mark.parametrize(
    ("rule_id", "concept", "answer", "result"),
    [
        ("legal_documents_checked_sum", "legal_documents_checked", 999, "Sai"),
        ("satisfaction_pct_at_most_100", "satisfaction_pct", 100.01, "Sai"),
        ("digital_documents_share", "digital_and_paper_documents_pct", 99.99, "Sai"),
        ("units_funded_by_state_base", "units_funded_by_state", "1/7", "Sai"),
        ("autonomous_public_service_units_within_base", "autonomous_public_service_units", "34/33", "Sai"),
        ("civil_servants_present_within_positions", "civil_servants_present", 5000, "Cần xem lại"),
    ],
)
def test_a_broken_rule_turns_red_with_its_answer(blank, rule_id, concept, answer, result):
    workbook = filled(blank, ratio_report(), **{concept: answer})
    assert live_results(workbook)[words_of(rule_id)] == result
    line = next(HEADING_ROW + row.position for row in FORM.answered if row.concept == concept)
    assert calculator(workbook)(FORM_SHEET, f"J{line}") > 0
    red = [
        (str(area.sqref), rule)
        for area, rules in workbook[FORM_SHEET].conditional_formatting._cf_rules.items()
        for rule in rules
        if rule.formula == [f"$J{HEADING_ROW + 1}>0"]
    ]
    assert [area for area, _ in red] == [f"D{HEADING_ROW + 1}:D{HEADING_ROW + len(FORM.rows)}"]


def test_a_filled_form_reads_back_exactly(blank, tmp_path):
    report = ratio_report()
    workbook = filled(blank, report)
    sheet = workbook[FORM_SHEET]
    sheet["C3"], sheet["C4"] = "214/BC-UBND", "ngày 16 tháng 12 năm 2023"
    sheet.cell(HEADING_ROW + 50, 5).value = "(16 TTHC áp dụng chung cấp huyện và cấp xã)"
    workbook.save(tmp_path / "filled.xlsx")
    read = extract(tmp_path / "filled.xlsx")
    assert (read.heading.report_id, read.heading.document_number) == ("945-2023", "214")
    assert str(read.heading.signed_on) == "2023-12-16"
    for row, cells in zip(FORM.answered, read.rows, strict=True):
        figure = report.answers[row.concept]
        assert cells["read_status"] == "clear", cells
        assert Decimal(cells["value"]) == figure.value
        assert cells["base_value"] == ("" if figure.base is None else str(figure.base))
    assert [(one["concept"], one["value"]) for one in read.figures] == [("procedures_shared", "16")]


def test_an_empty_form_reads_as_blank(blank):
    assert extract(blank).statuses == {"blank": len(FORM.answered)}


def test_the_same_form_is_the_same_bytes(blank, tmp_path):
    write_blank_form(2023, tmp_path / "again.xlsx", "945")
    assert (tmp_path / "again.xlsx").read_bytes() == blank.read_bytes()


@pytest.mark.parametrize(
    ("year", "unit", "name", "said"),
    [
        (2019, None, "form.xlsx", "serves 2019"),
        (2025, "945", "form.xlsx", "no reporting unit 945"),
        (2023, None, "form.xls", "ends in .xlsx"),
        (2023, None, "nowhere/form.xlsx", "no folder"),
    ],
)
def test_what_cannot_be_made_says_why(tmp_path, year, unit, name, said):
    with pytest.raises(CchcError, match=said):
        write_blank_form(year, tmp_path / name, unit)


def test_a_row_is_as_high_as_its_longest_cell_is_in_lines():
    heights = [row_height(((" ".join(["chữ"] * words), 20), ("đơn vị", 10))) for words in (1, 5, 8, 20)]
    assert heights[0] == heights[1] < heights[2] < heights[3] < 400
    assert row_height([("một\nhai", 20)]) == heights[2]


def test_every_row_is_as_high_as_its_words_when_it_is_printed(blank, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    order = [office, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*order, "--outdir", str(tmp_path), str(blank)], check=True, capture_output=True, timeout=300)
    with pdfplumber.open(tmp_path / "form.pdf") as printed:
        cut = [(page.page_number, text) for page in printed.pages for text in cut_words(page)]
        assert sum(len(page.horizontal_edges) for page in printed.pages) > 200
    assert cut == []


def cut_words(page) -> list[str]:
    """Words that a ruled line of the table runs through."""
    lines = [(edge["x0"], edge["x1"], edge["top"]) for edge in page.horizontal_edges]
    return [
        word["text"]
        for word in page.extract_words()
        for left, right, at in lines
        if left <= word["x0"] and word["x1"] <= right and word["top"] + 2 < at < word["bottom"] - 2
    ]
