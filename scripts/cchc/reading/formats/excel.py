"""Excel workbooks: every sheet's cells as they are shown, with what makes a cell doubtful."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc.errors import CchcError
from cchc.reading.documents import Cell, Document, Line, Part, TableRow
from cchc.reading.formats.declaring import Format
from cchc.reading.formats.excel_drawings import Overlay, overlays
from cchc.reading.formats.excel_formulas import formula_text, sum_of
from cchc.reading.formats.excel_looks import CellLooks
from cchc.reading.formats.excel_rules import looks_by_rules
from cchc.reading.formats.number_formats import shown_as, text_shown_by
from cchc.reading.formats.office_files import read_package
from cchc.reading.formats.pasted import read_pasted
from cchc.reading.pieces import Piece, cell_of, looks_doubt, without_text_mark
from cchc.reading.recognising import check_is_report
from cchc.reading.table.known_labels import labels_found
from cchc.reading.table.report_tables import Table, document_of, holds_a_report
from cchc.reading.table.units_side_by_side import parts_side_by_side

FORMAT = Format(
    suffixes=(".xlsx", ".xlsm", ".xltx", ".xltm"), is_typed=True, sheets=(".xlsx", ".xlsm", ".xltx", ".xltm")
)
_DIGITS_STORED = 15  # significant digits that Excel keeps of a number
_ROUNDED = Decimal("1e-9")  # share by which the same sum may differ
_BOOK = "xl/workbook.xml"
_RECALCULATED = re.compile(rb'<(?:\w+:)?calcPr[^>]*\b(?:fullCalcOnLoad="(?:1|true)"|calcCompleted="(?:0|false)")')
_CELLS_MANY = 20_000  # a report has 1,000, a province's workbook of 11 districts 4,000
_LOW, _NARROW = 2, 0.3  # points of a row, letters of a column, that show nothing
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
    _refuse_other_lists(path, formulas)
    has_formulas = any(cell.data_type == "f" for sheet in formulas.worksheets for cell in sheet._cells.values())
    values = _load(path, content, data_only=True) if has_formulas else formulas
    reader = _Sheets(overlays(content), bool(_RECALCULATED.search(zipfile.ZipFile(BytesIO(content)).read(_BOOK))))
    parts = [reader.rows(page, sheet, formulas[sheet.title]) for page, sheet in enumerate(values.worksheets, start=1)]
    seen = _seen(values.worksheets, parts)
    pasted = read_pasted(path, content, seen)
    if pasted:
        return (Part(pasted),)
    original = path.read_bytes()
    titles = {page: sheet.title for page, sheet in enumerate(values.worksheets, start=1)}
    return (
        parts_side_by_side(path, original, "xlsx", seen)
        or tuple(_parts_by_sheet(path, original, seen, titles))
        or (Part(document_of(path, original, "xlsx", seen)),)
    )


def _parts_by_sheet(path: Path, content: bytes, sheets: list[Table], titles: dict[int, str]) -> Iterator[Part]:
    """The reports of a workbook with one a sheet, each with the words of the sheets before all of them and its own
    title; none if it is no such workbook."""
    own = [sheet for sheet in sheets if holds_a_report(sheet)] if len(sheets) > 1 else []
    for sheet in own if len(own) > 1 else ():
        before = sheets[: sheets.index(own[0])]
        title = Line(sheet[0].page, 1, titles[sheet[0].page])
        yield Part(document_of(path, content, "xlsx", [*before, title, sheet]))


def _refuse_other_lists(path: Path, book: Workbook) -> None:
    """Raises CchcError for a workbook far larger than a report in which nothing of one stands, before much is done."""
    if sum(len(sheet._cells) for sheet in book.worksheets) > _CELLS_MANY:
        words = (cell.value for sheet in book.worksheets for cell in sheet._cells.values())
        lines = tuple(Line(1, 1, text) for text in dict.fromkeys(one for one in words if isinstance(one, str)))
        check_is_report(Document(path, "", "xlsx", lines, other_tables=len(book.worksheets)))


def _load(path: Path, content: bytes, data_only: bool = False) -> Workbook:
    """The workbook with its formulas, or with the values that they had when it was last saved."""
    try:
        return openpyxl.load_workbook(BytesIO(content), data_only=data_only, rich_text=True)
    except Exception as error:  # the library passes on whatever comes up in a damaged file
        raise CchcError(
            f"{path}: Excel's data in it are damaged. Open it in Excel, let it repair, save it again."
        ) from error


def _seen(sheets: list[Worksheet], parts: list[Table]) -> list[Table]:
    """The sheets that a person sees; a hidden one only where it alone has the report."""
    visible = [part for sheet, part in zip(sheets, parts, strict=True) if sheet.sheet_state == "visible"]
    hidden = [part for sheet, part in zip(sheets, parts, strict=True) if sheet.sheet_state != "visible"]
    most = max((labels_found(part) for part in visible), default=0) if hidden else 0
    return visible + [part for part in hidden if labels_found(part) > most]


def _merged(sheet: Worksheet) -> Iterator[tuple[int, int, int, int]]:
    """First column and row, last column and row of each area of merged cells."""
    areas: Any = sheet.merged_cells.ranges
    for area in areas:
        yield area.bounds


def _covered(sheet: Worksheet, rows: Collection[int], width: int) -> set[tuple[int, int]]:
    """Row and column of the cells under merged ones: what stands there is shown in the first of them."""
    return {
        (row, column)
        for left, top, right, bottom in _merged(sheet)
        for row in rows
        if top <= row <= bottom
        for column in range(left, min(right, width) + 1)
        if (row, column) != (top, left)
    }


def _is_hidden_column(sheet: Worksheet, column: int) -> bool:
    """Excel groups like columns, so one entry may hide several."""
    return any(
        (size.hidden or size.width < _NARROW) and (size.min or 0) <= column <= (size.max or 0)
        for size in sheet.column_dimensions.values()
    )


class _Sheets:
    """Reads the sheets of a workbook. `recalculated`: Excel is to calculate all anew, so what is stored may be old."""

    def __init__(self, over: dict[str, list[Overlay]], recalculated: bool) -> None:
        self._over = over
        self._recalculated = recalculated
        self._looks = CellLooks()

    def rows(self, page: int, sheet: Worksheet, formulas: Worksheet) -> Table:
        """The rows of a sheet that have anything in them, each as wide as the sheet's widest."""
        spans_rows = {(top, left) for left, top, _, bottom in _merged(sheet) if bottom > top}
        hidden_columns = {at for at in range(1, _COLUMNS_MOST + 1) if _is_hidden_column(sheet, at)}
        cells: dict[int, dict[int, Cell]] = defaultdict(dict)
        over, ruled = self._pieces_over(sheet.title), looks_by_rules(sheet)
        # `_cells` is sparse: one stray cell in the last row and column must not fill the memory, as `sheet.rows` would.
        rows_used = {row for row, _ in formulas._cells}
        places = {place for place in over if place[0] in rows_used} | formulas._cells.keys()
        for row, column in sorted(places):
            formula = formulas._cells.get((row, column))
            if column > _COLUMNS_MOST or ((formula is None or formula.value is None) and (row, column) not in over):
                continue
            doubt = ""
            if sheet.sheet_state != "visible":
                doubt = "sheet_hidden"
            elif sheet.row_dimensions[row].hidden or (sheet.row_dimensions[row].height or _LOW + 1) <= _LOW:
                doubt = "row_hidden"
            elif column in hidden_columns:
                doubt = "column_hidden"
            elif (row, column) in ruled:
                doubt = looks_doubt(ruled[row, column])
            lying = over.get((row, column), ())
            if formula is None or formula.value is None:
                cells[row][column] = cell_of(lying, doubt=doubt)
                continue
            cell = self._cell(sheet.cell(row, column), formula, formulas, (row, column) in spans_rows, doubt)
            cell = replace(cell, doubt=cell.doubt or "object_over_cell") if lying else cell
            cells[row][column] = replace(cell, is_bounded=not cell.doubt)
        width = max((column for own in cells.values() for column in own), default=0)
        covered = _covered(sheet, cells, width)
        return tuple(
            TableRow(
                page, row, tuple(own.get(at) or Cell(is_bounded=(row, at) not in covered) for at in range(1, width + 1))
            )
            for row, own in cells.items()
            if any(cell.text for cell in own.values())
        )

    def _pieces_over(self, title: str) -> dict[tuple[int, int], list[Piece]]:
        over: dict[tuple[int, int], list[Piece]] = defaultdict(list)
        for one in self._over.get(title, ()):
            for place in one.cells:
                over[place].append(one.piece)
        return over

    def _cell(self, stored, formula, formulas: Worksheet, spans_rows: bool, doubt: str) -> Cell:
        """One cell. `stored` has the value a formula gave when the file was last saved, `formula` the formula."""
        value = stored.value
        if formula.data_type == "f" and value is None:
            return Cell(formula_text(formula.value), doubt=doubt or "formula_without_value")
        match value:
            case None:
                return Cell()
            case bool():
                return Cell("TRUE" if value else "FALSE", doubt=doubt or "truth_for_figure")
            case int() | float():
                number = Decimal(f"{value:.{_DIGITS_STORED}g}")
                if formula.data_type == "f":
                    number, stale = self._as_calculated(number, formula, formulas)
                    doubt = doubt or stale
                return shown_as(number, stored.number_format, doubt or self._odd(stored, spans_rows))
            case datetime() | date() | time() | timedelta():
                return Cell(_moment(value), doubt=doubt or "date_for_figure")
        if stored.data_type == "e":
            return Cell(str(value), doubt=doubt or "error_value")
        words, odd = text_shown_by(stored.number_format) if stored.has_style else ("", "")
        pieces = self._looks.pieces(stored, without_text_mark(value))
        return cell_of((*pieces, Piece(words)) if words else pieces, spans_rows, doubt or odd)

    def _as_calculated(self, number: Decimal, formula, formulas: Worksheet) -> tuple[Decimal, str]:
        """What a formula gives, as far as it is a sum, and why it cannot be stood by; '' if it can."""
        given = sum_of(formula_text(formula.value), formulas)
        if given is not None and abs(given - number) > _ROUNDED * max(abs(given), 1):
            return given, "formula_saved_with_other_value"
        return number, "formula_not_calculated" if given is None and self._recalculated and not number else ""

    def _odd(self, stored, spans_rows: bool) -> str:
        looks, sign_font = self._looks.of(stored)
        if sign_font:
            return "font_of_signs"
        if stored.has_style and stored._style.alignmentId and stored.alignment.horizontal == "fill":
            return "format_shows_other_number"  # again and again, as far as there is room
        return looks_doubt(looks) or ("cell_over_rows" if spans_rows else "")


def _moment(value: datetime | date | time | timedelta) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
