"""What stands in the cells of a table's row, by what heads them."""

from __future__ import annotations

from collections.abc import Iterable

from cchc.reading.documents import Cell, TableRow
from cchc.reading.table.column_headings import Columns

WORD_LETTERS = 6  # a cell with fewer letters is a number (`VIII`), not words


def cell_at(row: TableRow, column: int | None) -> Cell:
    """The cell in a column; an empty one where the row is shorter or the table has no such column."""
    return row.cells[column] if column is not None and column < len(row.cells) else Cell()


def answer_columns(row: TableRow, columns: Columns) -> list[int]:
    """The columns in which the row has an answer."""
    return [at for at in columns.answers if shown(cell_at(row, at))]


def label_of(row: TableRow, columns: Columns) -> str:
    """The label; where its cells are blank, words before it: a heading may be merged over number and label."""
    own = " ".join(text for at in columns.labels if (text := shown(cell_at(row, at))))
    if own:
        return own
    taken = {columns.unit, columns.note, *columns.answers}
    before = [shown(cell) for at, cell in enumerate(row.cells[: columns.labels[0]]) if at not in taken]
    return next((text for text in before if sum(mark.isalpha() for mark in text) >= WORD_LETTERS), "")


def shown(cell: Cell) -> str:
    """The text of a cell on one line."""
    return " ".join(cell.text.split())


def joined(rows: Iterable[TableRow], column: int | None) -> str:
    """The texts of a column over several rows as one."""
    return " ".join(text for row in rows if (text := shown(cell_at(row, column))))
