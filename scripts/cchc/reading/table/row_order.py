"""Which rows of the form stand where, by their labels: a district may order its rows as it likes.

Rows are put back in the form's order before they are placed. A label that stands on the form more than once is told
by the rows beside it; where these leave two orders possible, its rows are `unsure`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from cchc.reading.documents import Line
from cchc.reading.rising_rows import longest_increasing
from cchc.reference.form import Form
from cchc.text import fold

_LIKE = 88  # a label this like one of the form (0-100) is it,
_LEAD = 2  # if it is so much less like any other
_WORD_LIKE = 45  # words in the place of others that are less like them (0-100) are others
_NO_MORE = 10**6
_NUMBERING = re.compile(r"^(?:[\d.]+[.)]?|[a-z][.)]|[-–+*•])\s+(?=\D)")
_MARKS = re.compile(r"[^\w%/]+")


@dataclass(frozen=True)
class Labelled:
    """Lines that stand together, and the rows of the form (from 0) whose label they bear; () where they bear none."""

    lines: tuple[Line, ...]
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Order:
    """Lines in the form's order. `rows`: the row that a line's label is, by the line's number; `repeats`: runs of
    lines that bear the label of a row once more, which are left out of `lines`; `unsure`: rows that may stand on
    other lines; `moved`: rows that stood elsewhere."""

    lines: tuple[Line, ...]
    rows: dict[int, int] = field(default_factory=dict)
    repeats: dict[int, tuple[tuple[Line, ...], ...]] = field(default_factory=dict)
    unsure: frozenset[int] = frozenset()
    moved: frozenset[int] = frozenset()


def bare_label(text: str) -> str:
    """A label for comparison: folded, without marks and the number or dash before it."""
    return _MARKS.sub(" ", _NUMBERING.sub("", fold(text).strip())).strip()


def rows_labelled(texts: Sequence[str], form: Form) -> list[tuple[int, ...]]:
    """For each text the rows of the form (from 0) whose label it is; () where it is none, or may be either of two."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(form.rows):
        by_label[bare_label(row.label_vi)].append(at)
    bare = [bare_label(text) for text in texts]
    found = [tuple(by_label.get(text, ())) for text in bare]
    open_ones = [at for at, text in enumerate(bare) if text and not found[at]]
    if not open_ones:
        return found
    labels = list(by_label)
    scores = process.cdist([bare[at] for at in open_ones], labels, scorer=fuzz.ratio, dtype=numpy.float32)
    for at, own in zip(open_ones, scores, strict=True):
        second, best = numpy.partition(own, -2)[-2:]
        label = labels[int(own.argmax())]
        if best >= _LIKE and best - second >= _LEAD and not is_of_another(bare[at], label):
            found[at] = tuple(by_label[label])
    return found


def is_of_another(text: str, label: str) -> bool:
    """True for a bare label that is another one but for some words: crisp, with words unlike those in their place."""
    words, own = text.split(), label.split()
    same = [*Levenshtein.editops(own, words).as_matching_blocks()]
    ends = [(0, 0), *((one.a + one.size, one.b + one.size) for one in same)]
    gaps = [(own[a : one.a], words[b : one.b]) for (a, b), one in zip(ends, same, strict=False)]
    changed = any(
        before and after and not _is_short_form(before, after)
        and fuzz.ratio(" ".join(before), " ".join(after)) < _WORD_LIKE
        for before, after in gaps
    )  # fmt: skip
    return changed and 2 * sum(one.size for one in same) >= len(own)


def _is_short_form(words: list[str], others: list[str]) -> bool:
    """True where one is the initials of the other: `tthc` of `thu tuc hanh chinh`."""
    return any(
        len(one) == 1 and one[0] == "".join(word[0] for word in many)
        for one, many in ((words, others), (others, words))
    )


def in_form_order(parts: Sequence[Labelled], form: Form) -> Order:
    """The lines of all parts in the form's order; those without a label stay behind what stood before them."""
    rows, unsure = _told_apart([part.rows for part in parts], rows_labelled([row.label_vi for row in form.rows], form))
    known = [(at, row) for at, row in enumerate(rows) if row is not None]
    usual = longest_increasing(known)
    kept: dict[int, int] = {}
    repeats: dict[int, list[tuple[Line, ...]]] = defaultdict(list)
    for at, row in sorted(known, key=lambda one: (one[0] not in usual, one[0])):
        if kept.setdefault(row, at) != at:
            repeats[row].append(parts[at].lines)
    moved = {row: at for row, at in kept.items() if at not in usual}
    order = [at for at, row in enumerate(rows) if row is None or at in usual]
    for row in sorted(moved):
        order.insert(_place_for(row, order, rows), moved[row])
    return Order(
        lines=tuple(line for at in order for line in parts[at].lines),
        rows={line.number: row for at in order if (row := rows[at]) is not None for line in parts[at].lines},
        repeats={row: tuple(runs) for row, runs in repeats.items()},
        unsure=frozenset(unsure),
        moved=frozenset(moved),
    )


def _place_for(row: int, order: Sequence[int], rows: Sequence[int | None]) -> int:
    """Where a moved row belongs: right after the row before it on the form, else before the next one that stands."""
    after = next((at for at, part in enumerate(order) if (own := rows[part]) is not None and own > row), len(order))
    before = next((at for at in reversed(range(after)) if rows[order[at]] is not None), None)
    return before + 1 if before is not None and rows[order[before]] == row - 1 else after


def _told_apart(
    parts: Sequence[tuple[int, ...]], form_rows: Sequence[tuple[int, ...]]
) -> tuple[list[int | None], set[int]]:
    """The one row that each part is, and the rows that are not sure; both are given as the rows with their label.

    A part whose label several rows have is the one that fits between the parts beside it whose label is of one row.
    Where that does not tell all parts of a label apart, they are taken in order, and none of their rows is sure.
    """
    rows: list[int | None] = [own[0] if len(own) == 1 else None for own in parts]
    beside, usual = _beside(parts), _beside(form_rows)
    unsure: set[int] = set()
    for own in {own for own in parts if len(own) > 1}:
        alike = [at for at, one in enumerate(parts) if one == own]
        fits = [[row for row in own if _fits(row, beside[at], usual[row])] for at in alike]
        told = [fit[0] if len(fit) == 1 else None for fit in fits]
        if None in told or len(set(told)) < len(told):
            unsure.update(own)
        left = [row for row in own if row not in told]
        for at, row in zip(alike, told, strict=True):
            rows[at] = row if row is not None else left.pop(0) if left else own[0]
    return rows, unsure


def _beside(parts: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    """For each part the last row before it and the first after it whose label is of one row; -1 and a large number
    at the ends."""
    before, last = [], -1
    for own in parts:
        before.append(last)
        last = own[0] if len(own) == 1 else last
    after, following = [], _NO_MORE
    for own in reversed(parts):
        after.append(following)
        following = own[0] if len(own) == 1 else following
    return list(zip(before, reversed(after), strict=True))


def _fits(row: int, beside: tuple[int, int], usual: tuple[int, int]) -> bool:
    """True where a row stands behind, or before, the row that it does on the form, or between rows around it."""
    return beside[0] == usual[0] or beside[1] == usual[1] or beside[0] < row < beside[1]
