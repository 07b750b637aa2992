"""Rows of a text, where a row is a run of lines: placed in the form's order, and where their labels say so in another.

Lines are only put in another order where the whole form then stands better on them: what is damaged stays where it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace
from functools import cache
from itertools import chain, pairwise

import numpy
from rapidfuzz import fuzz, process

from cchc.reading.documents import Line
from cchc.reading.number_grammar import looks_like_a_figure
from cchc.reading.table.row_order import Labelled, Order, bare_label, in_form_order, is_of_another
from cchc.reading.text.row_alignment import Measured, PlacedRow, cost_of, is_answer_alone, measured, place_rows
from cchc.reading.text.row_cells import Cells, read_cells
from cchc.reference.form import Form, FormRow
from cchc.text import fold

_LIKE = 0.8  # a run this like a row's label and unit (0-1) is that row,
_LEAD = 0.012  # if it is so much less like any other
_BETTER = 0.02  # so much better, in row similarities, must the form stand on lines in another order
_WHOLE, _MUCH_BETTER = 80, 25  # lines so like a row (0-100), and so much more than a part of them, are its own
_MARKS = ".,;:()|"
_UNIT_LIKE, _UNIT_WORDS = 80, 4  # words so like a unit (0-100) are one, of so many words at most
_WORD_LETTERS, _LIKE_WORD = 4, 85  # a word of so many letters so like one of a label (0-100) is that one
_MAY_BE, _SAME = 0.6, 95  # runs this like a row (0-1) may hold its words; words this like a row's (0-100) are its own
_BETTER_LABEL = 1  # lines so much more like another row (0-100) may be that row's


def place_text_rows(lines: list[Line], form: Form) -> list[PlacedRow]:
    """As `place_rows`, for lines whose rows may stand in another order than the form's."""
    found = measured(lines, form)
    placed = place_rows(lines, form, found=found)
    if not lines:
        return placed
    order = in_form_order(_plausible(_parts(lines, found, form), placed, form), form)
    if order.moved or order.repeats:
        known = {number: row for number, row in order.rows.items() if row in order.moved}
        other = place_rows(list(order.lines), form, known)
        if cost_of(other, order.lines) + _BETTER <= cost_of(placed, lines):
            placed = _with_order(other, order, lines)
    return _with_torn_rows(_with_repeats(placed, lines, found, form), form)


def _with_torn_rows(placed: Sequence[PlacedRow], form: Form) -> list[PlacedRow]:
    """The rows; those two that stand on the lines of one, as a row that was lost takes the beginning of the next,
    with that doubt."""
    torn: set[int] = set()
    found = [at for at, place in enumerate(placed) if place.lines]
    for one, other in pairwise(found):
        both = (*placed[one].lines, *placed[other].lines)
        apart = {at: _likeness(placed[at].lines, form.rows[at]) for at in (one, other)}
        together = {at: _likeness(both, form.rows[at]) for at in (one, other)}
        is_whole = any(like >= _WHOLE and like >= apart[at] + _MUCH_BETTER for at, like in together.items())
        if is_whole or max(together.values()) > max(apart.values()):
            torn |= {one, other}
    return [
        replace(place, doubt=place.doubt or "lines_of_row_beside") if at in torn else place
        for at, place in enumerate(placed)
    ]


def _parts(lines: Sequence[Line], found: Measured, form: Form) -> list[Labelled]:
    """The runs that are rows by their labels, the most alike first, and what stands between them line by line."""
    labels = [f"{row.folded_label} {row.folded_unit}" for row in form.rows]
    alike = [tuple(at for at, other in enumerate(labels) if other == label) for label in labels]
    best = found.whole.max(axis=2)
    starts, lengths = numpy.nonzero(best >= _LIKE)
    taken: dict[int, tuple[int, tuple[int, ...]]] = {}
    used: set[int] = set()
    for start, length in sorted(zip(starts, lengths, strict=True), key=lambda one: (-best[one], one)):
        own = found.whole[start, length]
        rows = alike[int(own.argmax())]
        others = numpy.delete(own, list(rows))
        span = range(start, start + length + 1)
        if others.max() <= own.max() - _LEAD and used.isdisjoint(span):
            taken[int(start)] = (int(length) + 1, rows)
            used.update(span)
    parts, at = [], 0
    while at < len(lines):
        length, rows = taken.get(at, (1, ()))
        parts.append(Labelled(tuple(lines[at : at + length]), rows))
        at += length
    return parts


def _with_repeats(placed: Sequence[PlacedRow], lines: Sequence[Line], found: Measured, form: Form) -> list[PlacedRow]:
    """The rows with all lines elsewhere that hold the words of one, in any order, and of no other; of rows with one
    label, each with those that are none of theirs."""
    repeats: dict[int, list[tuple[Line, ...]]] = defaultdict(list)
    words = [_words([line]) for line in lines]
    for start, length in zip(*numpy.nonzero(found.whole.max(axis=2) >= _MAY_BE), strict=True):
        run = lines[start : start + length + 1]
        held = list(chain.from_iterable(words[start : start + length + 1]))
        rows = numpy.nonzero(found.whole[start, length] >= _MAY_BE)[0]
        likeness = {_expected(form)[row]: _same_words(held, form.rows[row]) for row in rows}
        (second, _), (best, label) = sorted([(0.0, ""), *((like, label) for label, like in likeness.items())])[-2:]
        alike = [int(row) for row in rows if _expected(form)[row] == label]
        is_label = best >= _SAME and best > second and _has_letters(run[0])
        if is_label and all(placed[row].lines for row in alike) and _is_one_more(run, alike, placed, form):
            for row in alike:
                repeats[row].append(tuple(run))
    return [replace(place, repeats=(*place.repeats, *repeats[at])) for at, place in enumerate(placed)]


def _is_one_more(run: Sequence[Line], alike: Sequence[int], placed: Sequence[PlacedRow], form: Form) -> bool:
    """True for lines that are neither those of rows with one label nor the first ones of a longer label."""
    own = {line.number for row in alike for line in placed[row].lines}
    if any(line.number in own for line in run):
        return False
    (part,) = _plausible([Labelled(tuple(run), tuple(alike))], placed, form)
    return bool(part.rows)


def _has_letters(line: Line) -> bool:
    return any(map(str.isalpha, line.text))


def _same_words(held: Sequence[str], row: FormRow) -> float:
    """How like words are to those of a label and unit (0-100), in any order and without other figures."""
    own = _expected_words(row)
    words = [word for word in held if word in own or (word and not any(map(str.isdigit, word)))]
    return fuzz.ratio(" ".join(sorted(words)), " ".join(own))


@cache
def _expected_words(row: FormRow) -> tuple[str, ...]:
    """In the order of letters."""
    own = (word.strip(_MARKS) for word in f"{row.folded_label} {row.folded_unit}".split())
    return tuple(sorted(filter(None, own)))


def _plausible(parts: Sequence[Labelled], placed: Sequence[PlacedRow], form: Form) -> list[Labelled]:
    """The parts; those that may be lines of another row, as the first line of a longer label is, without a label."""
    holder = {line.number: at for at, place in enumerate(placed) for line in place.lines}
    return [
        part
        if not part.rows or all(
            at in part.rows or _stands_as_well_without(placed[at], part, form.rows[at], form)
            for at in {holder[line.number] for line in part.lines if line.number in holder}
        )
        else Labelled(part.lines)
        for part in parts
    ]  # fmt: skip


def _stands_as_well_without(place: PlacedRow, part: Labelled, row: FormRow, form: Form) -> bool:
    """True if a row is no less like its other lines, or has no others and is less like these than the part's row."""
    left = [line for line in place.lines if line not in part.lines]
    if left:
        return _likeness(left, row) >= _likeness(place.lines, row)
    other = form.rows[part.rows[0]]
    is_more_like = _likeness(part.lines, other) > _likeness(place.lines, row) + 100 * _LEAD
    return is_more_like and not _has_own_words(_words(part.lines), row, other)


def _likeness(lines: Sequence[Line], row: FormRow) -> float:
    """How like lines are to a row's label and unit (0-100)."""
    return fuzz.ratio(" ".join(fold(line.text) for line in lines), f"{row.folded_label} {row.folded_unit}")


def _with_order(placed: list[PlacedRow], order: Order, lines: Sequence[Line]) -> list[PlacedRow]:
    """The rows with what their labels tell elsewhere; an answer alone beside a row that moved may be that row's."""
    moved = {number for number, row in order.rows.items() if row in order.moved}
    moved |= {line.number for runs in order.repeats.values() for run in runs for line in run}
    at = {line.number: at for at, line in enumerate(lines)}
    beside = {
        lines[at[number] + step].number for number in moved for step in (-1, 1) if 0 <= at[number] + step < len(lines)
    }
    loose = frozenset(number for number in beside - moved if is_answer_alone(lines[at[number]].text))
    return [
        replace(
            place,
            shared=place.shared | loose,
            repeats=order.repeats.get(row, ()),
            doubt="label_in_other_order" if row in order.unsure
            else "answer_beside_may_be_own" if row in order.moved and loose else "",
        )
        for row, place in enumerate(placed)
    ]  # fmt: skip


def stacked_answers(lines: Sequence[Line], form: Form) -> set[int]:
    """The numbers of lines that hold a unit and a figure alone beside others that hold no more: an engine wrote the
    labels of some rows one after another, and then their answers."""
    units = {row.folded_unit for row in form.answered if row.folded_unit}
    bare = [_is_unit_and_figure(line.text, units) for line in lines]
    alone = [one or is_answer_alone(line.text) for one, line in zip(bare, lines, strict=True)]
    found: set[int] = set()
    for at in range(1, len(lines)):
        if alone[at - 1] and alone[at] and (bare[at - 1] or bare[at]):
            found |= {lines[at - 1].number, lines[at].number}
    return found


def _is_unit_and_figure(text: str, units: Set[str]) -> bool:
    *words, last = fold(text).strip(_MARKS).split() or [""]
    if not words or len(words) > _UNIT_WORDS or not looks_like_a_figure(last.strip(_MARKS)):
        return False
    return process.extractOne(" ".join(words), units, scorer=fuzz.ratio, score_cutoff=_UNIT_LIKE) is not None


def order_doubt(row: int, place: PlacedRow, cells: Cells, form: Form) -> str:
    """Why the answer of a row (from 0), read as `cells`, may be another's, by labels; '' if they tell nothing."""
    if place.doubt:
        return place.doubt
    own = form.rows[row]
    again = (read_cells(own, replace(place, lines=lines, shared=frozenset())) for lines in place.repeats)
    if any(one.answer and one.answer != cells.answer for one in again):
        return "row_repeated"
    if _is_more_like_another(row, place.lines, cells.answer, form):
        return "label_of_other_row"
    label = bare_label(cells.label)
    # An engine's damaged words are none of the form's, or others in number.
    is_legible = set(label.split()) <= _words_of_form(form) and len(label.split()) == len(_bare(own).split())
    return "label_has_other_words" if is_legible and is_of_another(label, _bare(own)) else ""


@cache
def _words_of_form(form: Form) -> frozenset[str]:
    return frozenset(word for row in form.rows for word in _bare(row).split())


def _is_more_like_another(row: int, lines: Sequence[Line], answer: str, form: Form) -> bool:
    words = _words(lines)
    if answer in words:
        words.remove(answer)
    own, text = form.rows[row], " ".join(fold(line.text) for line in lines)
    likeness = process.cdist([text], _expected(form), scorer=fuzz.ratio)[0]
    return any(
        (likeness[at] >= likeness[row] + _BETTER_LABEL and not _has_own_words(words, own, one))
        or _is_told_otherwise(words, _bare(own), _bare(one))
        for at, one in enumerate(form.rows)
        if one.folded_label != own.folded_label
    )


def _words(lines: Sequence[Line]) -> list[str]:
    return [word.strip(_MARKS) for line in lines for word in fold(line.text).split()]


def _has_own_words(words: Sequence[str], row: FormRow, other: FormRow) -> bool:
    """True for more of the words that a label has and another has not than of those that this one has alone.

    Where a label goes on behind unit and answer, its letters alone are more like those of a shorter one.
    """
    mine, its = set(_bare(row).split()), set(_bare(other).split())
    shares = [sum(_is_there(word, words) for word in own) / max(len(own), 1) for own in (mine - its, its - mine)]
    return shares[0] > shares[1]


def _is_there(word: str, words: Sequence[str]) -> bool:
    """True for a word that stands among others, or is so long that another can be nothing else: `uyen` is `huyen`."""
    return word in words or (
        len(word) >= _WORD_LETTERS and any(fuzz.ratio(word, one, score_cutoff=_LIKE_WORD) for one in words)
    )


@cache
def _expected(form: Form) -> tuple[str, ...]:
    return tuple(f"{row.folded_label} {row.folded_unit}" for row in form.rows)


def _is_told_otherwise(words: Sequence[str], mine: str, other: str) -> bool:
    """True for words with the one word that tells another label from this one, and not its own: `mức độ 4` for
    `mức độ 3`, and `cấp … huyện` for `cấp xã`, whatever stands between."""
    if len(mine.split()) != len(other.split()):
        return False
    told = [(one, two) for one, two in zip(mine.split(), other.split(), strict=True) if one != two]
    return len(told) == 1 and told[0][1] in words and not _is_there(told[0][0], words)


@cache
def _bare(row: FormRow) -> str:
    return bare_label(row.label_vi)
