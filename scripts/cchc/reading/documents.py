"""What every reader yields: a document as lines of text, and as table rows where the format knows its cells."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One line of a document. `page` and `number` count from 1; `number` runs through the document."""

    page: int
    number: int
    text: str


@dataclass(frozen=True)
class Cell:
    """One cell of a table, as shown. A format that stores numbers gives the number and the decimals it shows.

    `confidence` is 0-1; `doubt` is why the reader itself does not stand by the text, '' if it does: a code of the list
    reading_doubt, and perhaps what it says of the cell at hand (`readings_differ: 12, 13`); `box` is left, top,
    right, bottom in points or pixels of the page. A cell that `is_bounded` by the format, and not by gaps between words
    or by what fills up a row, is proven empty where it has no text.
    """

    text: str = ""
    number: Decimal | None = None
    decimals: int | None = None
    confidence: float = 1.0
    doubt: str = ""
    box: tuple[float, float, float, float] | None = None
    is_bounded: bool = False


@dataclass(frozen=True)
class TableRow:
    """One row of a table, cell by column. `number` is the row's or line's number where it stands."""

    page: int
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Place:
    """Where an answer stands: its page, the number of its line or table row, and its cell's column and box if known.

    `doubt` is why the answer is not stood by, as a Cell has it, as far as is known.
    """

    page: int | None = None
    number: int | None = None
    column: int | None = None
    box: tuple[float, float, float, float] | None = None
    doubt: str = ""


@dataclass(frozen=True)
class Document:
    """A read document: its lines with text, in order, and its tables' rows where the format has tables.

    Boxes of a document that `is_scanned` are pixels of its pictures as they were scanned; else points of the page.
    `other_tables` is how many tables are not the report's: their rows are among the lines. `parts` are the lines and
    all tables as they stand, whatever form is known; none where the format has lines alone.
    """

    path: Path
    sha256: str
    format: str
    lines: tuple[Line, ...]
    table: tuple[TableRow, ...] = ()
    is_scanned: bool = False
    other_tables: int = 0
    parts: tuple[Line | tuple[TableRow, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Part:
    """One report of a document: what stands there, and the unit and year that the document tells beside it.

    `left_out` names the columns or rows of the document that are no unit's, as totals.
    """

    document: Document
    unit_code: str | None = None
    year: int | None = None
    left_out: tuple[str, ...] = ()


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """As `sha256_of` of all its bytes, of which few are in memory at a time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
