"""Whether a row of a table without a figure in its answer is proven empty, or the figure may stand elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from cchc.reading.documents import Cell, TableRow
from cchc.reading.number_grammar import looks_like_a_figure
from cchc.reading.table.column_headings import Columns
from cchc.reading.table.headed_cells import answer_columns, cell_at, joined, label_of, shown
from cchc.reading.text.row_alignment import PlacedRow
from cchc.reference.form import FormRow

_USUAL = 0.05  # share of the rows with an answer that have a figure in a further column too if others belong there
_MARKS = ".,;:()"
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Surroundings:
    """What stands beside the answers of a table, and so may be one that has slipped.

    `strays` are the numbers of table rows that have an answer and belong to no row of the form; `others` the columns in
    which figures stand beside answers, as those of last year do.
    """

    strays: Set[int] = frozenset()
    others: Set[int] = frozenset()


def surroundings(placed: list[PlacedRow], rows: dict[int, TableRow], columns: Columns) -> Surroundings:
    """What stands beside the answers of a table whose rows were placed."""
    taken = {line.number for place in placed for line in place.lines}
    answered = {number: row for number, row in rows.items() if answer_columns(row, columns)}
    told = [row for row in answered.values() if any(_is_figure(shown(cell_at(row, at))) for at in columns.answers)]
    figures = Counter(at for row in told for at, cell in enumerate(row.cells) if _is_figure(shown(cell)))
    return Surroundings(
        strays=answered.keys() - taken,
        others={at for at, count in figures.items() if at not in columns.answers and count > _USUAL * len(told)},
    )


def doubt_of_blank(
    form_row: FormRow,
    placed: PlacedRow,
    own: Sequence[TableRow],
    rows: Mapping[int, TableRow],
    columns: Columns,
    beside: Surroundings,
) -> str:
    """Why a row without a figure in its answer is not proven empty; '' if it is. `own` are its rows of the table."""
    if not all(any(_proves_nothing_there(cell_at(row, at)) for at in columns.answers) for row in own):
        return "no_cell_of_its_own"
    if any(_lacks_its_last_cell(row, columns) for row in own):
        return "cell_lacking"
    if columns.unit is not None and form_row.folded_unit and not joined(own, columns.unit):
        return "row_without_unit"
    if any(_figure_out_of_place(form_row, row, columns, beside.others) for row in own):
        return "figure_in_other_cell"
    if _is_beside_several_figures(placed, rows, columns):
        return "answer_beside_may_be_own"
    if _is_beside_a_loose_answer(placed, rows, columns, beside.strays):
        return "figure_beside_without_label"
    return ""


def _lacks_its_last_cell(row: TableRow, columns: Columns) -> bool:
    """True where cells have bounds and none stands in the last column: the others may stand one too far left."""
    last = cell_at(row, columns.last)
    is_there = last.is_bounded or last.text or last.doubt
    return cell_at(row, columns.answer).is_bounded and not is_there


def _proves_nothing_there(cell: Cell) -> bool:
    """True for an empty cell with bounds of its own, and for a dash that is in one or was typed."""
    return cell.is_bounded or bool(cell.text and cell.confidence == 1)


def _figure_out_of_place(form_row: FormRow, row: TableRow, columns: Columns, others: Set[int]) -> bool:
    """True for a figure among the words of label or unit that is none of the form's, or alone beside the answer."""
    label, unit = label_of(row, columns).split()[1:], cell_at(row, columns.unit).text  # the first may be a number
    words = _words(f"{form_row.folded_label} {form_row.folded_unit}"), _words(f"{' '.join(label)} {unit}")
    own, found = (Counter(text for text in one if _is_figure(text) and not _YEAR.fullmatch(text)) for one in words)
    if found - own:
        return True
    taken = {*columns.labels, columns.unit, *columns.answers, *others, *range(columns.labels[0])}
    neighbours = {beside for at in columns.answers for beside in (at - 1, at + 1) if beside >= 0} - taken
    return any(_is_figure(shown(cell_at(row, at))) for at in neighbours)


def _words(text: str) -> list[str]:
    return [word.strip(_MARKS) for word in text.replace("=", " ").split()]


def _is_figure(text: str) -> bool:
    return text[:1].isdigit() and looks_like_a_figure(text)


def _is_beside_a_loose_answer(
    placed: PlacedRow, rows: Mapping[int, TableRow], columns: Columns, stray: Set[int]
) -> bool:
    """True where an answer that is `stray`, or without words, stands before, or after before another unit.

    One without words may have been given to another row of the form.
    """
    numbers = [line.number for line in placed.lines]
    before, after = min(numbers) - 1, max(numbers) + 1
    while after in rows and label_of(rows[after], columns) and not _has_unit_or_answer(rows[after], columns):
        after += 1
    return any(
        number in stray
        or (
            answer_columns(rows[number], columns)
            and not label_of(rows[number], columns)
            and not cell_at(rows[number], columns.unit).text
        )
        for number in (before, after)
        if number in rows
    )


def _is_beside_several_figures(placed: PlacedRow, rows: Mapping[int, TableRow], columns: Columns) -> bool:
    """True where the cell over or under the answer holds several figures, one of which may be its own."""
    numbers = [line.number for line in placed.lines]
    return any(
        cell_at(rows[number], at).doubt == "several_figures"
        for number in (min(numbers) - 1, max(numbers) + 1)
        if number in rows
        for at in columns.answers
    )


def _has_unit_or_answer(row: TableRow, columns: Columns) -> bool:
    return bool(cell_at(row, columns.unit).text or answer_columns(row, columns))
