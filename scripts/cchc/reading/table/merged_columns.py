"""Columns of tables whose rows do not have the same cells: merged, or drawn a little aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cchc.reading.documents import Cell


@dataclass(frozen=True)
class SpanCell:
    """A cell and where it reaches from left to right, in any unit that its table has throughout."""

    left: float
    right: float
    cell: Cell


def usual_columns(rows: Sequence[Sequence[SpanCell]]) -> tuple[tuple[float, float], ...]:
    """Left and right of each column, as in the first row that has the usual number of cells; () without rows."""
    if not rows:
        return ()
    counts = Counter(len(row) for row in rows)
    usual = max(counts, key=lambda count: (counts[count], count))
    row = next(row for row in rows if len(row) == usual)
    return tuple((one.left, one.right) for one in row)


def by_column(row: Sequence[SpanCell], columns: Sequence[tuple[float, float]]) -> tuple[Cell, ...]:
    """A row's cells by column. A merged cell stands in its first column; where there is one cell a column, by order."""
    if len(row) == len(columns):
        return tuple(one.cell for one in row)
    cells = [Cell()] * len(columns)
    for one in row:
        at = _first_column(one, columns)
        if cells[at].text:
            joined = " ".join(text for text in (cells[at].text, one.cell.text) if text)
            cells[at] = Cell(joined, doubt="several_cells", box=cells[at].box)
        else:
            cells[at] = one.cell
    return tuple(cells)


def _first_column(one: SpanCell, columns: Sequence[tuple[float, float]]) -> int:
    """The first column that the cell covers by more than half, else the one it covers most."""
    covered = [max(min(one.right, right) - max(one.left, left), 0.0) for left, right in columns]
    for at, (left, right) in enumerate(columns):
        if covered[at] > (right - left) / 2:
            return at
    return max(range(len(columns)), key=covered.__getitem__)
