"""A sample as an Excel workbook: numbers stored as numbers or typed as text, the table on a sheet of its own or not."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from cchc.reference.samples import MARK
from cchc.sample.content import SampleReport
from cchc.sample.layout import FOOTER, FormTable, Layout, Row, lay_out
from cchc.sample.printing import AS_USUAL, Printing
from cchc.workbooks.stable_zip import save_stably

NAME, ENDING = "xlsx", ".xlsx"  # of --format, and of its files
_WIDTHS = (6, 62, 18, 14, 40)
_EDGE = Side(style="thin")


def render(report: SampleReport, path: Path, printing: Printing = AS_USUAL) -> None:
    """Write the report as .xlsx. The same report gives the same bytes."""
    layout = lay_out(report)
    workbook = Workbook()
    workbook.properties.title, workbook.properties.creator = f"{MARK} {report.report_id}", MARK
    sheet = workbook.active
    sheet.title = "Báo cáo"
    _letter(sheet, layout)
    if report.style.table_of_its_own_sheet:
        sheet = workbook.create_sheet("Phụ lục")
    _appendix(sheet, layout, report)
    for each in workbook.worksheets:
        each.oddFooter.center.text = FOOTER
        for column, width in zip("ABCDE", _WIDTHS, strict=True):
            each.column_dimensions[column].width = width
    save_stably(workbook.save, path)


def _letter(sheet: Worksheet, layout: Layout) -> None:
    for left, right in zip((*layout.issuer, layout.number), (*layout.state, layout.place_and_date), strict=True):
        sheet.append([left, None, right])
    for line in (*layout.title, *layout.narrative, *layout.signature):
        _across(sheet, line)
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")


def _appendix(sheet: Worksheet, layout: Layout, report: SampleReport) -> None:
    for line in (*layout.appendix_title, MARK):
        _across(sheet, line)
    for table in layout.tables:
        for line in table.title:
            _across(sheet, line)
        _table(sheet, layout.heading_rows, table, report)


def _across(sheet: Worksheet, line: str) -> None:
    sheet.append([line])
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=5)


def _table(sheet: Worksheet, heading: tuple[tuple[str, ...], ...], table: FormTable, report: SampleReport) -> None:
    first = sheet.max_row + 1
    for row in heading:
        sheet.append([text or None for text in row])
    if len(heading) == 2:
        for columns in ("A", "B"):
            sheet.merge_cells(f"{columns}{first}:{columns}{first + 1}")
        sheet.merge_cells(f"C{first}:E{first}")
    for row in table.rows:
        sheet.append([row.number or None, row.label, row.unit or None, None, row.note or None])
        _answer(sheet.cell(sheet.max_row, 4), row, report)
    for cells in sheet.iter_rows(min_row=first, max_col=5):
        for cell in cells:
            cell.border = Border(_EDGE, _EDGE, _EDGE, _EDGE)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.font = Font(name="Times New Roman", size=11, bold=cell.row < first + len(heading))


def _answer(cell: Cell, row: Row, report: SampleReport) -> None:
    """The answer as a number, unless the district types text, a ratio stands there, or the print is damaged."""
    concept = row.form_row.concept
    if not row.answer:
        return
    figure = report.answers[concept]
    if report.style.numbers_as_text or figure.base is not None or concept in report.printed:
        cell.value, cell.number_format = row.answer, "@"
        return
    cell.value = float(figure.number) if figure.decimals else int(figure.number)
    cell.number_format = f"0.{'0' * figure.decimals}" if figure.decimals else "0"
