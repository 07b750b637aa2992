"""Excel workbooks: every sheet's cells as they are shown, with what makes a cell doubtful."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from cchc.errors import CchcError
from cchc.reading.documents import Cell, Document, Part, TableRow
from cchc.reading.known_labels import labels_found
from cchc.reading.readers.number_formats import shown_as
from cchc.reading.readers.office_files import read_package
from cchc.reading.report_tables import Table, cell_of, document_of
from cchc.reading.side_by_side import parts_side_by_side
from cchc.text import nfc

_DIGITS_STORED = 15  # significant digits that Excel keeps of a number
_COLUMNS_MOST = 200  # a report's table stands well before the 200th column


def read(path: Path) -> Document:
    """Read a workbook of one report; a page is a sheet, a row's number the sheet's own. Raises as `read_parts`."""
    return read_parts(path)[0].document


def read_parts(path: Path) -> tuple[Part, ...]:
    """Read a workbook, be it one report or the province's with a column or row a district.

    Raises CchcError if it cannot be read.
    """
    content = read_package(path, "xl/workbook.xml")
    formulas = _load(path, content)
    has_formulas = any(cell.data_type == "f" for sheet in formulas.worksheets for cell in sheet._cells.values())
    values = _load(path, content, data_only=True) if has_formulas else formulas
    parts = [_rows(page, sheet, formulas[sheet.title]) for page, sheet in enumerate(values.worksheets, start=1)]
    seen = _seen(values.worksheets, parts)
    return parts_side_by_side(path, content, "xlsx", seen) or (Part(document_of(path, content, "xlsx", seen)),)


def _load(path: Path, content: bytes, data_only: bool = False) -> Workbook:
    """The workbook with its formulas, or with the values that they had when it was last saved."""
    try:
        return openpyxl.load_workbook(BytesIO(content), data_only=data_only)
    except Exception as error:  # the library passes on whatever comes up in a damaged file
        raise CchcError(
            f"{path}: Excel's data in it are damaged ({error}). Open it in Excel, let it repair, save it again."
        ) from error


def _seen(sheets: list[Worksheet], parts: list[Table]) -> list[Table]:
    """The sheets that a person sees; a hidden one only where it alone has the report."""
    visible = [part for sheet, part in zip(sheets, parts, strict=True) if sheet.sheet_state == "visible"]
    hidden = [part for sheet, part in zip(sheets, parts, strict=True) if sheet.sheet_state != "visible"]
    most = max((labels_found(part) for part in visible), default=0) if hidden else 0
    return visible + [part for part in hidden if labels_found(part) > most]


def _rows(page: int, sheet: Worksheet, formulas: Worksheet) -> Table:
    """The rows of a sheet that have anything in them, each as wide as the sheet's widest."""
    spans_rows = {(area.min_row, area.min_col) for area in sheet.merged_cells.ranges if area.max_row > area.min_row}
    hidden_columns = {at for at in range(1, _COLUMNS_MOST + 1) if _is_hidden_column(sheet, at)}
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    # `_cells` is sparse: one stray cell in the last row and column must not fill the memory, as `sheet.rows` would.
    for (row, column), formula in sorted(formulas._cells.items()):
        if column > _COLUMNS_MOST or formula.value is None:
            continue
        doubt = ""
        if sheet.sheet_state != "visible":
            doubt = "hidden sheet"
        elif sheet.row_dimensions[row].hidden or sheet.row_dimensions[row].height == 0:
            doubt = "hidden row"
        elif column in hidden_columns:
            doubt = "hidden column"
        cells[row][column] = _cell(sheet.cell(row, column), formula, (row, column) in spans_rows, doubt)
    width = max((column for own in cells.values() for column in own), default=0)
    return tuple(
        TableRow(page, row, tuple(own.get(column, Cell()) for column in range(1, width + 1)))
        for row, own in cells.items()
        if any(cell.text for cell in own.values())
    )


def _is_hidden_column(sheet: Worksheet, column: int) -> bool:
    """Excel groups like columns, so one entry may hide several."""
    return any(
        (size.hidden or size.width == 0) and (size.min or 0) <= column <= (size.max or 0)
        for size in sheet.column_dimensions.values()
    )


def _cell(stored, formula, spans_rows: bool, doubt: str) -> Cell:
    """One cell. `stored` has the value a formula gave when the file was last saved, `formula` the formula."""
    value = stored.value
    if formula.data_type == "f" and value is None:
        return Cell(str(formula.value), doubt=doubt or "a formula without its value")
    match value:
        case None:
            return Cell()
        case bool():
            return Cell("TRUE" if value else "FALSE", doubt=doubt or "true or false instead of a figure")
        case int() | float():
            number = Decimal(f"{value:.{_DIGITS_STORED}g}")
            if spans_rows and not doubt:
                doubt = "one cell over several rows"
            return shown_as(number, stored.number_format, doubt)
        case datetime() | date() | time() | timedelta():
            return Cell(_moment(value), doubt=doubt or "a date or time instead of a figure")
    if stored.data_type == "e":
        return Cell(str(value), doubt=doubt or "an error value")
    if isinstance(value, CellRichText):
        value = str(value)
    return cell_of(nfc(str(value)).strip(), spans_rows, doubt)


def _moment(value: datetime | date | time | timedelta) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
