"""Tables without ruled columns: columns by the gaps between words under the heading, rows by rules or wider gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import numpy

from cchc.reading.documents import Cell, Line, TableRow
from cchc.reading.pdf_pages import Page, Word, lines_of, text_of
from cchc.reading.report_tables import Table, cell_of
from cchc.reading.tables import column_name

_HEADING_LINES = 3  # lines that a heading may take
_PHRASE_GAP = 0.7  # a gap wider than this share of the letters' height parts phrases of a heading
_COVERED_MOST = 0.03  # share of the lines that may cross a gap between columns
_ROW_GAP = 1.2  # lines farther apart than this, in usual line heights, belong to different rows
_ROW_GAPS_LEAST = 0.3  # share of the gaps that must be so wide if gaps part rows at all
_RULE_LENGTH = 0.5  # a level rule longer than this share of the table's width parts rows
_REACHES_OVER = 2.0  # points by which a word may reach over its column's edge


@dataclass(frozen=True)
class _Heading:
    """Where a table is headed: page, its first line's index, the line after it, and each column's extent."""

    page: int
    start: int
    end: int
    columns: tuple[tuple[float, float], ...]


def aligned_parts(pages: Sequence[Page]) -> list[Line | Table] | None:
    """Lines and one table from the first heading on; None where no line names the columns."""
    lines = [[line for line in lines_of(list(page.words))] for page in pages]
    heading = _find_heading(lines)
    if heading is None:
        return None
    numbers = count(1)
    parts: list[Line | Table] = [
        Line(page.number, next(numbers), text_of(line))
        for page, own in zip(pages[: heading.page + 1], lines, strict=False)
        for line in (own[: heading.start] if page is pages[heading.page] else own)
    ]
    body = [own[heading.start :] if at == heading.page else own for at, own in enumerate(lines) if at >= heading.page]
    edges = _edges(body, heading.columns)
    table: list[TableRow] = []
    for page, own in zip(pages[heading.page :], body, strict=True):
        table += [TableRow(page.number, next(numbers), _cells(row, edges)) for row in _rows(page, own, edges)]
    return [*parts, tuple(table)]


def _find_heading(pages: list[list[list[Word]]]) -> _Heading | None:
    for page, lines in enumerate(pages):
        for start in range(len(lines)):
            found = [
                (len(names), -length, columns)
                for length in range(1, _HEADING_LINES + 1)
                for names, columns in [_heading_columns(lines[start : start + length])]
                if {"label", "answer"} <= names
            ]
            if found:
                _, length, columns = max(found)
                return _Heading(page, start, start - length, columns)
    return None


def _heading_columns(lines: list[list[Word]]) -> tuple[set[str], tuple[tuple[float, float], ...]]:
    """The names of columns that lines hold, and the extent of each phrase: phrases over each other are one."""
    phrases: list[list[Word]] = []
    for phrase in (phrase for line in lines for phrase in _phrases(line)):
        left, right = phrase[0].left, phrase[-1].right
        over = [one for one in phrases if min(word.left for word in one) < right and max(w.right for w in one) > left]
        phrases = [one for one in phrases if not any(one is other for other in over)]
        phrases.append([word for one in over for word in one] + phrase)
    phrases.sort(key=lambda one: min(word.left for word in one))
    names = {column_name(" ".join(text_of(line) for line in lines_of(one))) for one in phrases} - {None}
    return names, tuple((min(word.left for word in one), max(word.right for word in one)) for one in phrases)


def _phrases(line: list[Word]) -> list[list[Word]]:
    phrases = [[line[0]]]
    for before, word in zip(line, line[1:], strict=False):
        if word.left - before.right > _PHRASE_GAP * word.height:
            phrases.append([])
        phrases[-1].append(word)
    return phrases


def _edges(pages: list[list[list[Word]]], columns: tuple[tuple[float, float], ...]) -> list[float]:
    """Where columns part: the middle of the widest gap between the middles of neighbouring headings."""
    lines = [line for page in pages for line in page]
    width = int(max((word.right for line in lines for word in line), default=0)) + 2
    covered = numpy.zeros(width)
    for line in lines:
        own = numpy.zeros(width, dtype=bool)
        for word in line:
            own[max(int(word.left), 0) : int(word.right) + 1] = True
        covered += own
    edges = []
    for (left, right), (next_left, next_right) in zip(columns, columns[1:], strict=False):
        start, end = int((left + right) / 2), int((next_left + next_right) / 2)
        edges.append(_widest_gap(covered[start:end], _COVERED_MOST * len(lines)) + start)
    return edges


def _widest_gap(covered: numpy.ndarray, most: float) -> float:
    best, best_length, length = len(covered) / 2, 0, 0
    for at, value in enumerate(covered):
        length = length + 1 if value <= most else 0
        if length > best_length:
            best, best_length = at - length / 2 + 0.5, length
    return best


def _rows(page: Page, lines: list[list[Word]], edges: list[float]) -> list[list[list[Word]]]:
    """The lines of a page row by row: between level rules, else by wider gaps between labels, else each line a row."""
    if not lines:
        return []
    words = [word for line in lines for word in line]
    width = max(word.right for word in words) - min(word.left for word in words)
    rules = sorted(rule.top for rule in page.rules if rule.is_level and rule.right - rule.left > _RULE_LENGTH * width)
    starts = rules if len(rules) > 2 else _starts_by_gaps(lines, edges)
    if not starts:
        return [[line] for line in lines]
    rows: dict[int, list[Word]] = {}
    for word in words:
        at = int(numpy.searchsorted(starts, (word.top + word.bottom) / 2))
        rows.setdefault(at, []).append(word)
    return [lines_of(rows[at]) for at in sorted(rows)]


def _starts_by_gaps(lines: list[list[Word]], edges: list[float]) -> list[float]:
    """Halfway between lines that stand farther apart than usual, in the column with the most words."""
    columns = [[word for line in lines for word in line if _column(word, edges) == at] for at in range(len(edges) + 1)]
    label = lines_of(max(columns, key=lambda words: sum(len(word.text) for word in words)))
    places = [line[0].baseline for line in label]
    gaps = numpy.diff(places)
    if len(gaps) < 3:
        return []
    usual = float(numpy.percentile(gaps, 10))
    wide = gaps > _ROW_GAP * usual
    if wide.mean() < _ROW_GAPS_LEAST:
        return []
    heights = label[0][0].height / 4  # a baseline stands below the middle of its letters
    return [(places[at] + places[at + 1]) / 2 - heights for at in numpy.flatnonzero(wide)]


def _column(word: Word, edges: list[float]) -> int:
    return int(numpy.searchsorted(edges, (word.left + word.right) / 2))


def _cells(lines: list[list[Word]], edges: list[float]) -> tuple[Cell, ...]:
    """The cells of a row by column; a word that reaches over a column's edge makes both cells doubtful."""
    held: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    over: set[int] = set()
    for word in (word for line in lines for word in line):
        at = _column(word, edges)
        held[at].append(word)
        for edge, beside in zip(edges, range(len(edges)), strict=True):
            if word.left < edge - _REACHES_OVER and word.right > edge + _REACHES_OVER:
                over |= {beside, beside + 1}
    return tuple(
        cell_of(
            "\n".join(text_of(line) for line in lines_of(words)),
            doubt="words reach over the column's edge" if at in over else "",
        )
        for at, words in enumerate(held)
    )
