"""A page as it should lie: turned by the small angle at which it went through the scanner."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy

Box = tuple[float, float, float, float]

_ANGLE_MOST = 6.0  # degrees either way
_STEPS = (0.5, 0.1, 0.02)  # degrees; each step searches between the neighbours of the last one's best
_WIDTHS = (500, 700, 1000)  # pixels; the angle is found on small copies, each step on a larger one


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
    """The page turned by quarters, and then so that its lines run level."""
    turned = numpy.ascontiguousarray(numpy.rot90(pixels, quarters))
    angle = skew(turned)
    return StraightPage(page, turned if abs(angle) < _STEPS[-1] else rotated(turned, angle), quarters, angle)


def skew(pixels: numpy.ndarray) -> float:
    """Degrees to turn the page counter-clockwise: those at which rows of ink stand apart most sharply."""
    best, reach = 0.0, _ANGLE_MOST
    for step, width in zip(_STEPS, _WIDTHS, strict=True):
        ink = _ink(pixels, width)
        count = round(reach / step)
        angles = [best + step * at for at in range(-count, count + 1)]
        best = max(angles, key=lambda angle, ink=ink: _sharpness(ink, angle))
        reach = step
    return best


def _ink(pixels: numpy.ndarray, width: int) -> numpy.ndarray:
    scale = width / min(pixels.shape)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (3, 3), 0)
    return cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)


def _sharpness(ink: numpy.ndarray, angle: float) -> float:
    rows = rotated(ink, angle, paper=0, interpolation=cv2.INTER_LINEAR).sum(axis=1, dtype=numpy.float64)
    return float(numpy.square(numpy.diff(rows)).sum())


def rotated(
    pixels: numpy.ndarray, angle: float, paper: int = 255, interpolation: int = cv2.INTER_CUBIC
) -> numpy.ndarray:
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(pixels, turn, (width, height), flags=interpolation, borderValue=paper)
