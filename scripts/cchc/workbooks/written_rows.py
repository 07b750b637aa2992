"""The rows of a workbook that comes back: each says in a hidden cell what was written into it, cell by cell.

What people fill in is theirs. All else, seen or hidden, must be as it was written: else nobody knows what a person had
before them. A row, a column or the hidden names may be gone, moved or written over; all of that is told by its cell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc.text import shown
from cchc.workbooks.filled_in import Refusal, held_rows, text_of

WRITTEN = "written"  # the name of the hidden column
_NAMES_WITHIN = 20  # rows from the top among which the names of the columns stand
_NAMES_KNOWN_BY = 3  # so many of them in a row make it the row of names
_MARK_LENGTH = 6  # hexadecimal digits: a slip is seen, a forger is not kept out
_MARKS = re.compile(rf"\w+=(?:[0-9a-f]{{{_MARK_LENGTH}}})?(?: \w+=(?:[0-9a-f]{{{_MARK_LENGTH}}})?)+")
_AGAIN = "Fill in the workbook as it was written: a copy of it, or written anew."


@dataclass(frozen=True)
class WrittenTable:
    """A table of a workbook: its rows, cell by name, and what of it is not as it was written."""

    rows: tuple[dict[str, Cell], ...]
    refusals: tuple[Refusal, ...]


def marks_of(texts: Mapping[str, str], inputs: Iterable[str]) -> str:
    """What a row's hidden cell says: a mark of each text by its column, none of what is to be filled in."""
    marked = [f"{name}={_mark(text)}" for name, text in texts.items()]
    return " ".join([*marked, *(f"{name}=" for name in inputs)])


def written_tables(
    workbook: Workbook, guards: Collection[str], inputs: Collection[str], mark: str | None = None
) -> list[WrittenTable]:
    """The tables in a workbook's sheets that were written with these guards, and some of these columns to fill in.

    `mark` is the name of the column that marks the rows after the table, which have no figure of their own.
    """
    found = (_table(sheet, guards, inputs, mark) for sheet in workbook.worksheets)
    return [table for table in found if table is not None]


def rows_under_names(sheet: Worksheet, guards: Collection[str]) -> Iterator[dict[str, Cell]]:
    """The rows of a sheet's table with these guards, cell by name, whatever was changed in them; none without one."""
    found = _names(sheet, {*guards, WRITTEN})
    yield from () if found is None else _rows(sheet, *found)


def _rows(sheet: Worksheet, top: int, names: Mapping[str, int]) -> Iterator[dict[str, Cell]]:
    for number in held_rows(sheet, top + 2):
        yield {name: sheet.cell(number, column) for name, column in names.items()}


def _table(sheet: Worksheet, guards: Collection[str], inputs: Collection[str], mark: str | None) -> WrittenTable | None:
    found = _names(sheet, {*guards, WRITTEN, *inputs})
    strays = [cell for _, cell in sorted(sheet._cells.items()) if _MARKS.fullmatch(str(cell.value or ""))]
    if found is None:
        if not strays:
            return None
        gone = _refused(strays[0], "the hidden row with the names of the columns is gone", "it above the headings")
        return WrittenTable((), (gone,))
    top, names = found
    told = {name for cell in strays for name in _marks(cell)}
    missing = sorted(({*guards, WRITTEN} | told | ({mark} if mark else set())) - names.keys())
    if missing:
        what = f"no column {', '.join(missing)}: it was deleted, or its hidden name was"
        return WrittenTable((), (_refused(sheet.cell(top, 1), what, "all columns, hidden ones too"),))
    twice = sorted({name for (at, column), name in _texts(sheet) if at == top and names[name] != column})
    if twice:
        what = f"two columns {', '.join(twice)}, and no telling which is meant: one was copied"
        return WrittenTable((), (_refused(sheet.cell(top, 1), what, "each column once"),))
    rows = tuple(_rows(sheet, top, names))
    after = max((at for at, row in enumerate(rows) if mark and text_of(row[mark])), default=None)
    refusals = [
        refusal
        for at, row in enumerate(rows)
        if after is None or at < after
        for refusal in _row_refusals(row, names.keys() & set(inputs), mark)
    ]
    return WrittenTable(rows, tuple(refusals))


def _names(sheet: Worksheet, known: Collection[str]) -> tuple[int, dict[str, int]] | None:
    """The row of the hidden names, and the column of each."""
    for number in (one for one in held_rows(sheet) if one <= _NAMES_WITHIN):
        names = {text: column for (at, column), text in _texts(sheet) if at == number}
        if len(names.keys() & set(known)) >= _NAMES_KNOWN_BY:
            return number, names
    return None


def _texts(sheet: Worksheet) -> Iterator[tuple[tuple[int, int], str]]:
    """The texts of a sheet by row and column, in their order."""
    return ((at, cell.value) for at, cell in sorted(sheet._cells.items()) if isinstance(cell.value, str))


def _row_refusals(row: Mapping[str, Cell], inputs: Collection[str], mark: str | None) -> Iterator[Refusal]:
    marks, is_marked = _marks(row[WRITTEN]), mark is not None and bool(text_of(row[mark]))
    filled = [row[name] for name in sorted(inputs) if text_of(row[name])]
    if not marks and filled and not is_marked:
        yield _refused(filled[0], "filled in on a row that says of no figure what it is", "a row of the workbook")
    for name, one in marks.items():
        if one and _mark(text_of(row[name])) != one:
            was = next((text_of(cell) for cell in row.values() if _mark(text_of(cell)) == one), "")
            yield _refused(
                row[name],
                f"“{text_of(row[name])}” in column {name}, where something else was written",
                f"“{was}”" if was else "what was written there",
            )


def _marks(cell: Cell) -> dict[str, str]:
    text = str(cell.value or "")
    return dict(part.split("=") for part in text.split()) if _MARKS.fullmatch(text) else {}


def _mark(text: str) -> str:
    return sha256(shown(text).encode()).hexdigest()[:_MARK_LENGTH]


def _refused(cell: Cell, found: str, expected: str) -> Refusal:
    return Refusal.at(cell, found, expected, _AGAIN)
