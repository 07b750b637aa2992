"""A workbook that comes back filled in: opened, its cells as text, and every cell named that cannot be taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc.errors import CchcError
from cchc.reading.formats.office_files import read_package
from cchc.reading.limits import CELLS
from cchc.reading.within_limits import within_limits
from cchc.text import shown


@dataclass(frozen=True)
class Refusal:
    """Why a cell of a workbook cannot be taken: where it is, what is there, what was expected, how to mend it."""

    where: str
    found: str
    expected: str
    mend: str

    @classmethod
    def at(cls, cell: Cell, found: str, expected: str, mend: str, about: str = "") -> Refusal:
        """A refusal at a cell; `about` says in a few words what its row is about."""
        place = f"sheet “{cell.parent.title}”, row {cell.row}, cell {cell.coordinate}"
        if about:
            place = f"sheet “{cell.parent.title}”, row {cell.row}, cell {cell.coordinate} ({about})"
        return cls(place, found, expected, mend)

    def __str__(self) -> str:
        return f"{self.where}: {self.found}. Expected {self.expected}. {self.mend}"


class Refused(CchcError):
    """A workbook that is not taken; the message names every cell that stands against it."""

    def __init__(self, path: Path, refusals: Iterable[Refusal]) -> None:
        listed = [str(refusal) for refusal in refusals]
        numbered = "\n".join(f"{number}. {refusal}" for number, refusal in enumerate(listed, start=1))
        super().__init__(f"{path}: nothing was recorded; this must be mended first ({len(listed)}).\n{numbered}")


def open_filled(path: Path) -> Workbook:
    """The workbook: its cells that hold something, as they were saved, without their looks.

    It is opened within the limits of every file that is read. Raises CchcError where there is none, where it cannot be
    opened, and where it exceeds a limit.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, held in within_limits(path, _held, path):
        sheet = workbook.create_sheet(title)
        for row, column, value, data_type, number_format in held:
            cell = sheet.cell(row, column)
            cell._value, cell.data_type, cell.number_format = value, data_type, number_format  # no second guess
    return workbook


def held_rows(sheet: Worksheet, first: int = 1) -> list[int]:
    """The numbers, from `first` on, of the rows that hold something: one stray cell may stand a million rows below."""
    return sorted({row for row, _ in sheet._cells if row >= first})


def _held(path: Path) -> list[tuple[str, list[tuple]]]:
    """Of each sheet its title, and of each cell that holds something its row, column, value, type and format."""
    if not path.is_file():
        raise CchcError(f"{path}: no such file. Check the name and the folder.")
    try:
        content = read_package(path, "xl/workbook.xml")
        workbook = openpyxl.load_workbook(BytesIO(content))
    except CchcError:
        raise
    except Exception as error:  # the library passes on whatever comes up in a damaged file
        raise CchcError(f"{path}: not an Excel workbook that can be opened ({error}). Save it as .xlsx.") from error
    sheets = [
        (
            sheet.title,
            [
                (cell.row, cell.column, cell.value, cell.data_type, cell.number_format)
                for cell in sheet._cells.values()
                if cell.value is not None
            ],
        )
        for sheet in workbook.worksheets
    ]
    CELLS.check(path, sum(len(held) for _, held in sheets))
    return sheets


def text_of(cell: Cell) -> str:
    """What a reader sees in a cell, as text; '' for an empty one."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, datetime):
        return f"{cell.value:%d/%m/%Y}"
    if isinstance(cell.value, float):
        return f"{Decimal(repr(cell.value)).normalize():f}"
    return shown(str(cell.value))
