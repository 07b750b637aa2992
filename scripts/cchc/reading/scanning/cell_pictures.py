"""The picture of one cell made ready for OCR: has it ink, where, and at which size, softness and contrast."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy

SCALE_DPI = 300  # cells are read at the size they have at this resolution
_BORDER = 9  # pixels at 300 dpi cut off beside the rules
_MARGIN = 16  # pixels of white paper around the ink
_SOFT = 2.0  # pixels; ink is told from noise on a picture this soft
_DARKER = 40  # grey levels by which ink is darker than its paper
_FAINT_DARKER = 22  # levels by which something is too dark for bare paper
_SPECK = 25  # pixels; smaller is dirt
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
    """The inked part of a cell at 300 dpi, grey, and the grey level of its paper; `is_faint` if it barely shows."""

    pixels: numpy.ndarray
    paper: float
    is_faint: bool = False


def inked_part(pixels: numpy.ndarray, border: int = _BORDER) -> CellPicture | None:
    """The part of a cell (grey, 300 dpi, rules at its edges) that has ink; None for a blank cell."""
    inner = pixels[border:-border, border:-border]
    if inner.size == 0:
        return None
    soft = cv2.GaussianBlur(inner, (0, 0), _SOFT)
    paper = float(numpy.median(soft))
    box, is_faint = _ink_box(soft < paper - _DARKER), False
    if box is None:
        box, is_faint = _ink_box(soft < paper - _FAINT_DARKER, speck=_SPECK * 2), True
    if box is None:
        return None
    left, top, right, bottom = box
    around = 8
    part = inner[max(top - around, 0) : bottom + around, max(left - around, 0) : right + around]
    return CellPicture(part, paper, is_faint)


def _ink_box(ink: numpy.ndarray, speck: int = _SPECK) -> tuple[int, int, int, int] | None:
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(numpy.uint8))
    marks = [box for box in boxes[1:count].tolist() if box[4] >= speck]
    if not marks:
        return None
    return (
        min(left for left, _, _, _, _ in marks),
        min(top for _, top, _, _, _ in marks),
        max(left + wide for left, _, wide, _, _ in marks),
        max(top + high for _, top, _, high, _ in marks),
    )


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
        darkest = float(numpy.percentile(picture, 1))
        stretched = (picture.astype(numpy.float32) - darkest) * (255 / max(cell.paper - darkest, 1.0))
        picture = numpy.clip(stretched, 0, 255).astype(numpy.uint8)
    margin = round(_MARGIN * look.scale)
    return cv2.copyMakeBorder(picture, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255)


@dataclass(frozen=True)
class Marks:
    """What stands in a cell, counted without reading it: tall marks, marks as wide as two, dots and commas."""

    tall: int
    wide: int
    low: int


def count_marks(cell: CellPicture) -> Marks:
    soft = cv2.GaussianBlur(cell.pixels, (0, 0), 1.2)
    _, ink = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink)
    marks = [box for box in boxes[1:count].tolist() if box[4] >= _SPECK / 2]
    if not marks:
        return Marks(0, 0, 0)
    top, bottom = min(box[1] for box in marks), max(box[1] + box[3] for box in marks)
    height = bottom - top
    tall = [box for box in marks if box[3] >= _TALL * height]
    low = [box for box in marks if box[3] < _TALL * height and box[1] > top + height * 0.6]
    return Marks(len(tall), sum(box[2] > 0.85 * box[3] for box in tall), len(low))
