"""Tables without ruled columns: columns by the gaps between words under the heading, rows by rules or wider gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise, zip_longest

import numpy

from cchc.reading.documents import Cell, Line, TableRow
from cchc.reading.page_words import Page, Word, cell_of_words, is_page_number, lines_of, text_of
from cchc.reading.table.column_headings import column_likeness
from cchc.reading.table.report_tables import Table

_HEADING_LINES = 8  # lines that a heading may take
_PHRASE_GAP = 0.7  # a gap wider than this share of the letters' height parts phrases of a heading
_FINE = 10  # places in a point at which columns may part
_WIDTH_MOST = 14_400  # points of a page, in any PDF
_OF_A_WORD = 2  # a word over such a place counts so much more than a blank of a phrase
_HARDLY = 0.02  # share of what covers the fullest place by which places are hardly covered more than the clearest
_TORN_MOST = 1 / 3  # share of the words beside it that may stand over the place where two columns part
_ROW_GAP = 1.2  # lines farther apart than this, in usual line heights, belong to different rows
_LINE_GAP = 10  # the percentile of all gaps that is the usual one between the lines of a row
_ROW_GAPS_LEAST = 0.3  # share of the gaps that must be so wide if gaps part rows at all
_RULE_LENGTH = 0.5  # a level rule longer than this share of the table's width parts rows
_LINES_A_RULE = 5  # no more label lines to each level rule if rules part rows
_REACHES_OVER = 2.0  # points by which a word may reach over its column's edge


@dataclass(frozen=True)
class _Heading:
    """Where a table is headed: page, its first line's index, the line after it, and each column's extent."""

    page: int
    start: int
    end: int
    columns: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class AlignedTable:
    """A table without ruled columns: index of its heading's page, the lines above it there, then from that page on
    the lines of each page, where columns part, level rules between rows, and how far apart lines of different rows are.
    """

    page: int
    above: list[list[Word]]
    lines: list[list[list[Word]]]
    edges: list[float]
    rules: list[list[float]]
    row_gap: float | None

    def row_edges(self, at: int) -> list[float]:
        """Where rows of a page part: at level rules, else at wide gaps between labels, else between all lines."""
        if self.rules[at]:
            return self.rules[at]
        if self.row_gap is not None:
            return _starts(_labels(self.lines[at], self.edges), self.row_gap)
        return _starts(self.lines[at], 0)


def find_aligned_table(pages: Sequence[Page]) -> AlignedTable | None:
    """The table under the first line that names its columns; None where no line does."""
    lines = [[line for line in lines_of(list(page.words)) if not is_page_number(line, page)] for page in pages]
    heading = _find_heading(lines)
    if heading is None:
        return None
    first = lines[heading.page]
    body = [first[heading.start :], *lines[heading.page + 1 :]]
    body = _with_one_heading(body, first[: heading.start], heading.end - heading.start)
    edges = _edges(body, heading.columns)
    rules = _rules_between_rows(pages[heading.page :], body, edges)
    return AlignedTable(heading.page, first[: heading.start], body, edges, rules, _wide_gap(body, edges))


def aligned_parts(pages: Sequence[Page]) -> list[Line | Table] | None:
    """Lines and one table from the first heading on; None where no line names the columns."""
    pages = [_at_the_left(page) for page in pages]
    found = find_aligned_table(pages)
    if found is None:
        return None
    numbers = count(1)
    before = [(page, lines_of(list(page.words))) for page in pages[: found.page]] + [(pages[found.page], found.above)]
    parts: list[Line | Table] = [
        Line(page.number, next(numbers), text_of(line))
        for page, own in before
        for line in own
        if not is_page_number(line, page)
    ]
    table: list[TableRow] = []
    for at, page in enumerate(pages[found.page :]):
        table += [TableRow(page.number, next(numbers), _cells(row, found.edges)) for row in _rows(found, at)]
    return [*parts, tuple(table)]


def _at_the_left(page: Page) -> Page:
    """A page with its places as if it stood alone on its sheet."""
    if not page.left:
        return page
    words = tuple(replace(word, left=word.left - page.left, right=word.right - page.left) for word in page.words)
    rules = tuple(replace(rule, left=rule.left - page.left, right=rule.right - page.left) for rule in page.rules)
    return replace(page, left=0.0, words=words, rules=rules)


def _with_one_heading(pages: list[list[list[Word]]], above: list[list[Word]], height: int) -> list[list[list[Word]]]:
    """The pages of a table without its heading's lines where they return, and without what returns with them.

    The first `height` lines of the first page are the heading, under `above`; its first and last words may stand on
    further lines.
    """
    texts = [[text_of(line) for line in lines] for lines in pages]
    heads = texts[0][:height]
    starts = [_place_of(heads, own) for own in texts]
    again = [(own, start) for own, start in zip(texts[1:], starts[1:], strict=True) if start is not None]
    over = [text_of(line) for line in reversed(above)]
    less = min((_alike([*over, ""], own[:start][::-1]) for own, start in again), default=0)
    more = min((_alike(texts[0][height:], own[start + height :]) for own, start in again), default=0)
    return [
        lines
        if start is None
        else [*lines[: start + height if at == 0 else start - less], *lines[start + height + more :]]
        for at, (lines, start) in enumerate(zip(pages, starts, strict=True))
    ]


def _place_of(part: list[str], texts: list[str]) -> int | None:
    return next((at for at in range(len(texts) - len(part) + 1) if texts[at : at + len(part)] == part), None)


def _alike(texts: list[str], others: list[str]) -> int:
    """How many lines are the same from the start; none of those that all are."""
    return next((at for at, (one, other) in enumerate(zip_longest(texts, others)) if one != other), 0)


def _find_heading(pages: list[list[list[Word]]]) -> _Heading | None:
    """The first lines that name label and answer; of those that begin near them the fewest that name most columns,
    in words most like theirs."""
    for page, lines in enumerate(pages):
        parted = [len(_phrases(line)) > 1 for line in lines]
        first: int | None = None
        found = []
        for start in range(len(lines)):
            if first is not None and start >= first + _HEADING_LINES:
                break
            if not any(parted[start : start + _HEADING_LINES]):
                continue
            for length in range(1, min(_HEADING_LINES, len(lines) - start) + 1):
                names, columns = _heading_columns(lines[start : start + length])
                if {"label", "answer"} <= names.keys():
                    first = start if first is None else first
                    found.append((sum(names.values()), -length, -start, columns))
        if found:
            _, length, start, columns = max(found)
            return _Heading(page, -start, -start - length, columns)
    return None


def _heading_columns(lines: list[list[Word]]) -> tuple[dict[str, float], tuple[tuple[float, float], ...]]:
    """The names of columns that lines hold, with how like them the words are (0-100), and the extent of each phrase:
    phrases over each other are one, but for those that stand over several of one line."""
    parted = [_phrases(line) for line in lines]
    columns: list[list[Word]] = []
    for phrase in (phrase for line in parted for phrase in line):
        if any(sum(_are_over(phrase, other) for other in line) > 1 for line in parted):
            continue
        over = [one for one in columns if _are_over(one, phrase)]
        columns = [one for one in columns if not any(one is other for other in over)]
        columns.append([word for one in over for word in one] + phrase)
    columns.sort(key=_extent)
    named = sorted(column_likeness(" ".join(text_of(line) for line in lines_of(one))) for one in columns)
    return {name: like for like, name in named if name is not None}, tuple(map(_extent, columns))


def _are_over(one: list[Word], other: list[Word]) -> bool:
    (left, right), (other_left, other_right) = _extent(one), _extent(other)
    return left < other_right and other_left < right


def _extent(words: list[Word]) -> tuple[float, float]:
    return min(word.left for word in words), max(word.right for word in words)


def _phrases(line: list[Word]) -> list[list[Word]]:
    phrases = [[line[0]]]
    for before, word in pairwise(line):
        if word.left - before.right > _PHRASE_GAP * word.height:
            phrases.append([])
        phrases[-1].append(word)
    return phrases


def _edges(pages: list[list[list[Word]]], columns: tuple[tuple[float, float], ...]) -> list[float]:
    """Where columns part: between the words under neighbouring headings, where the fewest lines stand.

    To cut a phrase between two words is less bad than to cut a word. Columns that nothing parts, as numbers right
    before their labels, are one.
    """
    lines = [line for page in pages for line in page]
    words = _lines_over((word.left, word.right) for line in lines for word in line)
    phrases = _lines_over((own[0].left, own[-1].right) for line in lines for own in _phrases(line))
    heads = _places(columns).tolist()
    fullest = [left + int(words[left : right + 1].argmax()) for left, right in heads]
    edges = []
    for one, other in pairwise(fullest):
        if one == other:
            continue  # both off the page
        covered = _OF_A_WORD * words[one:other] + phrases[one:other]
        place = one + _parting_place(covered, from_left=words[one] >= words[other])
        if words[place] <= _TORN_MOST * words[one:other].max():
            edges.append(place / _FINE)
    return edges


def _lines_over(stretches: Iterable[tuple[float, float]]) -> numpy.ndarray:
    """How many stretches lie over each place of a page."""
    places = _places(stretches)
    changes = numpy.zeros(_WIDTH_MOST * _FINE + 1, dtype=int)
    numpy.add.at(changes, places[:, 0], 1)
    numpy.add.at(changes, places[:, 1], -1)
    return changes.cumsum()


def _places(stretches: Iterable[tuple[float, float]]) -> numpy.ndarray:
    """The places from which and to which stretches go, given in points: shape (stretches, 2)."""
    ends = numpy.array(list(stretches)).reshape(-1, 2)
    return numpy.rint(numpy.clip(ends, 0, _WIDTH_MOST) * _FINE).astype(int)


def _parting_place(covered: numpy.ndarray, from_left: bool) -> int:
    """The middle of the clearest of the first places, from the fuller column, that hardly anything covers."""
    first = 0 if from_left else -1
    clear = _runs(numpy.flatnonzero(covered <= covered.min() + _HARDLY * covered.max()))[first]
    clearest = _runs(clear[covered[clear] == covered[clear].min()])[first]
    return int(clearest[len(clearest) // 2])


def _runs(places: numpy.ndarray) -> list[numpy.ndarray]:
    return numpy.split(places, numpy.flatnonzero(numpy.diff(places) > 1) + 1)


def _rules_between_rows(pages: Sequence[Page], lines: list[list[list[Word]]], edges: list[float]) -> list[list[float]]:
    """Where level rules part the rows of each page; none where they are too few, as those of a frame."""
    rules = [_level_rules(page, own) for page, own in zip(pages, lines, strict=True)]
    label_lines = sum(len(_labels(own, edges)) for own in lines)
    return rules if label_lines <= _LINES_A_RULE * sum(map(len, rules)) else [[] for _ in rules]


def _level_rules(page: Page, lines: list[list[Word]]) -> list[float]:
    words = [word for line in lines for word in line]
    width = max((word.right for word in words), default=0) - min((word.left for word in words), default=0)
    return sorted({rule.top for rule in page.rules if rule.is_level and rule.right - rule.left > _RULE_LENGTH * width})


def _rows(table: AlignedTable, at: int) -> list[list[list[Word]]]:
    """The lines of a page row by row."""
    if not table.lines[at]:
        return []
    starts = table.row_edges(at)
    rows: dict[int, list[Word]] = {}
    for word in (word for line in table.lines[at] for word in line):
        rows.setdefault(int(numpy.searchsorted(starts, (word.top + word.bottom) / 2)), []).append(word)
    return [lines_of(rows[row]) for row in sorted(rows)]


def _labels(lines: list[list[Word]], edges: list[float]) -> list[list[Word]]:
    """The lines of the column with the most letters."""
    columns = [[word for line in lines for word in line if _column(word, edges) == at] for at in range(len(edges) + 1)]
    return lines_of(max(columns, key=lambda words: sum(len(word.text) for word in words)))


def _wide_gap(pages: list[list[list[Word]]], edges: list[float]) -> float | None:
    """How far apart label lines of different rows stand at least; None where rows stand no farther apart than lines."""
    gaps = numpy.concatenate(
        [numpy.diff([line[0].baseline for line in _labels(lines, edges)]) for lines in pages if lines] or [[]]
    )
    if not len(gaps):
        return None
    wide = _ROW_GAP * float(numpy.percentile(gaps, _LINE_GAP))
    return wide if (gaps > wide).mean() >= _ROW_GAPS_LEAST else None


def _starts(labels: list[list[Word]], wide: float) -> list[float]:
    """Where rows part: halfway between label lines that stand far apart."""
    middles = [(line[0].top + line[0].bottom) / 2 for line in labels]
    return [(one + other) / 2 for one, other in pairwise(middles) if other - one > wide]


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
    return tuple(cell_of_words(words, doubt="words_over_column" if at in over else "") for at, words in enumerate(held))
