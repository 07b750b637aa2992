"""A table of a workbook that comes back: its columns bear hidden names, by which it is read however it looks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cchc.workbooks.parts import BORDER, FONT, as_cell, open_to_fill, row_height, write_heading, write_text

_NAMES_WITHIN = 20  # rows from the top among which the names of the columns stand
_HEADING_HEIGHT = 30  # points


@dataclass(frozen=True)
class Column:
    """A column: its hidden name, its heading, its width in characters, whether people fill it in."""

    name: str
    heading: str
    width: float
    is_input: bool = False


class Table:
    """The columns of a sheet from one row down: hidden names, headings, then rows.

    `guards` are the names of hidden columns, which say what a row was written for.
    """

    def __init__(
        self, sheet: Worksheet, columns: Sequence[Column], top: int, guards: Sequence[str], size: float = 10
    ) -> None:
        self.sheet, self.columns, self.size = sheet, columns, size
        self.heading_row = top + 1
        self.next_row = top + 2
        self._at = {column.name: at for at, column in enumerate(columns, start=1)}
        for column in columns:
            at = self._at[column.name]
            sheet.cell(top, at, column.name)
            write_heading(sheet.cell(self.heading_row, at), column.heading, 10)
            sheet.column_dimensions[self.letter(column.name)].width = column.width
        for at, name in enumerate(guards, start=len(columns) + 1):
            self._at[f"guard {name}"] = at
            sheet.cell(top, at, name)
            sheet.column_dimensions[get_column_letter(at)].hidden = True
        sheet.row_dimensions[top].hidden = True
        sheet.row_dimensions[self.heading_row].height = _HEADING_HEIGHT

    def number(self, name: str) -> int:
        return self._at[name]

    def letter(self, name: str) -> str:
        return get_column_letter(self._at[name])

    def cell(self, row: int, name: str) -> Cell:
        return self.sheet.cell(row, self._at[name])

    def guard(self, row: int, name: str, text: str) -> None:
        """Write one of the hidden cells of a row."""
        write_text(self.sheet.cell(row, self._at[f"guard {name}"]), text)

    def add(self, texts: dict[str, str], guards: dict[str, str], least_height: float = 0) -> int:
        """Write a row; columns to fill in stay empty. Returns its number."""
        row = self.next_row
        self.next_row += 1
        for column in self.columns:
            cell = self.cell(row, column.name)
            cell.border = BORDER
            cell.font = Font(name=FONT, size=self.size)
            is_short = column.width < 16 and not column.is_input
            cell.alignment = Alignment(horizontal="center" if is_short else "left", vertical="top", wrap_text=True)
            if column.is_input:
                open_to_fill(cell)
            else:
                write_text(cell, texts.get(column.name, ""))
        for name, text in guards.items():
            self.guard(row, name, text)
        told = ((texts.get(column.name, ""), column.width) for column in self.columns if not column.is_input)
        self.sheet.row_dimensions[row].height = max(row_height(told, self.size), least_height)
        return row


def has_table(sheet: Worksheet, guards: Collection[str]) -> bool:
    """Whether the sheet has a table with these guards, rows or none."""
    return _names(sheet, guards) is not None


def read_table(sheet: Worksheet, guards: Collection[str]) -> Iterator[dict[str, Cell]]:
    """The rows under the hidden names, cell by name; none where the sheet has no table with these guards."""
    found = _names(sheet, guards)
    if found is not None:
        top, names = found
        for number in range(top + 2, sheet.max_row + 1):
            yield {name: sheet.cell(number, column) for name, column in names.items()}


def _names(sheet: Worksheet, guards: Collection[str]) -> tuple[int, dict[str, int]] | None:
    """The row of the hidden names, and the column of each."""
    for row in sheet.iter_rows(max_row=_NAMES_WITHIN):
        names = {cell.value: cell.column for cell in row if isinstance(cell.value, str)}
        if {*guards} <= set(names):
            return row[0].row, names
    return None


def is_guarded(guard: Cell, text: str) -> bool:
    """Whether a hidden cell holds what would be written for this text."""
    return ("" if guard.value is None else str(guard.value)) == as_cell(text)
