"""The workbook of a drafted form: a row each row of the form, what is open to decide at the front."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cchc.learning.answer_types import Codes
from cchc.learning.draft_columns import (
    COLUMNS,
    CONCEPTS,
    FORM,
    FORM_FIELDS,
    GUARD,
    GUIDE,
    LETTERS,
    NAMES,
    NEW_CONCEPT,
    ROWS,
)
from cchc.learning.facts import fact_columns, long_facts
from cchc.learning.guards import forms_digests, row_guard
from cchc.learning.guide_sheet import write_guide
from cchc.learning.known_rows import KnownRow, known_rows
from cchc.learning.learning_forms import Draft, DraftRow
from cchc.learning.matching import LIKELY, NEW, SAME
from cchc.paths import REFERENCE_SEEDS
from cchc.reference.code_words import code_words
from cchc.seeds.reading import read_seed
from cchc.workbooks.parts import BORDER, FONT, TO_FILL, explain, row_height, set_paper, write_heading, write_text
from cchc.workbooks.stable_zip import save_stably

_FACT_CELLS = ("fact_table", "fact_column", "fact_base_column", "fact_row")
_OPEN = PatternFill("solid", start_color="F8CBAD", end_color="F8CBAD")
_DECIDED = PatternFill("solid", start_color="C6EFCE", end_color="C6EFCE")
_NEW = PatternFill("solid", start_color="DDEBF7", end_color="DDEBF7")
_DOUBTED = PatternFill("solid", start_color="FFE699", end_color="FFE699")
_BOOLEANS = '"true,false"'
_LIST_MOST = 255  # characters of a list that stands in the rule itself


def write_draft(draft: Draft, version: str, first_year: int, levels: tuple[str, ...], path: Path) -> None:
    """Write the workbook. Raises CchcError where it cannot be written."""
    workbook = Workbook()
    workbook.properties.title = f"Biểu {version}"
    workbook.properties.creator = "cchc"
    guide = workbook.active
    guide.title = GUIDE
    rows = [_cells(position, row) for position, row in enumerate(draft.rows, start=1)]
    _write_rows(workbook.create_sheet(ROWS), draft, rows)
    _write_form(workbook.create_sheet(FORM), draft, version, first_year, levels)
    _write_concepts(workbook.create_sheet(CONCEPTS))
    _write_guard(workbook.create_sheet(GUARD), draft, version, rows)
    write_guide(guide, draft, rows, _known())
    save_stably(workbook.save, path)


def _cells(position: int, row: DraftRow) -> dict[str, str]:
    """The texts of a row. What a likely match would bring is left open until it is decided."""
    match = row.match
    known = match.known.cells if match and match.known and match.match == SAME else {}
    cells = {
        "position": str(position),
        "section_code": row.section_code,
        "number": row.number.strip(" .)"),
        "indicator_code": row.indicator_code,
        "parent_code": row.parent_code,
        "label_vi": row.label,
        "unit_vi": row.unit,
        "answer_type": row.answer_type,
        "match": match.match if match else "",
        "similarity": f"{match.similarity:.3f}" if match else "",
        "concept": match.concept if match else "",
        "concept_label_vi": f"{match.known.label} ({_place(match.known)})" if match and match.known else "",
        "alternatives": "; ".join(f"{name} ({score:.2f})" for name, score in match.alternatives) if match else "",
        "may_pass_100": ("true" if row.may_pass_100 else "false") if row.answer_type == "percent" else "",
        "codes_vi": codes_text(row.codes),
        "page": str(row.page or ""),
        "line": str(row.line or ""),
        "doubt": row.doubt,
    }
    cells |= {name: known.get(name, "") for name in ("label_en", "unit_en", "qualifier_vi", *_FACT_CELLS)}
    if row.answer_type != "ratio":
        cells["fact_base_column"] = ""
    cells["codes_en"] = codes_text(tuple((code, _meanings_en().get(text, "")) for code, text in row.codes))
    cells["unit_en"] = cells["unit_en"] or _units_en().get(row.unit, "")
    if not row.is_answered:
        cells["label_en"] = cells["label_en"] or _headings_en().get(row.label, "")
    return {name: cells.get(name, "") for name in NAMES}


def codes_text(codes: Codes) -> str:
    """A code list as a cell holds it: `0 = Không; 1 = Có`; '' where a meaning is missing."""
    ordered = sorted(codes)
    return "; ".join(f"{code} = {meaning}" for code, meaning in ordered) if all(text for _, text in ordered) else ""


@cache
def _meanings_en() -> dict[str, str]:
    return {row["meaning_vi"]: row["meaning_en"] for row in read_seed(REFERENCE_SEEDS / "form_codes.csv")}


@cache
def _units_en() -> dict[str, str]:
    rows = read_seed(REFERENCE_SEEDS / "form_rows.csv")
    return {
        row["unit_vi"]: row["unit_en"]
        for row in rows
        if row["unit_vi"] and row["answer_type"] not in ("flag", "choice")
    }


@cache
def _headings_en() -> dict[str, str]:
    rows = read_seed(REFERENCE_SEEDS / "form_rows.csv")
    return {row["label_vi"]: row["label_en"] for row in rows if not row["concept"]}


def _write_rows(sheet: Worksheet, draft: Draft, rows: list[dict[str, str]]) -> None:
    for at, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, at)
        write_heading(cell, column.name, 10)
        cell.comment = Comment(f"{column.vi}\n\n{column.en}", "cchc", height=120, width=320)
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    for at, (cells, row) in enumerate(zip(rows, draft.rows, strict=True), start=2):
        for number, column in enumerate(COLUMNS, start=1):
            cell = sheet.cell(at, number)
            text = cells[column.name]
            if column.name in ("position", "page", "line") and text:
                cell.value = int(text)
            elif column.name == "similarity" and text:
                cell.value, cell.number_format = float(text), "0.000"
            else:
                write_text(cell, text)
            is_short = column.width < 13
            cell.font = Font(name=FONT, size=10, bold=not row.is_answered and column.name == "label_vi")
            cell.alignment = Alignment(horizontal="center" if is_short else "left", vertical="top", wrap_text=True)
            cell.border = BORDER
            if column.is_input:
                cell.fill = TO_FILL
        sheet.row_dimensions[at].height = row_height(((cells[one.name], one.width) for one in COLUMNS), 10)
    _validate(sheet, draft, len(rows) + 1)
    _colour(sheet, len(rows) + 1)
    sheet.freeze_panes = f"{LETTERS['unit_vi']}2"
    sheet.auto_filter.ref = f"A1:{LETTERS[NAMES[-1]]}{len(rows) + 1}"
    sheet.print_area = f"A1:{LETTERS['concept_decided']}{len(rows) + 1}"
    set_paper(sheet, "landscape", "1:1")


def _validate(sheet: Worksheet, draft: Draft, last: int) -> None:
    """The lists to choose from: for a likely row its own candidates first, for others every concept known."""
    every = DataValidation("list", formula1=f"'{CONCEPTS}'!$A$2:$A${len(_known()) + 2}", allow_blank=True)
    for at, row in enumerate(draft.rows, start=2):
        cell = f"{LETTERS['concept_decided']}{at}"
        if row.match is None:
            continue
        choices = ",".join((row.match.concept, *(name for name, _ in row.match.alternatives), NEW_CONCEPT))
        if row.match.match == LIKELY and len(choices) <= _LIST_MOST:
            own = DataValidation("list", formula1=f'"{choices}"', allow_blank=True)
            _let_others(own)
            own.add(cell)
            sheet.add_data_validation(own)
        else:
            every.add(cell)
    _let_others(every)
    sheet.add_data_validation(every)
    for name, formula in (
        ("answer_type", f'"{",".join(code_words("answer_type"))}"'),
        ("may_pass_100", _BOOLEANS),
        ("may_be_summed", _BOOLEANS),
        ("fact_table", f"'{GUARD}'!$D$1:$D${len({*fact_columns(), *long_facts()})}"),
    ):
        rule = DataValidation("list", formula1=formula, allow_blank=True)
        explain(rule, "Chọn trong danh sách.", "Chỉ được chọn trong danh sách.")
        rule.add(f"{LETTERS[name]}2:{LETTERS[name]}{last}")
        sheet.add_data_validation(rule)


def _let_others(rule: DataValidation) -> None:
    """Any other concept may be typed too, after a warning."""
    explain(
        rule,
        f"Chọn khái niệm, hoặc “{NEW_CONCEPT}” nếu là chỉ tiêu mới.",
        "Không có trong danh sách. Vẫn ghi nếu đó là tên một khái niệm khác.",
    )
    rule.errorStyle = "warning"


def _colour(sheet: Worksheet, last: int) -> None:
    match, decided = f"${LETTERS['match']}2", f"${LETTERS['concept_decided']}2"
    doubt, area = f"${LETTERS['doubt']}2", f"A2:{LETTERS[NAMES[-1]]}{last}"
    for formula, fill in (
        (f'AND({match}="{LIKELY}",{decided}="")', _OPEN),
        (f'AND({match}<>"",{decided}<>"")', _DECIDED),
        (f'{doubt}<>""', _DOUBTED),
        (f'{match}="{NEW}"', _NEW),
    ):
        sheet.conditional_formatting.add(area, FormulaRule([formula], fill=fill, stopIfTrue=True))


def _write_form(sheet: Worksheet, draft: Draft, version: str, first_year: int, levels: tuple[str, ...]) -> None:
    values = {
        "form_version": version,
        "name_vi": draft.title,
        "government_levels": ";".join(levels),
        "first_year": str(first_year),
        "source": draft.source.name,
    }
    lines = [(name, values.get(name, ""), vi, en) for name, vi, en in FORM_FIELDS]
    lines += [
        ("heading", heading, "Dòng tiêu đề của bảng như in trên biểu", "A line of the table's heading")
        for heading in draft.headings
    ]
    for at, heading in enumerate(("name", "value", "ý nghĩa", "meaning"), start=1):
        write_heading(sheet.cell(1, at), heading, 10)
    for at, line in enumerate(lines, start=2):
        for number, text in enumerate(line, start=1):
            cell = sheet.cell(at, number)
            write_text(cell, text)
            cell.font, cell.border = Font(name=FONT, size=11), BORDER
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.cell(at, 2).fill = TO_FILL
        sheet.row_dimensions[at].height = row_height(((line[1], 60), (line[2], 44), (line[3], 34)))
    for letter, width in zip("ABCD", (20, 60, 44, 34), strict=True):
        sheet.column_dimensions[letter].width = width
    set_paper(sheet, "landscape", "1:1")


def _write_concepts(sheet: Worksheet) -> None:
    """Every concept known, to look up and to choose from."""
    widths = {"concept": 44, "label_vi": 70, "heading_vi": 50, "unit_vi": 20, "answer_type": 12, "form": 22}
    lines = [(NEW_CONCEPT, "chỉ tiêu mới · a new concept", "", "", "", "")]
    lines += [
        (one.concept, one.label, one.above[0] if one.above else "", one.unit, one.answer_type, _place(one))
        for one in _known().values()
    ]
    for at, (name, width) in enumerate(widths.items(), start=1):
        write_heading(sheet.cell(1, at), name, 10)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at, line in enumerate(lines, start=2):
        for number, text in enumerate(line, start=1):
            write_text(sheet.cell(at, number), text)
            sheet.cell(at, number).font = Font(name=FONT, size=10)
    sheet.freeze_panes = "A2"
    set_paper(sheet, "landscape", "1:1")


@cache
def _known() -> dict[str, KnownRow]:
    """By concept, the row of the latest form that asks for it."""
    return {row.concept: row for row in known_rows()}


def _place(known: KnownRow) -> str:
    return f"biểu {known.cells['form_version']}, {known.cells['indicator_code']}"


def _write_guard(sheet: Worksheet, draft: Draft, version: str, rows: list[dict[str, str]]) -> None:
    """Hidden: the document, the forms that the draft was matched with, and what was written in each row."""
    lines = [("source_sha256", draft.sha256)]
    lines += [(f"form {known}", digest) for known, digest in forms_digests().items()]
    lines += [(f"row {row['position']}", row_guard(version, row)) for row in rows]
    for at, (name, value) in enumerate(lines, start=1):
        sheet.cell(at, 1, name)
        sheet.cell(at, 2, value)
    for at, fact in enumerate(sorted({*fact_columns(), *long_facts()}), start=1):
        sheet.cell(at, 4, fact)
    sheet.sheet_state = "hidden"
