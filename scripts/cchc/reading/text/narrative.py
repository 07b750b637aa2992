"""Figures that a report tells in sentences and notes: found by anchored, fuzzy patterns that are data.

A pattern says which words stand before and after a figure (`#` stands for another figure). A figure goes to the
pattern whose words are most like those around it; it is landed with its line and never silently preferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz

from cchc.paths import REFERENCE_SEEDS
from cchc.reading.documents import Line
from cchc.reading.number_grammar import confusions
from cchc.reference.form import FormRow
from cchc.seeds.reading import read_seed
from cchc.text import fold

_TOKEN = re.compile(
    r"(?<![\d./])(?:"
    r"(?P<date>\d{1,2}/\d{1,2}/\d{4})"
    r"|(?P<document_number>\d{1,5})\s?/\s?[a-z]{2,4}\s?-(?:\s?[a-z]{2,5})?"
    r"|(?P<part>\d{1,3}(?:\.\d{3})+|\d+)\s?/\s?(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)"
    r"|(?P<percent>\d+(?:\s?[.,]\s?\d+)?)\s?%"
    r"|(?P<count>\d{1,3}(?:\.\d{3})+|\d+)"
    r")(?![\d/])"
)
_RUN = re.compile(r"\S*\d\S*")  # a damaged figure, where most of it is digits: `s6` is a word
_AGAINST = re.compile(r"\S*")
_OPENING, _CLOSING = "([“\"':;", ")]”\"'.,:;…"  # marks that stand against a figure and are no part of it
_THERE_LEAST = 0.8  # share of a pattern that must stand beside a figure for it to be the pattern in full
_SLACK = 12  # characters of misread text allowed between a figure and its words
_LIKE = 84  # a pattern's words must be this like those around the figure (0-100)
_RIVAL_DISTANCE = 60  # characters within which figures vie for one pattern
_AROUND = 24  # characters of context kept with a figure, each side


@dataclass(frozen=True)
class Pattern:
    """Words before and after a figure of one concept. `token` is the kind of figure; words are folded."""

    concept: str
    figure_source: str
    note_of_concept: str
    token: str
    before: str
    after: str


@dataclass(frozen=True)
class ToldFigure:
    """A figure told outside the answer cells. Dates are yyyymmdd; `decimals` is how many were printed."""

    concept: str
    figure_source: str
    raw_text: str
    value: Decimal
    decimals: int
    page: int
    line_from: int
    line_to: int
    words: str


@dataclass(frozen=True)
class _Stream:
    """Lines joined to one text, folded and as printed, of equal length, with the line of every character."""

    folded: str
    printed: str
    lines: tuple[tuple[int, Line], ...]

    def line_at(self, at: int) -> Line:
        return next(line for start, line in reversed(self.lines) if start <= at)


@dataclass(frozen=True)
class _Figure:
    """Where a figure stands in a text, and what it says; nothing where it is damaged."""

    start: int
    end: int
    token: re.Match | None = None


@cache
def load_patterns(path: Path = REFERENCE_SEEDS / "narrative_patterns.csv") -> tuple[Pattern, ...]:
    return tuple(
        Pattern(
            concept=row["concept"],
            figure_source=row["figure_source"],
            note_of_concept=row["note_of_concept"],
            token=row["token"],
            before=fold(row["before_vi"]).strip(),
            after=fold(row["after_vi"]).strip(),
        )
        for row in read_seed(path)
    )


def read_narrative(lines: Iterable[Line]) -> list[ToldFigure]:
    """Every figure of the narrative that a pattern knows, in reading order."""
    patterns = [pattern for pattern in load_patterns() if pattern.figure_source == "narrative"]
    return _find(_stream(lines), patterns)


def read_notes(rows: Iterable[tuple[FormRow, tuple[Line, ...]]]) -> list[ToldFigure]:
    """Every figure that a pattern knows in the lines of the form's rows, in the order given."""
    patterns = [pattern for pattern in load_patterns() if pattern.figure_source == "note"]
    found: list[ToldFigure] = []
    for row, lines in rows:
        own = [pattern for pattern in patterns if row.concept and pattern.note_of_concept == row.concept]
        if own and lines:
            found.extend(_first_of_each(_find(_stream(lines), own)))
    return found


def _first_of_each(figures: list[ToldFigure]) -> list[ToldFigure]:
    first: dict[str, ToldFigure] = {}
    for figure in figures:
        first.setdefault(figure.concept, figure)
    return list(first.values())


def _stream(lines: Iterable[Line]) -> _Stream:
    folded, printed, starts, at = [], [], [], 0
    for line in lines:
        text = "".join(mark if len(fold(mark)) == 1 else " " for mark in line.text) + " "
        starts.append((at, line))
        printed.append(text)
        folded.append("".join(fold(mark) for mark in text))
        at += len(text)
    return _Stream("".join(folded), "".join(printed), tuple(starts))


def _find(stream: _Stream, patterns: list[Pattern]) -> list[ToldFigure]:
    """Each figure with the patterns it is most like; where figures close by vie for a pattern, the best has it.

    A damaged figure tells nothing, but it holds its place in the words, so that none beside it is taken for it.
    """
    figures = sorted(_figures(stream), key=lambda figure: figure.start)
    masked, spans = _mask(stream.folded, figures)
    likeness: dict[tuple[int, Pattern], tuple[float, float]] = {}
    for index, (figure, span) in enumerate(zip(figures, spans, strict=True)):
        scored = {
            pattern: _likeness(pattern, masked, *span)
            for pattern in patterns
            if figure.token is None or figure.token[pattern.token]
        }
        best = max(scored.values(), default=(0.0, 0.0))
        if best[1] >= _LIKE:
            likeness |= {(index, pattern): score for pattern, score in scored.items() if score == best}
    return [
        _told(stream, token, pattern)
        for (index, pattern), score in likeness.items()
        if (token := figures[index].token) is not None
        and not any(
            rival_score > score and rival == pattern and abs(spans[other][0] - spans[index][0]) < _RIVAL_DISTANCE
            for (other, rival), rival_score in likeness.items()
        )
    ]


def _figures(stream: _Stream) -> Iterator[_Figure]:
    """Every figure of a text but years; without a token those that are damaged."""
    taken: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(stream.folded):
        if _is_year(stream.folded, token):
            taken.append(token.span())
        elif _is_whole(stream.printed, *token.span()):
            taken.append(token.span())
            yield _Figure(*token.span(), token)
    for run in _RUN.finditer(stream.folded):
        is_taken = any(start < run.end() and run.start() < end for start, end in taken)
        if not is_taken and 2 * sum(mark.isdigit() for mark in run[0]) > len(run[0].strip(_OPENING + _CLOSING)):
            yield _Figure(*run.span())


def _is_whole(text: str, start: int, end: int) -> bool:
    """False where characters against a figure may be digits of it that were misread.

    Words may stand against its end, where a blank was lost, but not if they begin as a misread digit may look; nor
    capitals, which are a short form with its first letters misread: `11HC` for TTHC.
    """
    before = text[start - 1 : start]
    against = _AGAINST.match(text, end)
    after = against[0].lstrip(_CLOSING) if against else ""
    has_room = not before.strip() or before in _OPENING
    is_word = (
        len(after) > 1
        and after[:2].isalpha()
        and after[:2].islower()
        and after[0] not in confusions()
        and not _RUN.match(after)
    )
    return has_room and (not after or is_word)


def _is_year(text: str, token: re.Match) -> bool:
    return bool(
        token["count"] and re.search(r"n\wm $", text[: token.start()]) and re.fullmatch(r"(19|20)\d\d", token[0])
    )


def _mask(text: str, figures: list[_Figure]) -> tuple[str, list[tuple[int, int]]]:
    """The text with each figure as `#`, and where each then stands."""
    parts, spans, at = [], [], 0
    edges = [0, *(edge for figure in figures for edge in (figure.start, figure.end)), len(text)]
    for index, (start, end) in enumerate(pairwise(edges)):
        part = "#" if index % 2 else text[start:end]
        if index % 2:
            spans.append((at, at + 1))
        parts.append(part)
        at += len(part)
    return "".join(parts), spans


def _likeness(pattern: Pattern, text: str, start: int, end: int) -> tuple[float, float]:
    """How like the pattern's words are to those around a figure (0-100), weighted by their length.

    First as patterns and figures are compared, where characters between the words and the figure count against it; then
    without that, as districts put in words of their own.
    """
    length = len(pattern.before) + len(pattern.after)
    if not length:
        return 100.0, 100.0
    before = text[max(start - len(pattern.before) - _SLACK, 0) : start].strip()
    after = text[end : end + len(pattern.after) + _SLACK].strip()
    # Turned round, the words before a figure begin at it, as those after it do.
    parts = (_part_like(pattern.before[::-1], before[::-1]), _part_like(pattern.after, after))
    close, anywhere = (sum(scores) / length for scores in zip(*parts, strict=True))
    return close, anywhere


def _part_like(words: str, text: str) -> tuple[float, float]:
    """How like words are to the best part of a text that begins at a figure, times their length, as `_likeness`.

    A text too short for the words cannot be like them.
    """
    found = fuzz.partial_ratio_alignment(words, text)
    if not words or found is None:
        return 0.0, 0.0
    anywhere = found.score * len(words) * min(len(text) / (_THERE_LEAST * len(words)), 1)
    between = found.dest_start if len(text) > len(words) else 0
    return anywhere * len(words) / (len(words) + between / 2), anywhere


def _told(stream: _Stream, token: re.Match, pattern: Pattern) -> ToldFigure:
    start, end = token.span()
    line = stream.line_at(token.start(pattern.token))
    value, decimals = _value(token[pattern.token], pattern.token)
    return ToldFigure(
        concept=pattern.concept,
        figure_source=pattern.figure_source,
        raw_text=stream.printed[start:end].strip(),
        value=value,
        decimals=decimals,
        page=line.page,
        line_from=line.number,
        line_to=stream.line_at(end - 1).number,
        words=" ".join(stream.printed[max(start - _AROUND, 0) : end + _AROUND].split()),
    )


def _value(text: str, token: str) -> tuple[Decimal, int]:
    if token == "date":
        day, month, year = text.split("/")
        return Decimal(f"{int(year):04d}{int(month):02d}{int(day):02d}"), 0
    if token == "percent":
        whole, _, fraction = text.replace(" ", "").replace(",", ".").partition(".")
        return Decimal(f"{whole}.{fraction}" if fraction else whole), len(fraction)
    return Decimal(text.replace(".", "")), 0
