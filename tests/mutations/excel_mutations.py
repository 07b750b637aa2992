"""Changes to an Excel workbook. Each gets the book, the report's sheet and a source of chance."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from random import Random

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from tests.mutations import applied, changes_of
from tests.mutations.decoys import LINES, TABLES, cell_of, column

from cchc.sample import render_excel
from cchc.sample.content import SampleReport

_WHOLE = ("General", "0", "#,##0", "#,##0_);(#,##0)", "[$-42A]#,##0", '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "#")
_ANSWERS = ("Số lượng/Tỷ lệ", "Kết quả thống kê")  # what the forms call the column
_STORED = "stored"  # put before a formula's value until the file is written


def _place(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    """The last row of the first heading, and its columns by their names."""
    for row in sheet.iter_rows():
        names = {cell.value: cell.column for cell in row if isinstance(cell.value, str)}
        if "Đơn vị tính" in names:
            above = next(sheet.iter_rows(min_row=row[0].row - 1, max_row=row[0].row - 1))
            names |= {cell.value: cell.column for cell in above if cell.value in ("STT", "Chỉ tiêu thống kê")}
            return row[0].row, names
    raise ValueError("no heading")


def _columns(sheet: Worksheet) -> tuple[int, int, int]:
    """Columns of label, unit and answer; a column that was put in between is none of them."""
    _, names = _place(sheet)
    unit = names["Đơn vị tính"]
    return names["Chỉ tiêu thống kê"], unit, next((names[one] for one in _ANSWERS if one in names), unit + 1)


def _answered(sheet: Worksheet) -> list:
    """Cells with an answer."""
    first, _ = _place(sheet)
    _, unit, answer = _columns(sheet)
    return [
        row[answer - 1]
        for row in sheet.iter_rows(min_row=first + 1)
        if len(row) >= answer and row[answer - 1].value is not None and row[unit - 1].value
        and row[unit - 1].value != "Đơn vị tính"
    ]  # fmt: skip


def _part(sheet: Worksheet) -> None:
    """Merged cells, which rows and columns put in would leave behind, as cells of their own."""
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def looks(book, sheet, random):
    for row in sheet.iter_rows():
        if random.random() < 0.3:
            for cell in row:
                cell.font = Font(random.choice(("Arial", "Calibri")), random.choice((8, 13)), random.random() < 0.5)
                cell.fill = PatternFill("solid", fgColor=random.choice(("FFFFFF99", "FFDDEBF7", "FFFFFFFF")))
                cell.alignment = Alignment(indent=random.randint(0, 3), text_rotation=0, shrink_to_fit=True)


def widths(book, sheet, random):
    for letter in "ABCDE":
        sheet.column_dimensions[letter].width = random.choice((1, 3, 40, 120))


def more_column(book, sheet, random):
    _part(sheet)
    first, _ = _place(sheet)
    label, unit, answer = _columns(sheet)
    at, heading = random.choice((label, unit, answer, answer + 1, answer + 2)), column(random)
    sheet.insert_cols(at)
    moved = [one + (one >= at) for one in (unit, answer)]
    for row in range(first, sheet.max_row + 1):
        values = [sheet.cell(row, one).value for one in moved]
        if values[0] == "Đơn vị tính":
            sheet.cell(row, at, heading)
        elif values[0] is not None:
            sheet.cell(row, at, cell_of(heading, random) or None)


def numbers_column(book, sheet, random):
    """Further figures as numbers, of another time."""
    _figures_put_in(sheet, random)


def hidden_column(book, sheet, random):
    """Other figures in a column that nobody sees, be it headed as the answers are."""
    at = _figures_put_in(sheet, random)
    if random.random() < 0.5:
        sheet.cell(_place(sheet)[0], at, "Số lượng/Tỷ lệ")
    sheet.column_dimensions[get_column_letter(at)].hidden = True


def _figures_put_in(sheet: Worksheet, random: Random) -> int:
    """Put in a column of figures; where."""
    _part(sheet)
    _, unit, answer = _columns(sheet)
    at = random.choice((answer, answer + 1))
    sheet.insert_cols(at)
    heading = random.choice(("Cùng kỳ năm trước", "Số liệu kỳ trước", "Kế hoạch năm", "Năm 2019"))
    for row in range(1, sheet.max_row + 1):
        if sheet.cell(row, unit).value == "Đơn vị tính":
            sheet.cell(row, at, heading)
        elif sheet.cell(row, unit).value and row > 10:
            sheet.cell(row, at, random.randint(0, 5000))
    return at


def hidden_rows(book, sheet, random):
    """Rows once more with another figure, which nobody sees."""
    _part(sheet)
    for cell in random.sample(_answered(sheet), 3):
        row, column_ = cell.row, cell.column
        sheet.insert_rows(row)
        for at in range(1, sheet.max_column + 1):
            sheet.cell(row, at, sheet.cell(row + 1, at).value)
        sheet.cell(row, column_, random.randint(0, 99))
        sheet.row_dimensions[row].hidden = True


def hidden_sheet(book, sheet, random):
    other = book.copy_worksheet(sheet)
    for cell in _answered(other):
        if isinstance(cell.value, int):
            cell.value += 1
    other.title, other.sheet_state = "Cũ", random.choice(("hidden", "veryHidden"))


def other_sheets(book, sheet, random):
    for rows in random.sample(TABLES, 2):
        other = book.create_sheet(f"Biểu {random.randint(1, 10**6)}", random.choice((0, None)))
        for row in rows:
            other.append(row)


def blank_columns(book, sheet, random):
    _part(sheet)
    sheet.insert_cols(random.choice((1, *_columns(sheet))), random.choice((1, 2)))


def blank_rows(book, sheet, random):
    _part(sheet)
    first, _ = _place(sheet)
    for _ in range(5):
        sheet.insert_rows(random.randint(first + 1, sheet.max_row), random.choice((1, 2)))


def tables_around(book, sheet, random):
    """Other tables beneath and beside the report's."""
    first, _ = _place(sheet)
    start = sheet.max_row + random.choice((1, 2, 3))
    for at, row in enumerate(random.choice(TABLES)):
        for column_, text in enumerate(row, start=1):
            sheet.cell(start + at, column_, text)
    right = sheet.max_column + random.choice((1, 2))
    for at, row in enumerate(random.choice(TABLES)):
        for column_, text in enumerate(row):
            sheet.cell(first + random.choice((0, 3)) + at, right + column_, text)


def lines_above(book, sheet, random):
    _part(sheet)
    sheet.insert_rows(1, 3)
    for at, line in enumerate(random.sample(LINES, 3), start=1):
        sheet.cell(at, random.choice((1, 2, 4)), line)


def merged_sections(book, sheet, random):
    first, _ = _place(sheet)
    label, unit, answer = _columns(sheet)
    _part(sheet)
    for row in range(first + 1, sheet.max_row + 1):
        beside = [sheet.cell(row, at).value for at in (unit, answer, answer + 1)]
        if sheet.cell(row, label).value and all(value is None for value in beside):  # a nought is an answer
            sheet.merge_cells(start_row=row, end_row=row, start_column=label, end_column=answer + 1)


def merged_notes(book, sheet, random):
    first, _ = _place(sheet)
    _, _, answer = _columns(sheet)
    _part(sheet)
    for row in range(first + random.randint(1, 9), sheet.max_row - 8, random.randint(9, 30)):
        sheet.merge_cells(start_row=row, end_row=row + random.randint(1, 7), start_column=answer + 1,
                          end_column=answer + 1)  # fmt: skip


def heading_again(book, sheet, random):
    _part(sheet)
    first, _ = _place(sheet)
    heading = [copy(sheet.cell(first, at).value) for at in range(1, sheet.max_column + 1)]
    if "STT" not in heading:
        return
    for _ in range(3):
        row = random.randint(first + 2, sheet.max_row - 3)
        sheet.insert_rows(row)
        for at, text in enumerate(heading, start=1):
            sheet.cell(row, at, text)


def numbered_columns(book, sheet, random):
    _part(sheet)
    first, _ = _place(sheet)
    sheet.insert_rows(first + 1)
    for at in range(1, 6):
        sheet.cell(first + 1, at, random.choice((f"({at})",)) if random.random() < 0.9 else f"({at})")


def number_formats(book, sheet, random):
    for cell in _answered(sheet):
        if isinstance(cell.value, int):
            cell.number_format = random.choice(_WHOLE)
        elif isinstance(cell.value, float):
            decimals = len(cell.number_format.partition(".")[2])
            zeros = "0" * decimals
            cell.number_format = random.choice((f"0.{zeros}", f"#,##0.{zeros}", f"0.{zeros}_);(0.{zeros})",
                                                f"[$-42A]0.{zeros}"))  # fmt: skip


def texts(book, sheet, random):
    """Whole numbers typed as text, and texts as rich text."""
    for cell in _answered(sheet):
        if isinstance(cell.value, int) and random.random() < 0.5:
            cell.value = random.choice(
                (str(cell.value), f" {cell.value}", f"{cell.value}\u00a0", f"{cell.value:,}".replace(",", "."))
            )
            cell.number_format = "@"
        elif isinstance(cell.value, str) and random.random() < 0.5:
            cell.value = CellRichText(TextBlock(InlineFont(b=True), cell.value[:1]), cell.value[1:])


def formulas(book, sheet, random):
    """Figures that formulas give, each with the value that it was saved with."""
    for cell in _answered(sheet):
        if isinstance(cell.value, int) and random.random() < 0.4:
            whole, part = cell.value, random.randint(0, cell.value)
            cell.value = random.choice((
                f"={part}+{whole - part}", f"=ROUND({whole},0)", f"=IF(1=1,{whole},0)", f"={whole}*1",
            )) + f"*{_STORED}{whole}"  # fmt: skip


def settings(book, sheet, random):
    """What changes how a sheet is used and printed, and nothing in it."""
    first, _ = _place(sheet)
    sheet.freeze_panes = f"C{first + 1}"
    sheet.auto_filter.ref = f"A{first}:E{sheet.max_row}"
    sheet.print_title_rows, sheet.print_area = f"{first}:{first}", f"A1:E{sheet.max_row}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth = "landscape", 1
    sheet.protection.sheet = True
    book.defined_names["SoLieu"] = DefinedName("SoLieu", attr_text=f"'{sheet.title}'!$D$12")
    validation = DataValidation(type="whole", operator="greaterThan", formula1="0")
    validation.add(f"D{first + 1}:D{sheet.max_row}")
    sheet.add_data_validation(validation)
    sheet.conditional_formatting.add(
        f"D{first}:D{sheet.max_row}", CellIsRule("lessThan", ["5"], font=Font(color="FFFF0000"))
    )
    sheet.sheet_view.zoomScale, sheet.sheet_view.showGridLines = 70, False


def comments(book, sheet, random):
    for cell in random.sample(_answered(sheet), 8):
        cell.comment = Comment("Kiểm tra lại: 45?", "A")


def outline(book, sheet, random):
    first, _ = _place(sheet)
    sheet.row_dimensions.group(first + 2, first + 9, outline_level=1, hidden=False)


MUTATIONS = changes_of(globals())


def _report_sheet(book: Workbook) -> Worksheet:
    return max(
        book.worksheets, key=lambda sheet: sum(cell.value == "Đơn vị tính" for row in sheet.iter_rows() for cell in row)
    )


def write(report: SampleReport, path: Path, random: Random, chosen: Sequence[Callable]) -> list[str]:
    """Write a report as a workbook with these changes; the names of those that were done."""
    render_excel.render(report, path)
    book = openpyxl.load_workbook(path)
    last = (hidden_column, hidden_rows, formulas, settings)  # which others would leave behind when they move cells
    ordered = sorted(chosen, key=lambda one: last.index(one) if one in last else -1)
    names = [name for one in ordered for name in applied([one], book, _report_sheet(book), random)]
    book.save(path)
    if formulas in chosen:
        _store_values(path)
    return names


def _store_values(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(
                    rf"<f>([^<]*)\*{_STORED}(\d+)</f><v\s*/?>(?:</v>)?".encode(), rb"<f>\1</f><v>\2</v>", content
                )
            package.writestr(name, content)
