"""Which cells of a table are labels or units of the forms: a table is known by what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy
from rapidfuzz import fuzz, process

from cchc.reading.documents import TableRow
from cchc.reference.form import load_forms
from cchc.text import fold

_LIKE = 85  # a cell this like a label or unit of a form (0-100) is it
_FOUND_MOST = 20_000  # texts whose label is kept
_LABEL_LETTERS = 8  # a cell with fewer letters is no label
_FORM_LEAST, _FORM_SHARE = 5, 0.5  # so many labels, and on such a share of its rows, make a table one of a form's

_found: dict[str, int | None] = {}


def labels_by_cell(rows: Sequence[TableRow]) -> list[dict[int, int]]:
    """For each row, by column, the number of the form label that its cell is."""
    found: list[dict[int, int]] = [{} for _ in rows]
    queries = [
        (at, column, text)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row.cells)
        if len(text := folded_text(cell.text)) >= _LABEL_LETTERS
    ]
    if not queries:
        return found
    label_of = _labels_like({text for *_, text in queries})
    for at, column, text in queries:
        label = label_of[text]
        if label is not None:
            found[at][column] = label
    return found


def _labels_like(texts: set[str]) -> dict[str, int | None]:
    """The number of the label that each text is, None for none. The same cells are asked about by everything that
    looks for a table, so what was found is kept."""
    known = {text: _found[text] for text in texts if text in _found}
    new = [text for text in texts if text not in known]
    if new:
        scores = process.cdist(new, _labels(), scorer=fuzz.ratio, score_cutoff=_LIKE, dtype=numpy.uint8)
        labels, best = scores.argmax(axis=1).tolist(), scores.max(axis=1).tolist()
        read = {text: label if score else None for text, label, score in zip(new, labels, best, strict=True)}
        if len(_found) + len(read) <= _FOUND_MOST:
            _found.update(read)
        known |= read
    return known


@cache
def repeated_labels() -> frozenset[int]:
    """The labels, by their number, that some form has more than once though another has them once."""
    by_form = _labels_by_form()
    return frozenset(at for at, label in enumerate(_labels()) if any(labels.count(label) > 1 for labels in by_form))


def labels_found(rows: Sequence[TableRow]) -> int:
    """How many different labels of the forms stand in the rows."""
    return len({label for own in labels_by_cell(rows) for label in own.values()})


def is_of_a_form(rows: Sequence[TableRow]) -> bool:
    """True for a table most of whose rows are a form's."""
    return labels_found(rows) >= max(_FORM_LEAST, _FORM_SHARE * len(rows))


def units_among(texts: Iterable[str]) -> int:
    """How many of the texts are units of the forms."""
    return sum(folded_text(text) in _units() for text in texts)


def folded_text(text: str) -> str:
    return " ".join(fold(text).split())


def _labels_by_form() -> list[list[str]]:
    return [[row.folded_label for row in form.rows] for form in load_forms()]


@cache
def _labels() -> tuple[str, ...]:
    """The labels that stand once on each form."""
    seen: dict[str, None] = {}
    for labels in _labels_by_form():
        seen |= {label: None for label in labels if labels.count(label) == 1 and len(label) >= _LABEL_LETTERS}
    return tuple(seen)


@cache
def _units() -> frozenset[str]:
    return frozenset(folded_text(row.unit_vi) for form in load_forms() for row in form.rows if row.unit_vi)
