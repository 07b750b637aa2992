"""How a document writes its figures, and the figures that are unlike it: likely the rest of a longer one.

Where lone digits are written `02`, a bare `2` has lost a digit; where percentages are written `2,4`, a `24` its comma,
but a `70` only where some are written `7,0`; where thousands are written `1.435`, a `14335` has a mark more or less.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cchc.reading.number_grammar import CLEAR
from cchc.reading.text.row_cells import Cells, doubted_cells
from cchc.reference.form import FormRow

_SEEN_LEAST = 5  # figures of a kind in a document that can show a habit
_KEPT_LEAST = 0.8  # share of them that are written so where it is one


@dataclass(frozen=True)
class _Habit:
    """Figures of an answer type written one way where the document has the habit, and the other where it has not.

    A `whole` one breaks it only where others are kept to it that end in 0.
    """

    answer_type: str
    kept: re.Pattern[str]
    broken: re.Pattern[str]
    whole: re.Pattern[str] | None = None


_HABITS = (
    _Habit("count", re.compile(r"0[1-9]"), re.compile(r"[1-9]")),
    _Habit("count", re.compile(r"\d{1,3}(?:[.]\d{3})+"), re.compile(r"\d{4,}")),
    _Habit("percent", re.compile(r"\d+[.,]\d+%?"), re.compile(r"[1-9]\d?%?"), re.compile(r"[1-9]0%?")),
)


def unlike_its_document(rows: Sequence[FormRow], read: Sequence[Cells]) -> list[Cells]:
    """The cells of all rows, in their order; those that break a habit of the document are no longer clear."""
    cells = list(read)
    for habit in _HABITS:
        own = [
            at
            for at, row in enumerate(rows)
            if row.answer_type == habit.answer_type and cells[at].reading.status == CLEAR
        ]
        kept = [cells[at].answer for at in own if habit.kept.fullmatch(cells[at].answer)]
        broken = [at for at in own if habit.broken.fullmatch(cells[at].answer)]
        if len(kept) + len(broken) >= _SEEN_LEAST and len(kept) >= _KEPT_LEAST * (len(kept) + len(broken)):
            if habit.whole and not any(figure.rstrip("%").endswith("0") for figure in kept):
                broken = [at for at in broken if not habit.whole.fullmatch(cells[at].answer)]
            for at in broken:
                cells[at] = doubted_cells(cells[at])
    return cells
