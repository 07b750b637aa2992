"""Frames of stamps over a ruled table: their corners lie within it, and its rules go through their sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy

_NEAR, _REACH = 8, 45  # pixels at 200 dpi: a rule is looked for from so far beside a place, to so far
_OFF = 6  # pixels over and under a place where it may lie
_THERE, _GONE = 0.6, 0.2  # share of those pixels that are ruled where there is one at least, and where none is at most


@dataclass(frozen=True)
class _Upright:
    """An upright rule: its number, its ends (left, top), and those of them from which a level rule goes to one side."""

    number: int
    ends: tuple[tuple[int, int], ...]
    corners: tuple[tuple[int, int], ...]
    is_crossed: bool


def without_frames(level: numpy.ndarray, upright: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The ink of level and of upright rules (255), without that of frames which lie over others.

    Where a rule of a table ends it meets one that goes on to both sides, or is at the table's own edge, through which
    none goes.
    """
    uprights, levels = _Rules(upright, level), _Rules(level.T, upright.T)
    across, along = uprights.crossed(), levels.crossed()
    if not across and not along:
        return level, upright
    upright = uprights.without(across | uprights.at_corners_of(levels, along))
    return levels.without(along | levels.at_corners_of(uprights, across)).T, upright


class _Rules:
    """Rules of one direction, held upright, and those of the other."""

    def __init__(self, own: numpy.ndarray, others: numpy.ndarray) -> None:
        self._own, self._others = own, others
        count, self._labels, self._boxes, _ = cv2.connectedComponentsWithStats(numpy.ascontiguousarray(own))
        self._all = [self._upright(number) for number in range(1, count)]

    def crossed(self) -> set[int]:
        """The numbers of those that have a corner and that another rule goes through."""
        return {one.number for one in self._all if one.corners and one.is_crossed}

    def at_corners_of(self, others: _Rules, numbers: set[int]) -> set[int]:
        """The numbers of those that end at a corner of one of the `others`, which lie across."""
        corners = [corner[::-1] for one in others._all if one.number in numbers for corner in one.corners]
        return {
            one.number for one in self._all for end in one.ends if any(_are_near(end, corner) for corner in corners)
        }

    def without(self, numbers: set[int]) -> numpy.ndarray:
        return numpy.where(numpy.isin(self._labels, list(numbers)), 0, self._own).astype(self._own.dtype)

    def _upright(self, number: int) -> _Upright:
        left, top, wide, high = (int(one) for one in self._boxes[number][:4])
        own = self._labels[top : top + high, left : left + wide] == number
        first, last = (left + round(float(numpy.flatnonzero(row).mean())) for row in (own[0], own[-1]))
        start, end = (first, top), (last, top + high - 1)
        corners = tuple(one for one in (start, end) if self._is_corner(one))
        return _Upright(number, (start, end), corners, bool(corners) and any(self._crossings(start, end)))

    def _is_corner(self, end: tuple[int, int]) -> bool:
        x, y = end
        strip = self._others[max(y - _OFF, 0) : y + _OFF + 1]
        shares = sorted(_share(side) for side in _sides(strip, x))
        return shares[0] <= _GONE and shares[1] >= _THERE

    def _crossings(self, start: tuple[int, int], end: tuple[int, int]) -> Iterator[bool]:
        """For each place of it, but those near its ends, whether another rule is on its left and on its right."""
        places = range(start[1] + 4 * _OFF, end[1] - 4 * _OFF)
        for at, y in enumerate(places):
            x = start[0] + round((end[0] - start[0]) * at / len(places))
            yield all(_share(side) >= _THERE for side in _sides(self._others[y : y + 1], x))


def _sides(strip: numpy.ndarray, x: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    return strip[:, max(x - _REACH, 0) : max(x - _NEAR, 0)], strip[:, x + _NEAR : x + _REACH]


def _share(strip: numpy.ndarray) -> float:
    return float(strip.any(axis=0).mean()) if strip.size else 0.0


def _are_near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 2 * _OFF
