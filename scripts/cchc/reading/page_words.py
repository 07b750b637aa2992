"""What stands on a page, whatever it was read from: words with their places, ruled lines, and the lines they make.

All places are in points from the top left of the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from cchc.reading.documents import Cell
from cchc.reading.pieces import HIDDEN, LOWERED, RAISED, Piece, cell_of, seen_text
from cchc.text import nfc

GAP = 0.22  # a gap wider than this share of the letters' height parts words
_APART = 0.45  # share of the letters' height that parts two figures; a blank takes 0.25
_OVER = 0.3  # share of its width by which a word lies over the next
_MARGIN = 0.08  # share of a page's height, at its top and bottom, where its number stands

PLAIN: frozenset[str] = frozenset()

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a gap that look the same. `baseline` is where they stand; `glued` if no blank parts it from the
    next."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    glued: bool = False
    looks: frozenset[str] = PLAIN
    doubt: str = ""

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Rule:
    """A straight line, level or upright."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def is_level(self) -> bool:
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True)
class Thing:
    """A picture, or a shape that is no line and no box: what may stand in the place of words, and its sign."""

    box: Box
    sign: str


@dataclass(frozen=True)
class Page:
    """One page. `pictures` is the share (0-1) of it that pictures cover; `broken` that of letters without meaning.

    One that `is_moved` is several pages beside each other, or was turned: no place on it is one of the page of its
    number as it is shown. `left` is where one of two pages on a sheet begins on it.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    pictures: float
    broken: float
    drawn: int
    things: tuple[Thing, ...] = ()
    is_moved: bool = False
    left: float = 0.0


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Words line by line, from the left."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.baseline):
        if lines and word.baseline - lines[-1][0].baseline <= max(word.height, lines[-1][0].height) / 3:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def text_of(line: list[Word]) -> str:
    """The words of a line as they are seen, with the blanks between them."""
    pieces = list(_pieces_of(line))
    if not any(piece.looks for piece in pieces):
        return nfc("".join(piece.text for piece in pieces))
    return " ".join(seen_text(pieces).split())


def cell_of_words(words: list[Word], spans_rows: bool = False, doubt: str = "") -> Cell:
    """The cell that words stand in, line by line."""
    lines = lines_of(words)
    pieces = [piece for at, line in enumerate(lines) for piece in (*([Piece("\n")] if at else []), *_pieces_of(line))]
    seen = [[word for word in line if HIDDEN not in word.looks] for line in lines]
    if any(_lie_over_each_other(one, other) for line in seen for one, other in pairwise(line)):
        doubt = doubt or "letters_over_each_other"
    return cell_of(pieces, spans_rows, doubt or next((word.doubt for word in words if word.doubt), ""))


def _lie_over_each_other(one: Word, other: Word) -> bool:
    return one.right - other.left > _OVER * min(one.right - one.left, other.right - other.left)


def _pieces_of(line: list[Word]) -> Iterator[Piece]:
    """The words of a line and the blanks between them, two where figures stand far apart."""
    for at, word in enumerate(line):
        if at:
            before = line[at - 1]
            gap = word.left - before.right
            is_mark = bool((before.looks | word.looks) & {RAISED, LOWERED})
            touches = (before.glued or is_mark or before.looks != word.looks) and gap <= GAP * word.height
            is_apart = (
                before.text[-1:].isdecimal()
                and word.text[:1].isdecimal()
                and (gap > _APART * word.height or before.glued)
            )
            yield Piece("" if touches else "  " if is_apart else " ")
        yield Piece(word.text, word.looks, word.height)


def is_page_number(line: list[Word], page: Page) -> bool:
    """True for a number alone in the page's margin, with nothing farther out or beside it."""
    text = "".join(word.text for word in line).strip("-–— ")
    if not (text.isdigit() and len(text) <= 3):
        return False
    others = [word for word in page.words if not any(word is one for one in line)]
    if line[0].baseline <= page.height * _MARGIN:
        return all(word.top >= line[0].bottom for word in others)
    return line[0].baseline >= page.height * (1 - _MARGIN) and all(word.bottom <= line[0].top for word in others)
