"""Rows that have a cell less, or more, than their table: what stands beside its column is put under it, and doubted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cchc.reading.documents import Cell, TableRow
from cchc.reading.number_grammar import looks_like_a_figure
from cchc.reading.table.column_headings import Columns
from cchc.reading.table.known_labels import units_among
from cchc.reading.table.row_order import rows_labelled
from cchc.reference.form import Form

_DOUBT = "figure_moved_a_column"
_UNIT_AND_FIGURE = re.compile(r"(\D*[^\W\d])\s+(\d[\d.,/]*)")


def with_cells_in_place(rows: Sequence[TableRow], columns: Columns, form: Form) -> list[TableRow]:
    """The rows; those whose label stands in another column, or whose figure in that of the unit, moved aside."""
    own = rows_labelled([" ".join(_text(row, at) for at in columns.labels) for row in rows], form)
    return [
        _figure_beside_unit(row if labelled else _label_in_place(row, columns, form), columns)
        for row, labelled in zip(rows, own, strict=True)
    ]


def _label_in_place(row: TableRow, columns: Columns, form: Form) -> TableRow:
    """The row by whose label's place its cells are known to stand aside; labels in several columns tell nothing."""
    if len(columns.labels) > 1 or len(row.cells) < 2:
        return row
    label = columns.labels[0]
    beside = [at for at in (label - 1, label + 1) if 0 <= at < len(row.cells)]
    found = [
        at for at, rows in zip(beside, rows_labelled([_text(row, at) for at in beside], form), strict=True) if rows
    ]
    if len(found) != 1 or (not _text(row, label) and found[0] < label):
        return row  # a heading may be merged over number and label
    return _doubted(row, (Cell(), *row.cells) if found[0] < label else row.cells[1:])


def _figure_beside_unit(row: TableRow, columns: Columns) -> TableRow:
    """The row whose figure stands under the unit's heading, alone or behind the unit, and not under that of answers."""
    unit, answer = columns.unit, columns.answer
    if unit is None or answer != unit + 1 or unit >= len(row.cells):
        return row
    text = _text(row, unit)
    if looks_like_a_figure(text) and not units_among([text]):
        return _doubted(row, (*row.cells[:unit], Cell(), *row.cells[unit:]))
    parted = _UNIT_AND_FIGURE.fullmatch(text)
    if parted and units_among([parted[1]]) and not units_among([text]) and not _text(row, answer):
        cells = list(row.cells) + [Cell()] * (answer + 1 - len(row.cells))
        whole = cells[unit]
        cells[unit], cells[answer] = replace(whole, text=parted[1]), replace(whole, text=parted[2])
        return _doubted(row, cells)
    return row


def _doubted(row: TableRow, cells: Sequence[Cell]) -> TableRow:
    return replace(row, cells=tuple(replace(cell, doubt=cell.doubt or _DOUBT) if cell.text else cell for cell in cells))


def _text(row: TableRow, at: int) -> str:
    return " ".join(row.cells[at].text.split()) if at < len(row.cells) else ""
