"""A workbook that comes back filled in: opened, its cells as text, and every cell named that cannot be taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from cchc.errors import CchcError
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
    """The workbook. Raises CchcError where there is none or it cannot be opened."""
    try:
        return openpyxl.load_workbook(path)
    except FileNotFoundError as error:
        raise CchcError(f"{path}: no such file. Check the name and the folder.") from error
    except (InvalidFileException, BadZipFile, OSError, KeyError, ValueError) as error:
        raise CchcError(f"{path}: not an Excel workbook that can be opened ({error}). Save it as .xlsx.") from error


def text_of(cell: Cell) -> str:
    """What a reader sees in a cell, as text; '' for an empty one."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, datetime):
        return f"{cell.value:%d/%m/%Y}"
    if isinstance(cell.value, float):
        return f"{Decimal(repr(cell.value)).normalize():f}"
    return shown(str(cell.value))
