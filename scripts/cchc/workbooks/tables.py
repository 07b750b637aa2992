"""A table of a workbook that comes back: its columns bear hidden names, by which it is read however it looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cchc.workbooks.parts import BORDER, FONT, as_cell, open_to_fill, row_height, write_heading, write_text
from cchc.workbooks.written_rows import WRITTEN, marks_of

_HEADING_HEIGHT = 30  # points


@dataclass(frozen=True)
class Column:
    """A column: its hidden name, its heading, its width in characters, whether people fill it in.

    What stands in one that is guarded says what a row is about, and must come back as it was written.
    """

    name: str
    heading: str
    width: float
    is_input: bool = False
    is_picture: bool = False

    @property
    def is_guarded(self) -> bool:
        return not (self.is_input or self.is_picture)


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
        self._inputs = [column.name for column in columns if column.is_input]
        self._at = {column.name: at for at, column in enumerate(columns, start=1)}
        for column in columns:
            at = self._at[column.name]
            sheet.cell(top, at, column.name)
            write_heading(sheet.cell(self.heading_row, at), column.heading, 10)
            sheet.column_dimensions[self.letter(column.name)].width = column.width
        for at, name in enumerate((*guards, WRITTEN), start=len(columns) + 1):
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
        own = {column.name: as_cell(texts.get(column.name, "")) for column in self.columns if column.is_guarded}
        for name, text in {**guards, WRITTEN: marks_of({**own, **guards}, self._inputs)}.items():
            self.guard(row, name, text)
        told = ((texts.get(column.name, ""), column.width) for column in self.columns if not column.is_input)
        self.sheet.row_dimensions[row].height = max(row_height(told, self.size), least_height)
        return row


def is_guarded(guard: Cell, text: str) -> bool:
    """Whether a hidden cell holds what would be written for this text."""
    return ("" if guard.value is None else str(guard.value)) == as_cell(text)
