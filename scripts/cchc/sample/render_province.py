"""Samples as the province's own workbook: a column a district, or a row a district under headings in two rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from cchc.reference.samples import MARK
from cchc.sample.content import SampleReport
from cchc.sample.layout import COLUMNS, FOOTER, Row, lay_out
from cchc.workbooks.stable_zip import save_stably

_WRAPPED = Alignment(wrap_text=True, vertical="center")


def render(reports: Sequence[SampleReport], path: Path, is_across: bool | None = None) -> None:
    """Write reports of one year as .xlsx. The same reports give the same bytes.

    A column a district where `is_across`, else a row; which of the two is drawn from the reports unless it is told.
    """
    if is_across is None:
        is_across = Random("-".join(report.report_id for report in reports)).random() >= 0.5
    workbook = Workbook()
    workbook.properties.title, workbook.properties.creator = MARK, MARK
    sheet = workbook.active
    sheet.title = f"Tổng hợp {reports[0].year}"
    sheet.append([f"TỔNG HỢP SỐ LIỆU CẢI CÁCH HÀNH CHÍNH NĂM {reports[0].year} ({MARK})"])
    sheet.append([])
    (_across if is_across else _down)(sheet, reports)
    sheet.oddFooter.center.text = FOOTER
    for cells in sheet.iter_rows(min_row=3):
        for cell in cells:
            cell.alignment, cell.font = _WRAPPED, Font(name="Times New Roman", size=11, bold=cell.row == 3)
    save_stably(workbook.save, path)


def _across(sheet: Worksheet, reports: Sequence[SampleReport]) -> None:
    """Indicators down, a column a district, and what the district columns add up to at the end."""
    sheet.append([*COLUMNS[:3], *map(_name, reports), "Toàn tỉnh"])
    for rows in zip(*(lay_out(report).rows for report in reports), strict=True):
        sheet.append([rows[0].number or None, rows[0].label, rows[0].unit or None])
        for column, (row, report) in enumerate(zip(rows, reports, strict=True), start=4):
            _answer(sheet.cell(sheet.max_row, column), row, report)
    sheet.column_dimensions["B"].width = 60


def _down(sheet: Worksheet, reports: Sequence[SampleReport]) -> None:
    """A row a district, indicators across: sections over labels."""
    layouts = [lay_out(report).rows for report in reports]
    answered = [at for at, row in enumerate(layouts[0]) if row.form_row.is_answered]
    sheet.append(["STT", "Đơn vị"])
    sheet.append([None, None])
    for column, at in enumerate(answered, start=3):
        sheet.cell(4, column).value = layouts[0][at].label
        sections = [row.label for row in layouts[0][answered[column - 4] + 1 if column > 3 else 0 : at]]
        if sections:
            sheet.cell(3, column).value = "\n".join(sections)
    for number, (report, rows) in enumerate(zip(reports, layouts, strict=True), start=1):
        sheet.append([number, _name(report)])
        for column, at in enumerate(answered, start=3):
            _answer(sheet.cell(sheet.max_row, column), rows[at], report)


def _name(report: SampleReport) -> str:
    return f"{report.unit.unit_type_vi.capitalize()} {report.unit.unit_name_vi}"


def _answer(cell: Cell, row: Row, report: SampleReport) -> None:
    figure = report.answers.get(row.form_row.concept) if row.form_row.is_answered else None
    if figure is None or not row.answer:
        return
    if figure.base is not None or row.form_row.concept in report.printed:
        cell.value, cell.number_format = row.answer, "@"
    else:
        cell.value = float(figure.number) if figure.decimals else int(figure.number)
        cell.number_format = f"0.{'0' * figure.decimals}" if figure.decimals else "0"
