"""`cchc form`: the blank form as an Excel workbook that a district fills in, with the rules as live checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cchc.errors import CchcError
from cchc.output_path import refuse_output
from cchc.paths import REFERENCE_SEEDS
from cchc.reference.column_headings import printed_headings
from cchc.reference.form import GOVERNMENT_LEVELS, Form, FormRow, load_forms
from cchc.reference.periods import WHOLE_YEAR, last_day, named_vi
from cchc.reference.rules import Rule, Term, load_rules
from cchc.reference.unit_names import named_unit
from cchc.reference.units import Unit, full_name, homonyms, provinces_served, units_on
from cchc.seeds.reading import read_seed
from cchc.workbooks.parts import (
    BORDER,
    FONT,
    answer_format,
    answer_validation,
    explain,
    lock,
    open_to_fill,
    row_height,
    set_paper,
    write_heading,
)
from cchc.workbooks.stable_zip import save_stably

FORM_SHEET, CHECK_SHEET, UNIT_SHEET = "Biểu mẫu", "Kiểm tra", "Danh mục đơn vị"
HEADINGS = printed_headings("number", "label", "unit", "answer", "note")
CHECK_HEADINGS = ("Số thứ tự", "Quy tắc", "Dòng trong biểu", "Vế trái", "Vế phải", "Mức độ", "Trạng thái")
UNIT_CELL, NUMBER_CELL, DATE_CELL = "C2", "C3", "C4"
TITLE_ROW, HEADING_ROW = 5, 8
PASSED, FAILED, WARNED, UNKNOWN = "Đạt", "Sai", "Cần xem lại", "Chưa đủ số liệu"

_WIDTHS = {"A": 6, "B": 58, "C": 18, "D": 14, "E": 34}
_CHECK_WIDTHS = {"A": 8, "B": 90, "C": 14, "D": 11, "E": 11, "F": 12, "G": 17}
_HELPERS = {"value": "H", "base": "I", "failed": "J", "passed": "K"}  # hidden columns beside each answer
_RED = PatternFill("solid", start_color="F8CBAD", end_color="F8CBAD")
_GREEN = PatternFill("solid", start_color="C6EFCE", end_color="C6EFCE")
_AMBER = PatternFill("solid", start_color="FFE699", end_color="FFE699")


def write_blank_form(year: int, path: Path, unit_name: str | None = None, period: str = WHOLE_YEAR) -> None:
    """Write the workbook, a unit filled in by its code or its name; else it is chosen among those of provinces served.

    Raises CchcError where no form serves the year, or the unit was not there on the last day of the period.
    """
    refuse_output(path, ".xlsx")
    chosen = named_unit(unit_name, last_day(year, period)) if unit_name else None
    blank = _form_of(chosen, year)
    units = _units(blank, chosen, last_day(year, period))
    names = unit_names(units, year, period)
    workbook = Workbook()
    workbook.properties.title = f"{_name(blank)} {named_vi(year, period)}"
    workbook.properties.creator = "cchc"
    sheet = workbook.active
    sheet.title = FORM_SHEET
    rows = {row.concept or row.indicator_code: HEADING_ROW + row.position for row in blank.rows}
    checks = [rule for rule in load_rules() if _is_live(rule, rows)]
    _write_heading(sheet, f"{_name(blank)} {named_vi(year, period)}", names[chosen] if chosen else None)
    _write_rows(sheet, blank, rows, checks)
    _add_validations(sheet, blank, rows, len(units))
    _write_checks(workbook.create_sheet(CHECK_SHEET), checks, rows)
    _write_units(workbook.create_sheet(UNIT_SHEET), names)
    _set_page(sheet)
    save_stably(workbook.save, path)


def _form_of(chosen: Unit | None, year: int) -> Form:
    """The newest form of the unit's level; if there is none, or no unit is chosen, that of the lowest level."""
    served = [one for one in load_forms() if one.covers(year)]
    if not served:
        first = load_forms()[0].first_year
        raise CchcError(
            f"--year: no form in seeds/reference/form_versions.csv serves {year}; the first year is {first}."
        )
    own = [one for one in served if chosen and chosen.unit_level in one.government_levels]
    return max(
        own or served, key=lambda one: (max(map(GOVERNMENT_LEVELS.index, one.government_levels)), one.first_year)
    )


def _units(blank: Form, chosen: Unit | None, on: date) -> list[Unit]:
    """The units that may fill in the form: of the provinces served those of its levels, and the one that is chosen.

    Provinces fill in theirs, all below them any other.
    """
    is_of_province = set(blank.government_levels) == {"province"}
    of_level = (unit for unit in units_on(on) if (unit.unit_level == "province") == is_of_province)
    served = {unit for unit in of_level if unit.province_code in provinces_served()}
    return sorted(served | ({chosen} if chosen else set()), key=lambda unit: unit.unit_code)


def unit_names(units: list[Unit], year: int, period: str = WHOLE_YEAR) -> dict[Unit, str]:
    """The units as the list names them: `huyện Cù Lao Dung`, with its province where others are named so too."""
    on = last_day(year, period)
    alike = homonyms(units_on(on))
    return {
        unit: full_name(unit, on) if unit in alike else f"{unit.unit_type_vi} {unit.unit_name_vi}" for unit in units
    }


def _name(blank: Form) -> str:
    versions = read_seed(REFERENCE_SEEDS / "form_versions.csv")
    return next(row["name_vi"] for row in versions if row["form_version"] == blank.version)


def _is_live(rule: Rule, rows: dict[str, int]) -> bool:
    """True for a linear rule over answers of this form alone."""
    return rule.is_linear and all(term.source == "appendix" and term.concept in rows for term in rule.terms)


def _write_heading(sheet: Worksheet, title: str, chosen: str | None) -> None:
    sheet["A1"] = "ỦY BAN NHÂN DÂN"
    for cell, label in (
        (UNIT_CELL, "Đơn vị báo cáo (chọn trong danh sách):"),
        (NUMBER_CELL, "Số, ký hiệu báo cáo (ghi như …/BC-UBND):"),
        (DATE_CELL, "Báo cáo lập (ghi như: ngày … tháng … năm …):"),
    ):
        row = sheet[cell].row
        sheet.cell(row, 1, label)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=5)
        for column in (3, 4, 5):
            open_to_fill(sheet.cell(row, column))
        sheet[cell].number_format = "@"
    if chosen is not None:
        sheet[UNIT_CELL] = chosen
    title = title.upper()
    guide = (
        "Chỉ điền các ô màu vàng. Tỷ lệ ghi số phần trăm, không ghi dấu %. Ô không có số liệu thì để trống; "
        "không phát sinh thì ghi 0. Ô chuyển màu đỏ là trái quy tắc: xem trang “Kiểm tra”."
    )
    failed = f"COUNTIF('{CHECK_SHEET}'!$G:$G,\"{FAILED}\")"
    warned = f"COUNTIF('{CHECK_SHEET}'!$G:$G,\"{WARNED}\")"
    summary = f'="Kiểm tra: "&{failed}&" quy tắc sai, "&{warned}&" quy tắc cần xem lại"'
    for row, text in ((1, sheet["A1"].value), (TITLE_ROW, title), (6, guide), (7, summary)):
        sheet.cell(row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
        sheet.cell(row, 1).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.cell(row, 1).font = Font(name=FONT, size=13 if row < 6 else 11, bold=row != 6, italic=row == 6)
    sheet.row_dimensions[6].height = 32
    sheet.conditional_formatting.add("A7", FormulaRule([f"{failed}>0"], fill=_RED, stopIfTrue=True))
    sheet.conditional_formatting.add("A7", FormulaRule([f"{warned}>0"], fill=_AMBER, stopIfTrue=True))
    for column, heading in enumerate(HEADINGS, start=1):
        write_heading(sheet.cell(HEADING_ROW, column), heading)


def _write_rows(sheet: Worksheet, blank: Form, rows: dict[str, int], checks: list[Rule]) -> None:
    for row in blank.rows:
        at = HEADING_ROW + row.position
        depth = row.indicator_code.count(".")
        for column, text in enumerate((row.number, row.label_vi, row.unit_vi, None, None), start=1):
            cell = sheet.cell(at, column, text or None)
            cell.font = Font(name=FONT, size=11, bold=depth < 2)
            cell.alignment = Alignment(
                horizontal="left" if column in (2, 5) else "center", vertical="center", wrap_text=True
            )
            cell.border = BORDER
        sheet.row_dimensions[at].height = row_height(((row.label_vi, _WIDTHS["B"]), (row.unit_vi, _WIDTHS["C"])))
        if row.is_answered:
            for column in (4, 5):
                open_to_fill(sheet.cell(at, column))
            sheet.cell(at, 4).number_format = answer_format(row)
            sheet.cell(at, 5).number_format = "@"
            _write_helpers(sheet, row, at, [n for n, rule in enumerate(checks, start=2) if _has(rule, row)])
    first, last = HEADING_ROW + 1, HEADING_ROW + len(blank.rows)
    answers = f"D{first}:D{last}"
    red, green = (FormulaRule([f"${_HELPERS[name]}{first}>0"], fill=fill, stopIfTrue=True) for name, fill in (
        ("failed", _RED), ("passed", _GREEN)
    ))  # fmt: skip
    sheet.conditional_formatting.add(answers, red)
    sheet.conditional_formatting.add(answers, green)
    for column in _HELPERS.values():
        sheet.column_dimensions[column].hidden = True


def _has(rule: Rule, row: FormRow) -> bool:
    return any(term.concept == row.concept for term in rule.terms)


def _write_helpers(sheet: Worksheet, row: FormRow, at: int, checked_at: list[int]) -> None:
    """The answer as a number, its base, and how many checks it fails and passes."""
    answer = f"$D${at}"
    if row.answer_type == "ratio":
        slash = f'FIND("/",{answer})'
        part = f'IFERROR(VALUE(LEFT({answer},{slash}-1)),IFERROR(VALUE({answer}),""))'
        sheet[f"{_HELPERS['value']}{at}"] = f'=IF({answer}="","",{part})'
        sheet[f"{_HELPERS['base']}{at}"] = f'=IFERROR(VALUE(MID({answer},{slash}+1,15)),"")'
    else:
        number = f"ROUND({answer},2)" if row.answer_type == "percent" else answer
        sheet[f"{_HELPERS['value']}{at}"] = f'=IF(ISNUMBER({answer}),{number},"")'
    for name, words in (("failed", (FAILED, WARNED)), ("passed", (PASSED,))):
        counts = [f"('{CHECK_SHEET}'!$G${n}=\"{word}\")" for n in checked_at for word in words]
        sheet[f"{_HELPERS[name]}{at}"] = f"={'+'.join(counts)}" if counts else 0


def _add_validations(sheet: Worksheet, blank: Form, rows: dict[str, int], unit_count: int) -> None:
    units = DataValidation("list", formula1=f"'{UNIT_SHEET}'!$A$1:$A${unit_count}", allow_blank=True)
    explain(units, "Chọn đơn vị trong danh sách.", "Đơn vị này không có trong danh sách.")
    units.add(UNIT_CELL)
    sheet.add_data_validation(units)
    for row in blank.answered:
        cell = f"D{rows[row.concept]}"
        rule = answer_validation(row, cell)
        rule.add(cell)
        sheet.add_data_validation(rule)


def _write_checks(sheet: Worksheet, checks: list[Rule], rows: dict[str, int]) -> None:
    for column, heading in enumerate(CHECK_HEADINGS, start=1):
        write_heading(sheet.cell(1, column), heading)
    for at, rule in enumerate(checks, start=2):
        cells = [_reference(term, rows) for term in rule.terms]
        is_known = f"COUNT({','.join(cells)})={len(cells)}"
        lines = ", ".join(str(line) for line in dict.fromkeys(rows[term.concept] for term in rule.terms))
        difference = f"ROUND($D{at}-$E{at},6)"
        holds = {
            "=": f"ABS({difference})<={rule.tolerance}",
            "<=": f"{difference}<={rule.tolerance}",
            ">=": f"{difference}>=-{rule.tolerance}",
        }[rule.comparison]
        is_critical = rule.severity == "critical"
        values = (
            at - 1,
            rule.words_vi,
            lines,
            f'=IF({is_known},{_side(rule.side("left"), rows)},"")',
            f'=IF({is_known},{_side(rule.side("right"), rows)}+{rule.constant},"")',
            "Bắt buộc" if is_critical else "Cảnh báo",
            f'=IF($D{at}="","{UNKNOWN}",IF({holds},"{PASSED}","{FAILED if is_critical else WARNED}"))',
        )
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(at, column, value)
            cell.font, cell.border = Font(name=FONT, size=11), BORDER
            cell.alignment = Alignment(
                vertical="center", wrap_text=True, horizontal="left" if column == 2 else "center"
            )
        sheet.row_dimensions[at].height = row_height(((rule.words_vi, _CHECK_WIDTHS["B"]), (lines, _CHECK_WIDTHS["C"])))
    results = f"G2:G{len(checks) + 1}"
    for word, fill in ((FAILED, _RED), (WARNED, _AMBER), (PASSED, _GREEN)):
        sheet.conditional_formatting.add(results, CellIsRule("equal", [f'"{word}"'], fill=fill))
    for column, width in _CHECK_WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    set_paper(sheet, "landscape", "1:1")


def _reference(term: Term, rows: dict[str, int]) -> str:
    return f"'{FORM_SHEET}'!${_HELPERS[term.measure]}${rows[term.concept]}"


def _side(terms: Iterable[Term], rows: dict[str, int]) -> str:
    return "+".join(f"{term.coefficient}*{_reference(term, rows)}" for term in terms) or "0"


def _write_units(sheet: Worksheet, names: dict[Unit, str]) -> None:
    for at, (unit, name) in enumerate(names.items(), start=1):
        sheet.cell(at, 1, name)
        sheet.cell(at, 2, unit.unit_code)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True


def _set_page(sheet: Worksheet) -> None:
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    lock(sheet)
    sheet.print_area = f"A1:E{sheet.max_row}"
    set_paper(sheet, "portrait", f"{HEADING_ROW}:{HEADING_ROW}")
