"""Which lines of a document belong to which row of the form.

A label alone cannot tell (six stand on the form more than once) and a row may take several lines, so all rows
are placed together: the assignment over form order with the highest total similarity, by dynamic programming.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy
from rapidfuzz import fuzz, process

from cchc.reading.documents import Line
from cchc.reading.number_grammar import looks_like_a_figure
from cchc.reading.rising_rows import longest_increasing
from cchc.reading.text.running_heads import running_heads
from cchc.reference.form import Form
from cchc.text import fold

LINES_MOST = 9  # lines one row may take
_HEADING_SIMILARITY = 72  # a line this like a line of the table's heading is one (0-100)
_HEADING_START = 80  # a line that begins this like the first columns' names heads the table (0-100)
_HEADING_ALONE, _HEADING_LETTERS = 90, 14  # a line this like one this long heads it too (0-100, letters)
_ROW_LIKE = 80  # a line this like a row's label and unit is that row (0-100)
_SEEN_LEAST = 3  # so many rows in order before a heading show that the table began there
_APART, _APART_MORE, _APART_MOST = 14, 2, 30  # lines that rows seen stand apart, more for each between, at most
_RATIO_LEAST = 30  # below this (0-100) a run is not like a row at all
_NEAR = 14  # rows around the first placing among which the dearer measure decides
_EVEN = 0.42  # similarity (0-1) at which placing a row gains nothing
_LINE_SKIPPED = 0.15  # cost of a line that belongs to no row, in row similarities
_SURELY = 1.0  # so much better, in row similarities, answers must fit above their rows to be held to stand there
_SECOND_ANSWER = 0.1  # cost of a second line that ends in an answer, in row similarities
_ANSWER_AT_END = re.compile(r"(?<!=)(?<!= )(?:^|\s)(?=\S*\d)[\w.,/)(]{1,7}%?$")
_DATE = re.compile(r"\d+/\d+/\d{4}$")


@dataclass(frozen=True)
class PlacedRow:
    """The lines of one form row, in order; none if the row was not found. `similarity` is 0-1.

    `shared` are numbers of lines at its edges that hold an answer alone, which may be that of the row beside it.
    `is_known` if one of them bears its label and no other's; `repeats` are runs of lines elsewhere that bear it once
    more; `doubt` says why it may stand on other lines.
    """

    position: int
    lines: tuple[Line, ...]
    similarity: float
    shared: frozenset[int] = frozenset()
    is_known: bool = False
    repeats: tuple[tuple[Line, ...], ...] = ()
    doubt: str = ""


@dataclass(frozen=True)
class _Run:
    """The folded text of lines in a run, and the row (from 0) that one of them is known to be."""

    text: str
    row: int | None = None


@dataclass(frozen=True)
class Measured:
    """Runs of lines by start and length (less one), and the likeness (0-1) of each to each row's label and unit.

    `whole` has the shape (lines, LINES_MOST, rows).
    """

    runs: dict[tuple[int, int], _Run]
    whole: numpy.ndarray


def appendix_lines(lines: tuple[Line, ...], form: Form) -> tuple[list[Line], list[Line]]:
    """Split a document into its narrative and its appendix, the table's repeated headings taken out.

    It begins with its first legible heading, or with rows of the form that stand before it and lead up to those after.
    A heading that returns on the same page starts a new page. Without any heading all lines are appendix.
    """
    headed = next((at for at, line in enumerate(lines) if _starts_table(line.text, form)), None)
    if headed is None:
        return [], list(lines)
    first = _first_row_before(lines, form, headed)
    appendix: list[Line] = []
    headings: set[int] = set()
    added_pages = 0
    headed_page = None
    for line in lines[first:]:
        if _names_columns(line.text, form):
            headings.add(line.number)
            page = line.page + added_pages
            if page == headed_page and len(appendix) > len(headings):
                added_pages += 1
                page += 1
            headed_page = page
        elif _is_heading(line.text, form):
            headings.add(line.number)
        appendix.append(replace(line, page=line.page + added_pages))
    headings |= running_heads(appendix, headings, _numbers_of_rows(appendix, form))
    return list(lines[:first]), [line for line in appendix if line.number not in headings]


def _first_row_before(lines: Sequence[Line], form: Form, headed: int) -> int:
    """The line (from 0) at which the rows begin that stand before a heading and go on after it; `headed` if none do."""
    known = {at: row for at, row in enumerate(_rows_seen(lines, form)) if row is not None}
    first, seen = headed, 0
    for at in sorted(longest_increasing(list(known.items())), reverse=True):
        between = known[first] - known[at] - 1 if first in known else 0
        if at < headed and first - at <= min(_APART + _APART_MORE * between, _APART_MOST):
            first, seen = at, seen + 1
    return first if seen >= _SEEN_LEAST else headed


def _numbers_of_rows(lines: Sequence[Line], form: Form) -> set[int]:
    """The numbers of lines that have the label and unit of a row."""
    return {line.number for line, row in zip(lines, _rows_seen(lines, form), strict=True) if row is not None}


def _rows_seen(lines: Sequence[Line], form: Form) -> list[int | None]:
    """For each line the row (from 0) of which it has the label and unit; None for most."""
    expected = [f"{row.folded_label} {row.folded_unit}".strip() for row in form.rows]
    texts = [fold(line.text) for line in lines]
    scores = process.cdist(texts, expected, scorer=fuzz.ratio, score_cutoff=_ROW_LIKE, dtype=numpy.uint8)
    return [int(own.argmax()) if own.any() else None for own in scores]


def _is_heading(text: str, form: Form) -> bool:
    return _likeness(text, form.folded_headings) >= _HEADING_SIMILARITY


def _starts_table(text: str, form: Form) -> bool:
    """True for the line that names the columns, and for one above it that is long enough to be nothing else."""
    long_ones = [heading for heading in form.folded_headings if len(heading) >= _HEADING_LETTERS]
    return _names_columns(text, form) or _likeness(text, long_ones) >= _HEADING_ALONE


def _names_columns(text: str, form: Form) -> bool:
    """True for the heading line that names several columns, however damaged the names after the first ones are.

    The first ones are those that the form has as a heading of their own, with which longer ones begin.
    """
    longest = max(len(heading) for heading in form.folded_headings)
    if _likeness(text, [one for one in form.folded_headings if len(one) >= longest * 0.6]) >= _HEADING_SIMILARITY:
        return True
    folded = fold(text)
    firsts = [one for one in form.folded_headings if any(other.startswith(f"{one} ") for other in form.folded_headings)]
    return len(folded) <= longest and any(fuzz.ratio(folded[: len(one)], one) >= _HEADING_START for one in firsts)


def _likeness(text: str, headings: Sequence[str]) -> float:
    folded = fold(text)
    return max((fuzz.ratio(folded, heading) for heading in headings), default=0.0)


def measured(lines: list[Line], form: Form, known: Mapping[int, int] | None = None) -> Measured:
    """The runs of lines, and how like each row they are; `known` has the row (from 0) of some lines by their number."""
    runs = _runs(lines, known or {})
    return Measured(runs, _whole_similarities(runs, lines, form))


def cost_of(placed: Sequence[PlacedRow], lines: Sequence[Line]) -> float:
    """How badly a form stands on lines, in row similarities: what its rows lack, and lines between that have none."""
    numbers = {line.number for place in placed for line in place.lines}
    own = [at for at, line in enumerate(lines) if line.number in numbers]
    skipped = own[-1] + 1 - own[0] - len(own) if own else len(lines)
    return skipped * _LINE_SKIPPED - sum(place.similarity - _EVEN for place in placed if place.lines)


def place_rows(
    lines: list[Line], form: Form, known: Mapping[int, int] | None = None, found: Measured | None = None
) -> list[PlacedRow]:
    """Place every row of the form on its lines. One result a form row, in form order.

    `known` has the row (from 0) of lines that are no other's, by their number; `found` what `measured` gave.
    A first placing by the cheap measure tells where to look; the dear one decides among the rows near there.
    """
    if not lines:
        return [PlacedRow(row.position, (), 0.0) for row in form.rows]
    found = found or measured(lines, form, known)
    runs, whole = found.runs, found.whole
    near, _ = _best_assignment(lines, form, whole)
    fine = _fine_similarities(runs, lines, form, whole, near)
    alone = numpy.array([is_answer_alone(line.text) for line in lines])
    below, score = _best_assignment(lines, form, numpy.where(_misplaces(alone, lines, form, below=True), 0, fine))
    if not alone.any():
        return below
    above, other = _best_assignment(lines, form, numpy.where(_misplaces(alone, lines, form, below=False), 0, fine))
    if score >= other:
        return below
    return above if other - score >= _SURELY else _with_shared(above)


def is_answer_alone(text: str) -> bool:
    """True for a line that holds a figure and no other words but a note in brackets."""
    words = text.replace("|", " ").split()
    return bool(words) and looks_like_a_figure(words[0].strip(".,;:")) and (len(words) == 1 or words[1][0] == "(")


def _misplaces(alone: numpy.ndarray, lines: list[Line], form: Form, *, below: bool) -> numpy.ndarray:
    """True for runs that a row cannot have if answers alone stand below their rows' labels, or above them.

    Shape (lines, LINES_MOST, rows). Below, no run begins with an answer that is not the row's own number; above, none
    ends with one; and a section has no answer at either end.
    """
    starts = alone[:, None, None] & ~_is_number(lines, form)[:, None, :]
    ends = numpy.zeros((len(lines), LINES_MOST, 1), dtype=bool)
    for length in range(min(LINES_MOST, len(lines))):
        ends[: len(lines) - length, length, 0] = alone[length:]
    is_section = numpy.array([not row.is_answered for row in form.rows])[None, None, :]
    return numpy.where(is_section, starts | ends, starts if below else ends)


def _is_number(lines: list[Line], form: Form) -> numpy.ndarray:
    """True where a line is a row's number in the first column; shape (lines, rows)."""
    texts = numpy.array([line.text.strip("|.,;: ") for line in lines], dtype=object)  # else each as wide as the longest
    return texts[:, None] == numpy.array([row.number or "-" for row in form.rows], dtype=object)[None, :]


def _with_shared(placed: list[PlacedRow]) -> list[PlacedRow]:
    """With the lines at the edges of each row that hold an answer alone."""

    def shared(lines: tuple[Line, ...]) -> frozenset[int]:
        return frozenset(line.number for line in lines[:1] + lines[-1:] if is_answer_alone(line.text))

    return [replace(one, shared=shared(one.lines)) for one in placed]


def _runs(lines: list[Line], known: Mapping[int, int]) -> dict[tuple[int, int], _Run]:
    """The folded text of each run of lines, by where it starts and how many lines it has (less one).

    No run has lines that are known to be of different rows.
    """
    folded = [fold(line.text) for line in lines]
    own = [known.get(line.number) for line in lines]
    runs: dict[tuple[int, int], _Run] = {}
    for start in range(len(lines)):
        row = None
        for end in range(start, min(start + LINES_MOST, len(lines))):
            if row is not None and own[end] not in (None, row):
                break
            row = own[end] if row is None else row
            runs[start, end - start] = _Run(" ".join(folded[start : end + 1]), row)
    return runs


def _whole_similarities(runs: dict[tuple[int, int], _Run], lines: list[Line], form: Form) -> numpy.ndarray:
    """Ratio (0-1) of each run to each row's label and unit: shape (lines, LINES_MOST, rows)."""
    expected = [f"{row.folded_label} {row.folded_unit}".strip() for row in form.rows]
    whole = process.cdist(
        [run.text for run in runs.values()], expected, scorer=fuzz.ratio, score_cutoff=_RATIO_LEAST, dtype=numpy.float32
    )
    rows = numpy.array([-1 if run.row is None else run.row for run in runs.values()])[:, None]
    whole[(rows >= 0) & (rows != numpy.arange(len(expected)))] = 0
    result = numpy.zeros((len(lines), LINES_MOST, len(expected)), dtype=numpy.float32)
    if not runs:
        return result
    starts, lengths = zip(*runs, strict=True)
    result[starts, lengths, :] = whole / 100
    return result


def _fine_similarities(
    runs: dict[tuple[int, int], _Run],
    lines: list[Line],
    form: Form,
    whole: numpy.ndarray,
    near: list[PlacedRow],
) -> numpy.ndarray:
    """Half ratio to label and unit, half partial ratio to the label, near the first placing; shape as `whole`.

    The first half sees what is missing, the second forgives unit, value and note. A second line that ends in an
    answer counts against a run: each row has one.
    """
    labels = [row.folded_label for row in form.rows]
    expected_row = _row_by_line(lines, near)
    answers = numpy.cumsum([0, *(_ends_in_answer(line.text) for line in lines)])
    result = numpy.zeros_like(whole)
    for (start, length), run in runs.items():
        cost = max(int(answers[start + length + 1] - answers[start]) - 1, 0) * _SECOND_ANSWER
        low = max(expected_row[start] - _NEAR, 0)
        high = expected_row[min(start + length, len(lines) - 1)] + _NEAR
        for row in numpy.flatnonzero(whole[start, length, low:high]) + low:
            ratio = float(whole[start, length, row])
            enough = max(2 * (_EVEN + cost) - ratio, 0.0)
            partial = fuzz.partial_ratio(run.text, labels[row], score_cutoff=enough * 100) / 100
            result[start, length, row] = (ratio + partial) / 2 - cost
    return result


def _row_by_line(lines: list[Line], placed: list[PlacedRow]) -> list[int]:
    """For each line the index of the row it was placed in, or of the last row placed before it."""
    by_number = {line.number: index for index, place in enumerate(placed) for line in place.lines}
    rows, last = [], 0
    for line in lines:
        last = by_number.get(line.number, last)
        rows.append(last)
    return rows


def _ends_in_answer(text: str) -> bool:
    """True for a line whose last word may be an answer: short, with a digit, no date, no code of a code list."""
    return bool(_ANSWER_AT_END.search(text)) and not _DATE.search(text)


def _best_assignment(lines: list[Line], form: Form, similarity: numpy.ndarray) -> tuple[list[PlacedRow], float]:
    """Highest total of (similarity - EVEN) over form order; leading and trailing lines may be skipped freely."""
    line_count, row_count = len(lines), len(form.rows)
    best = numpy.full((line_count + 1, row_count + 1), 0.0)
    taken = numpy.zeros((line_count + 1, row_count + 1), dtype=numpy.int16)  # lines row took; -1: line skipped
    taken[:, 0] = -1
    for row in range(1, row_count + 1):
        candidates = _candidates(similarity[:, :, row - 1])
        for end in range(1, line_count + 1):
            score, choice = best[end, row - 1], 0
            skipped = best[end - 1, row] - _LINE_SKIPPED
            if skipped > score:
                score, choice = skipped, -1
            for length, gain in candidates.get(end, ()):
                placed = best[end - length, row - 1] + gain
                if placed > score:
                    score, choice = placed, length
            best[end, row], taken[end, row] = score, choice
    end = int(numpy.argmax(best[:, row_count]))
    return _trace(lines, form, similarity, taken, end), float(best[end, row_count])


def _candidates(similarity: numpy.ndarray) -> dict[int, list[tuple[int, float]]]:
    """By end line: the runs (length, gain) worth giving to one row. `similarity`: shape (lines, LINES_MOST)."""
    found: dict[int, list[tuple[int, float]]] = {}
    for start, length in zip(*numpy.nonzero(similarity > _EVEN), strict=True):
        gain = float(similarity[start, length]) - _EVEN
        found.setdefault(int(start + length) + 1, []).append((int(length) + 1, gain))
    return found


def _trace(lines: list[Line], form: Form, similarity: numpy.ndarray, taken: numpy.ndarray, end: int) -> list[PlacedRow]:
    placed: list[PlacedRow] = []
    row = len(form.rows)
    while row > 0:
        choice = int(taken[end, row])
        if choice == -1:
            end -= 1
            continue
        start = end - choice
        like = float(similarity[start, choice - 1, row - 1]) if choice else 0.0
        placed.append(PlacedRow(form.rows[row - 1].position, tuple(lines[start:end]), like))
        end = start
        row -= 1
    return placed[::-1]
