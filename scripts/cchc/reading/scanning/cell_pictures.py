"""The picture of one cell made ready for OCR: has it ink, where, and at which size, softness and contrast."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy

from cchc.reading.scanning import grey_levels

SCALE_DPI = 300  # cells are read at the size they have at this resolution
_BORDERS = (9, 6, 3)  # pixels at 300 dpi cut off beside the rules: less where ink stands close to them
MARGIN = 16  # pixels of white paper around the ink
_SOFT = 2.0  # pixels; ink is told from noise on a picture this soft
_DARKER = 40  # grey levels by which ink is darker than its paper
_FAINT_DARKER = 22  # levels by which something is too dark for bare paper
_SPECK = 25  # pixels; smaller is dirt
INK_AROUND = 8  # pixels kept around the ink
_THIN, _ALONG = 14, 0.8  # a rule is thinner than this, in pixels, and runs along this share of a side
_EVEN = 2  # pixels by which a stroke may be thicker than it is in the middle
_LINE_APART, _LINE_HIGH = 4, 16  # pixels: a gap between two lines, and the height of a line of figures
_TALL = 0.55  # share of the ink's height from which a mark is a digit, not a separator


@dataclass(frozen=True)
class Look:
    """How a cell is shown to the engine: size against 300 dpi, blur in pixels, black and white or grey."""

    scale: float
    blur: float
    is_black_and_white: bool


PLAIN = Look(1.0, 0.8, False)


@dataclass(frozen=True)
class CellPicture:
    """The inked part of a cell at 300 dpi, grey, the grey level of its paper, and its left and top in the cell.

    `is_faint` if the ink barely shows, `is_cut` if it runs on over the cell's border.
    """

    pixels: numpy.ndarray
    paper: float
    left: int
    top: int
    is_faint: bool = False
    is_cut: bool = False


def inked_part(pixels: numpy.ndarray, is_crossed: bool = False) -> CellPicture | None:
    """The part of a cell (grey, 300 dpi, rules at its edges) that has ink; None for a blank cell.

    If it `is_crossed` by a stroke that is no rule, this is none of its ink where it touches no other.
    """
    widest = None
    for border in _BORDERS:
        part = _inked_part(pixels, border, is_crossed)
        if part is None or not part.is_cut:
            return part
        widest = widest or part
    return widest


def _inked_part(pixels: numpy.ndarray, border: int, is_crossed: bool) -> CellPicture | None:
    inner = pixels[border:-border, border:-border].copy()
    if min(inner.shape) < INK_AROUND:
        return None
    soft = cv2.GaussianBlur(inner, (0, 0), _SOFT)
    paper, darkest = grey_levels.median(soft), int(soft.min())
    if darkest >= paper - _FAINT_DARKER:
        return None
    is_faint = False
    ink = soft < paper - _DARKER
    marks = _marks(ink, _SPECK)
    if not marks:
        marks, is_faint = _marks(soft < paper - _FAINT_DARKER, _SPECK * 2), True
    height, width = inner.shape
    strange = [mark for mark in marks if _is_rule(mark, width, height) or (is_crossed and _is_stroke(mark, ink))]
    for left, top, wide, high in strange:
        inner[max(top - 3, 0) : top + high + 3, max(left - 3, 0) : left + wide + 3] = round(paper)
    marks = [mark for mark in marks if mark not in strange]
    if not marks:
        return None
    left, top = min(mark[0] for mark in marks), min(mark[1] for mark in marks)
    right, bottom = max(mark[0] + mark[2] for mark in marks), max(mark[1] + mark[3] for mark in marks)
    is_cut = left == 0 or top == 0 or right == width or bottom == height
    left, top = max(left - INK_AROUND, 0), max(top - INK_AROUND, 0)
    part = inner[top : bottom + INK_AROUND, left : right + INK_AROUND]
    return CellPicture(part, paper, left + border, top + border, is_faint, is_cut)


def _marks(ink: numpy.ndarray, speck: int) -> list[tuple[int, int, int, int]]:
    """Boxes (left, top, width, height) of what is larger than a speck."""
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(numpy.uint8))
    return [(left, top, wide, high) for left, top, wide, high, area in boxes[1:count].tolist() if area >= speck]


def _is_rule(mark: tuple[int, int, int, int], width: int, height: int) -> bool:
    """True for a thin mark along most of the cell's side, at its edge: the rule itself, where it is not quite level."""
    left, top, wide, high = mark
    is_upright = high >= _ALONG * height and wide <= _THIN and (left == 0 or left + wide == width)
    is_level = wide >= _ALONG * width and high <= _THIN and (top == 0 or top + high == height)
    return is_upright or is_level


def _is_stroke(mark: tuple[int, int, int, int], ink: numpy.ndarray) -> bool:
    """True for a mark from edge to edge that is thin, and everywhere as thin: no other ink is with it."""
    left, top, wide, high = mark
    own = ink[top : top + high, left : left + wide]
    directions = [own] * (high == ink.shape[0]) + [own.T] * (wide == ink.shape[1])
    return any(_is_evenly_thin(one.sum(axis=1)) for one in directions)


def _is_evenly_thin(thickness: numpy.ndarray) -> bool:
    return thickness.max() <= min(_THIN, numpy.median(thickness) + _EVEN)


def shown(cell: CellPicture, look: Look) -> numpy.ndarray:
    """The cell as the engine is to see it: black on white, with white around."""
    picture = cell.pixels
    if look.scale != 1.0:
        method = cv2.INTER_CUBIC if look.scale > 1 else cv2.INTER_AREA
        picture = cv2.resize(picture, None, fx=look.scale, fy=look.scale, interpolation=method)
    picture = cv2.GaussianBlur(picture, (0, 0), look.blur)
    if look.is_black_and_white:
        _, picture = cv2.threshold(picture, 0, 255, cv2.THRESH_OTSU)
    else:
        darkest = grey_levels.percentile(picture, 1)
        stretched = (picture.astype(numpy.float32) - darkest) * (255 / max(cell.paper - darkest, 1.0))
        picture = numpy.clip(stretched, 0, 255).astype(numpy.uint8)
    margin = round(MARGIN * look.scale)
    return cv2.copyMakeBorder(picture, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255)


@dataclass(frozen=True)
class Mark:
    """Where connected ink stands in the picture of a cell, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True)
class Marks:
    """What stands in a cell, counted without reading it: tall marks, those as wide as two, dots and commas, lines.

    `height` is that of all ink, in pixels at 300 dpi.
    """

    tall: int
    wide: int
    low: int
    lines: int
    height: int


def count_marks(cell: CellPicture) -> Marks:
    marks = marks_of(cell)
    if not marks:
        return Marks(0, 0, 0, 0, 0)
    top, bottom = min(mark.top for mark in marks), max(mark.bottom for mark in marks)
    height = bottom - top
    tall = [mark for mark in marks if mark.height >= _TALL * height]
    low = [mark for mark in marks if mark.height < _TALL * height and mark.top > top + height * 0.6]
    return Marks(len(tall), sum(mark.width > 0.85 * mark.height for mark in tall), len(low), _line_count(marks), height)


def marks_of(cell: CellPicture) -> list[Mark]:
    """The marks of a cell: connected ink that is no speck, in no order."""
    soft = cv2.GaussianBlur(cell.pixels, (0, 0), 1.2)
    _, ink = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return _as_marks(_marks(ink, _SPECK // 2))


def marks_at(cell: CellPicture, depth: float, blur: float) -> list[Mark]:
    """The marks of a cell's ink that is darker than a share (0-1) of its depth, on a picture so soft (pixels)."""
    soft = cv2.GaussianBlur(cell.pixels, (0, 0), blur)
    level = cell.paper - depth * (cell.paper - grey_levels.percentile(soft, 1))
    return _as_marks(_marks(soft < level, _SPECK // 2))


def _as_marks(boxes: list[tuple[int, int, int, int]]) -> list[Mark]:
    return [Mark(left, top, left + wide, top + high) for left, top, wide, high in boxes]


def _line_count(marks: list[Mark]) -> int:
    """Lines of figures: groups of marks, each as high as a digit, with a gap between."""
    groups: list[list[int]] = []
    for mark in sorted(marks, key=lambda mark: mark.top):
        if groups and mark.top <= groups[-1][1] + _LINE_APART:
            groups[-1][1] = max(groups[-1][1], mark.bottom)
        else:
            groups.append([mark.top, mark.bottom])
    return sum(bottom - top >= _LINE_HIGH for top, bottom in groups)
