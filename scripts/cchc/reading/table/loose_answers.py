"""Answers on rows of their own, under or over those of their labels: put beside these where all of them stand so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from cchc.reading.documents import Cell, TableRow
from cchc.reading.number_grammar import looks_like_a_figure
from cchc.reading.table.column_headings import Columns
from cchc.reading.table.headed_cells import answer_columns, cell_at, label_of, shown

_LOOSE_LEAST = 5  # so many answers on rows of their own are how a table is laid out
_BESIDE_LEAST = 0.95  # share of them that stand right beside a label; a page may end between the others
_DOUBT = "lines_of_row_beside"


def is_loose(row: TableRow, columns: Columns) -> bool:
    """True for a row with a figure for an answer, and neither label nor unit."""
    answers = [shown(cell_at(row, at)) for at in answer_columns(row, columns)]
    return any(map(looks_like_a_figure, answers)) and not (
        label_of(row, columns) or shown(cell_at(row, columns.unit)) or _has_number(row, columns)
    )


def with_answers_beside_labels(rows: Sequence[TableRow], columns: Columns) -> list[TableRow]:
    """The rows; where answers stand on rows of their own, each beside the label over or under it.

    Where a label is without an answer, nobody knows which, and all are doubted.
    """
    loose = [at for at, row in enumerate(rows) if is_loose(row, columns)]
    asking = [at for at, row in enumerate(rows) if _asks(row, columns) and _has_unit(row, columns)]
    if len(loose) < _LOOSE_LEAST or not asking:
        return list(rows)
    is_under = asking[0] < loose[0] and asking[-1] < loose[-1]
    is_over = loose[0] < asking[0] and loose[-1] < asking[-1]
    step = -1 if is_under else 1
    beside = [at for at in loose if 0 <= at + step < len(rows) and _asks(rows[at + step], columns)]
    if not (is_under or is_over) or len(beside) < _BESIDE_LEAST * len(loose):
        return list(rows)
    stretches = pairwise([*asking, len(rows)] if is_under else [-1, *asking])
    doubt = "" if all(any(start < at < end for at in loose) for start, end in stretches) else _DOUBT
    answers = {at + step: rows[at] for at in beside}
    return [
        _with_answer(row, answers[at], columns, doubt) if at in answers else row
        for at, row in enumerate(rows)
        if at not in beside
    ]


def may_be_of_another(number: int, own: Sequence[int], rows: Mapping[int, TableRow], columns: Columns) -> bool:
    """Whether the answer on a row (by number), alone there, may be that of a label over or under all of `own`."""
    beside = [number - 1] * (number == min(own)) + [number + 1] * (number == max(own))
    return is_loose(rows[number], columns) and any(at in rows and _asks(rows[at], columns) for at in beside)


def _asks(row: TableRow, columns: Columns) -> bool:
    """True for a row with a label and without an answer."""
    return bool(label_of(row, columns)) and not answer_columns(row, columns)


def _has_unit(row: TableRow, columns: Columns) -> bool:
    return columns.unit is None or bool(shown(cell_at(row, columns.unit)))


def _has_number(row: TableRow, columns: Columns) -> bool:
    return any(shown(cell) for cell in row.cells[: columns.labels[0]])


def _with_answer(row: TableRow, loose: TableRow, columns: Columns, doubt: str) -> TableRow:
    cells = list(row.cells) + [Cell()] * (columns.last + 1 - len(row.cells))
    for at in columns.answers:
        answer = cell_at(loose, at)
        cells[at] = replace(answer, doubt=answer.doubt or doubt)
    return replace(row, cells=tuple(cells))
