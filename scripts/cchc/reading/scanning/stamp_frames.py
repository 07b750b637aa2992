"""Frames of stamps over a ruled table: their corners lie within it, and its rules go through their sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy

_NEAR, _REACH = 8, 45  # pixels at 200 dpi: a rule is looked for from so far beside a place, to so far
_OFF = 6  # pixels over and under a place where it may lie
_THERE, _GONE = 0.6, 0.2  # share of those pixels that are ruled where there is one at least, and where none is at most

Place = tuple[int, int]


@dataclass(frozen=True)
class _Upright:
    """An upright rule: its outline, its ends in pixels (left, top), and those from which a level rule goes to one side;
    whether another goes through it."""

    outline: numpy.ndarray
    ends: tuple[Place, Place]
    corners: tuple[Place, ...]
    is_crossed: bool

    @property
    def is_of_a_frame(self) -> bool:
        return bool(self.corners) and self.is_crossed


def without_frames(level: numpy.ndarray, upright: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The ink of level and of upright rules (255), without that of frames which lie over others.

    Where a rule of a table ends it meets one that goes on to both sides, or is at the table's own edge, through which
    none goes.
    """
    level_turned, upright_turned = cv2.transpose(level), cv2.transpose(upright)
    uprights, levels = _rules(upright, level), _rules(level_turned, upright_turned)
    if not any(one.is_of_a_frame for one in (*uprights, *levels)):
        return level, upright
    return (
        cv2.transpose(_without(level_turned, _sides_of_frames(levels, uprights))),
        _without(upright, _sides_of_frames(uprights, levels)),
    )


def _sides_of_frames(rules: Iterable[_Upright], others: Iterable[_Upright]) -> list[numpy.ndarray]:
    """The outlines of those that are of a frame, or end at a corner of one of the others that is; which lie across."""
    corners = [corner[::-1] for other in others if other.is_of_a_frame for corner in other.corners]
    return [one.outline for one in rules if one.is_of_a_frame or _ends_at(one, corners)]


def _ends_at(one: _Upright, corners: Iterable[Place]) -> bool:
    return any(max(abs(x - left), abs(y - top)) <= 2 * _OFF for x, y in one.ends for left, top in corners)


def _without(rules: numpy.ndarray, outlines: list[numpy.ndarray]) -> numpy.ndarray:
    return cv2.drawContours(rules.copy(), outlines, -1, 0, cv2.FILLED)


def _rules(uprights: numpy.ndarray, levels: numpy.ndarray) -> list[_Upright]:
    found, _ = cv2.findContours(uprights, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [_upright(outline, levels) for outline in found]


def _upright(outline: numpy.ndarray, levels: numpy.ndarray) -> _Upright:
    points = outline[:, 0]
    start, end = (
        (round(float(points[points[:, 1] == y, 0].mean())), int(y)) for y in (points[:, 1].min(), points[:, 1].max())
    )
    corners = tuple(one for one in (start, end) if _is_corner(one, levels))
    return _Upright(outline, (start, end), corners, bool(corners) and _is_crossed(start, end, levels))


def _is_corner(end: Place, levels: numpy.ndarray) -> bool:
    x, y = end
    strip = levels[max(y - _OFF, 0) : y + _OFF + 1]
    sides = strip[:, max(x - _REACH, 0) : max(x - _NEAR, 0)], strip[:, x + _NEAR : x + _REACH]
    less, more = sorted(float(side.any(axis=0).mean()) if side.size else 0.0 for side in sides)
    return less <= _GONE and more >= _THERE


def _is_crossed(start: Place, end: Place, levels: numpy.ndarray) -> bool:
    """Whether somewhere, but near its ends, there is a level rule on the left of it and on its right."""
    ys = numpy.arange(start[1] + 4 * _OFF, end[1] - 4 * _OFF)
    xs = numpy.interp(ys, (start[1], end[1]), (start[0], end[0])).astype(int)
    beside = numpy.arange(_NEAR, _REACH)
    shares = [
        (levels[ys[:, None], numpy.clip(xs[:, None] + side * beside, 0, levels.shape[1] - 1)] > 0).mean(axis=1)
        for side in (-1, 1)
    ]
    return bool((numpy.minimum(*shares) >= _THERE).any())
