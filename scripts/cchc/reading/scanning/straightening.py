"""A page as it should lie: turned by the small angle at which it went through the scanner; dark fills made light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy

from cchc.reading.scanning import grey_levels

Box = tuple[float, float, float, float]

_ANGLE_MOST = 6.0  # degrees either way
_STEPS = (0.5, 0.1, 0.02)  # degrees; each step searches between the neighbours of the last one's best
_WIDTHS = (500, 700, 1000)  # pixels; the angle is found on small copies, each step on a larger one
_FILL_WIDTH, _FILL_AROUND, _FILL_LEAST = 500, 21, 5  # pixels: of the copy fills are found on, of an area, of the least
_DARK = 110  # grey level below which an area is filled, its letters light
_FILL_BLACK = 60  # a fill darker than this is black: what is darker still is no rule but grain


@dataclass(frozen=True)
class StraightPage:
    """A page as it should lie, and how it was turned: quarter turns, then degrees, both counter-clockwise."""

    page: int
    pixels: numpy.ndarray
    quarters: int
    angle: float

    def on_scan(self, box: Box) -> Box:
        """Where a box of this page lies on the page as it was scanned: left, top, right, bottom in pixels."""
        height, width = self.pixels.shape
        left, top, right, bottom = box
        back = cv2.getRotationMatrix2D((width / 2, height / 2), -self.angle, 1.0)
        corners = numpy.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]]) @ back.T
        for _ in range(self.quarters):  # undo a quarter turn: a point (x, y) goes to (width - y, x) of the page before
            corners = numpy.column_stack([height - corners[:, 1], corners[:, 0]])
            height, width = width, height
        (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def straightened(page: int, pixels: numpy.ndarray, quarters: int = 0) -> StraightPage:
    """The page turned by quarters, and then so that its lines run level; dark ink on light paper all over."""
    turned = without_fills(numpy.ascontiguousarray(numpy.rot90(pixels, quarters)))
    angle = skew(turned)
    return StraightPage(page, turned if abs(angle) < _STEPS[-1] else rotated(turned, angle), quarters, angle)


def without_fills(pixels: numpy.ndarray) -> numpy.ndarray:
    """Areas filled with a dark colour made light, what stands on them dark; a scanner's black rim wiped."""
    scale = _FILL_WIDTH / min(pixels.shape)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    fill = cv2.medianBlur(small, _FILL_AROUND)
    dark = (fill < _DARK).astype(numpy.uint8)
    filled = cv2.morphologyEx(dark, cv2.MORPH_OPEN, numpy.ones((_FILL_LEAST, _FILL_LEAST), numpy.uint8))
    if not filled.any():
        return pixels
    rim = cv2.dilate(_at_border(filled), numpy.ones((_FILL_LEAST, _FILL_LEAST), numpy.uint8))
    inner = cv2.bitwise_and(filled, cv2.bitwise_not(rim))
    fills, rims = (cv2.resize(one, pixels.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0 for one in (inner, rim))
    on_light = _on_light(pixels, cv2.resize(fill, pixels.shape[::-1], interpolation=cv2.INTER_LINEAR))
    return numpy.where(rims, numpy.uint8(grey_levels.median(pixels)), numpy.where(fills, on_light, pixels))


def _on_light(pixels: numpy.ndarray, fill: numpy.ndarray) -> numpy.ndarray:
    """What differs from its fill as dark on white: light letters, and rules darker still."""
    level = fill.astype(numpy.float32)
    lighter = (pixels - level) / numpy.maximum(255 - level, 1)
    darker = (level - pixels) / numpy.maximum(level, _FILL_BLACK)
    return (255 * (1 - numpy.clip(numpy.maximum(lighter, darker), 0, 1))).astype(numpy.uint8)


def _at_border(filled: numpy.ndarray) -> numpy.ndarray:
    """The filled areas (0 or 1) that reach the picture's border."""
    _, labels = cv2.connectedComponents(filled)
    border = numpy.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    return (numpy.isin(labels, numpy.unique(border[border > 0]))).astype(numpy.uint8)


def skew(pixels: numpy.ndarray) -> float:
    """Degrees to turn the page counter-clockwise: those at which rows of ink stand apart most sharply."""
    best, reach = 0.0, _ANGLE_MOST
    for step, width in zip(_STEPS, _WIDTHS, strict=True):
        y, x = (side.astype(numpy.float64) for side in numpy.nonzero(_ink(pixels, width)))
        if not len(x):
            return 0.0
        count = round(reach / step)
        angles = [best + step * at for at in range(-count, count + 1)]
        best = max(angles, key=lambda angle, places=(x, y): _sharpness(places, angle))
        reach = step
    return best


def _ink(pixels: numpy.ndarray, width: int) -> numpy.ndarray:
    scale = width / min(pixels.shape)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (3, 3), 0)
    return cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)


def _sharpness(places: tuple[numpy.ndarray, numpy.ndarray], angle: float) -> float:
    """How sharply rows of ink stand apart, the ink (x and y of its pixels) turned counter-clockwise."""
    x, y = places
    turn = numpy.radians(angle)
    turned = y * numpy.cos(turn) - x * numpy.sin(turn)
    rows = numpy.floor(turned).astype(numpy.int64)
    share, first = turned - rows, rows.min()  # of a pixel between two rows
    length = int(rows.max() - first) + 2
    ink = numpy.bincount(rows - first, 1 - share, length) + numpy.bincount(rows - first + 1, share, length)
    return float(numpy.square(numpy.diff(ink, prepend=0, append=0)).sum())


def rotated(pixels: numpy.ndarray, angle: float, paper: int = 255) -> numpy.ndarray:
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
