"""Figures that no printer made: each digit of a print looks like the others of its kind in the document.

Handwriting never does, not even a steady hand's, nor does a digit that is broken or was misread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import ceil

import cv2
import numpy

from cchc.reading.scanning.cell_ocr import DISSENT, ReadCell
from cchc.reading.scanning.cell_pictures import CellPicture, Mark, marks_at

_HAND_MOST = 0.25  # share of a document's figures that may be unlike the others; more are all by hand
_TELLING = 30  # figures of a document at least: in fewer, digits have too few of their kind to be held against
_ALIKE = 0.965  # correlation of two pictures of one printed digit; those of other hands have some 0.6
_AS_HIGH = 0.08  # share of its height by which two of them may differ
_TWINS_LEAST, _TWINS = 2, 0.1  # so many others, and such a share of them, must look so
_DEPTHS = (0.35, 0.5, 0.65, 0.78, 0.88)  # shares of the ink's depth at which touching digits part
_BLURS = (1.2, 0.6)  # pixels
_TALL = 0.55  # share of the highest mark's height from which one is a digit
_HIGH, _WIDE, _SOFT = 36, 56, 1.1  # pixels of a digit's picture, and its blur
_ASIDE = sorted(
    product((-1, 0, 1), repeat=2), key=lambda steps: abs(steps[0]) + abs(steps[1])
)  # pixels that they may lie aside


@dataclass(frozen=True)
class _Digit:
    """A digit of a cell (its number), its height in pixels, and its picture: mean 0, length 1."""

    cell: int
    text: str
    height: int
    picture: numpy.ndarray


class Typeface:
    """What the digits of a document look like: the pictures of its figures and what was read of them."""

    def __init__(self, cells: Sequence[CellPicture], texts: Sequence[str]) -> None:
        asked = [at for at, text in enumerate(texts) if _digits(text)]
        self._ways = {at: list(_ways_to_part(at, cells[at], texts[at])) for at in asked if len(asked) >= _TELLING}
        kinds: dict[str, list[_Digit]] = {}
        for ways in self._ways.values():
            for digit in ways[0] if ways else ():
                kinds.setdefault(digit.text, []).append(digit)
        self._kinds = {text: _Kind.of(digits) for text, digits in kinds.items()}
        unlike = {at for at, ways in self._ways.items() if not any(map(self._is_like, ways))}
        is_print = len(unlike) <= _HAND_MOST * len(self._ways)
        self.strange = unlike if is_print else set(self._ways)
        """The cells (from 0) with a digit that looks like none of its kind; all where many do, as by hand."""

    def judged(self, at: int, reading: ReadCell) -> ReadCell:
        """The reading of a cell (from 0): not stood by if it is strange; stood by, though some readings differ, if all
        its digits look like those of their kind and like no others."""
        if at in self.strange:
            return replace(
                reading, doubt=reading.doubt or "digits_unlike_print", confidence=min(reading.confidence, 0.5)
            )
        if reading.is_split and any(map(self._is_only_like, self._ways.get(at, []))):
            return replace(reading, doubt="", confidence=DISSENT)
        return reading

    def _is_like(self, way: list[_Digit]) -> bool:
        return all(self._kinds[digit.text].has_like(digit) for digit in way)

    def _is_only_like(self, way: list[_Digit]) -> bool:
        likes = ({text for text, kind in self._kinds.items() if kind.has_like(digit)} for digit in way)
        return all(like == {digit.text} for like, digit in zip(likes, way, strict=True))


@dataclass(frozen=True)
class _Kind:
    """All digits of one kind in a document, for each the number of its cell and its height, and their pictures."""

    cells: numpy.ndarray
    heights: numpy.ndarray
    pictures: numpy.ndarray

    @classmethod
    def of(cls, digits: Sequence[_Digit]) -> _Kind:
        cells, heights = (numpy.array(one) for one in zip(*((own.cell, own.height) for own in digits), strict=True))
        return cls(cells, heights, numpy.array([digit.picture.ravel() for digit in digits]))

    def has_like(self, digit: _Digit) -> bool:
        """True if enough of the others look like this one."""
        others = self.cells != digit.cell
        count = int(others.sum())
        asked = max(min(_TWINS_LEAST, count), ceil(_TWINS * count), 1)
        others &= abs(self.heights - digit.height) <= _AS_HIGH * digit.height
        if int(others.sum()) < asked:
            return False
        pictures, likeness = self.pictures[others], numpy.zeros(int(others.sum()), numpy.float32)
        for steps in _ASIDE:
            likeness = numpy.maximum(likeness, pictures @ numpy.roll(digit.picture, steps, axis=(0, 1)).ravel())
            if int((likeness >= _ALIKE).sum()) >= asked:
                return True
        return False


def _digits(text: str) -> str:
    """The digits and slashes of a figure, in order, without its percent sign."""
    return "".join(mark for mark in text.partition("%")[0] if mark in "0123456789/")


def _ways_to_part(at: int, cell: CellPicture, text: str) -> Iterator[list[_Digit]]:
    """The digits of a cell, in each way in which its ink falls into as many marks."""
    marks = _digits(text)
    seen = set()
    for depth in _DEPTHS:
        for blur in _BLURS:
            boxes = tuple(_tall_marks(cell, depth, blur))
            if "%" in text:
                boxes = boxes[: len(marks)]
            if len(boxes) == len(marks) and boxes not in seen:
                seen.add(boxes)
                drawn = zip(marks, boxes, strict=True)
                yield [_Digit(at, mark, box.height, _picture(cell, box)) for mark, box in drawn if mark != "/"]


def _tall_marks(cell: CellPicture, depth: float, blur: float) -> list[Mark]:
    """The marks as high as digits, from left to right, each with what stands over or under it."""
    marks = marks_at(cell, depth, blur)
    highest = max((mark.height for mark in marks), default=0)
    tall = sorted((mark for mark in marks if mark.height >= _TALL * highest), key=lambda mark: mark.left)
    small = [mark for mark in marks if mark.height < _TALL * highest]
    return [_with_parts(mark, small, round(depth > _DEPTHS[0])) for mark in tall]


def _with_parts(mark: Mark, small: Sequence[Mark], around: int) -> Mark:
    """A mark with its parts, and with so many pixels around that were too light to be seen as ink,
    as far as the cell goes."""
    own = [mark, *(one for one in small if min(mark.right, one.right) - max(mark.left, one.left) > one.width / 2)]
    return Mark(
        max(min(one.left for one in own) - around, 0), max(min(one.top for one in own) - around, 0),
        max(one.right for one in own) + around, max(one.bottom for one in own) + around,
    )  # fmt: skip


def _picture(cell: CellPicture, box: Mark) -> numpy.ndarray:
    """A digit as dark as any and as high as any, in the middle of its picture."""
    part = cell.paper - cell.pixels[box.top : box.bottom, box.left : box.right].astype(numpy.float32)
    ink = numpy.clip(part / max(float(part.max()), 1.0), 0, 1)
    width = min(max(round(box.width * _HIGH / box.height), 1), _WIDE)
    drawn = numpy.zeros((_HIGH + 8, _WIDE + 8), numpy.float32)
    left = (drawn.shape[1] - width) // 2
    drawn[4 : 4 + _HIGH, left : left + width] = cv2.resize(ink, (width, _HIGH), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(drawn, (0, 0), _SOFT)
    soft -= soft.mean()
    return soft / max(float(numpy.linalg.norm(soft)), 1e-6)
