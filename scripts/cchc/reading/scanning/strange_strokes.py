"""Straight strokes over a ruled table that are none of its rules: frames of stamps, streaks of a scanner's glass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy

_NEAR, _REACH = 8, 45  # pixels at 200 dpi: a rule is looked for from so far beside a place, to so far
_OFF = 6  # pixels over and under a place where it may lie
_THERE, _GONE = 0.6, 0.2  # share of those pixels that are ruled where there is one at least, and where none is at most
_IN_LINE = 6  # pixels by which pieces of one stroke lie beside each other at most
_SIDE_MOST = 640  # pixels that a side of a stamp is long
_RULES_LEAST = 3  # rules that end as a table's do, among which one that does not is strange

Place = tuple[int, int]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class _Upright:
    """An upright stroke: its outline, its ends in pixels (left, top), those of them from which a level rule goes to one
    side and those from which none does; whether one goes through it."""

    outline: numpy.ndarray
    ends: tuple[Place, Place]
    corners: tuple[Place, ...]
    loose: tuple[Place, ...]
    is_crossed: bool

    @property
    def is_of_a_frame(self) -> bool:
        return bool(self.corners) and self.is_crossed and self.ends[1][1] - self.ends[0][1] <= _SIDE_MOST

    @property
    def across(self) -> float:
        return (self.ends[0][0] + self.ends[1][0]) / 2


def without_strange_strokes(
    level: numpy.ndarray, upright: numpy.ndarray
) -> tuple[numpy.ndarray, numpy.ndarray, tuple[Box, ...]]:
    """The ink of level and of upright rules (255), without that of frames and of streaks which lie over others; and
    where these are (left, top, right, bottom).

    Where a rule of a table ends it meets one that goes on to both sides, or is at the table's own edge, through which
    none goes. A frame has corners within the table, a streak passes through its rules and ends at none.
    """
    level_turned = cv2.transpose(level)
    uprights, levels = _strokes(upright, level), _strokes(level_turned, cv2.transpose(upright))
    along, across = _streaks(uprights), _streaks(levels)
    if along or across:  # else a streak through a table's edge would make a frame of it
        upright, level_turned = _without(upright, along), _without(level_turned, across)
        uprights = _strokes(upright, cv2.transpose(level_turned))
        levels = _strokes(level_turned, cv2.transpose(upright))
    frames_along, frames_across = _frames(uprights, levels), _frames(levels, uprights)
    boxes = [_box(one) for one in (*along, *frames_along)]
    boxes += [(left, top, right, bottom) for top, left, bottom, right in map(_box, (*across, *frames_across))]
    if not boxes:
        return level, upright, ()
    return cv2.transpose(_without(level_turned, frames_across)), _without(upright, frames_along), tuple(boxes)


def _box(outline: numpy.ndarray) -> Box:
    left, top, wide, high = cv2.boundingRect(outline)
    return left, top, left + wide, top + high


def _frames(strokes: Iterable[_Upright], others: Iterable[_Upright]) -> list[numpy.ndarray]:
    """The outlines of those that are of a frame, or end at a corner of one of the others that is; which lie across."""
    corners = [corner[::-1] for other in others if other.is_of_a_frame for corner in other.corners]
    return [one.outline for one in strokes if one.is_of_a_frame or _ends_at(one, corners)]


def _ends_at(one: _Upright, corners: Iterable[Place]) -> bool:
    return any(max(abs(x - left), abs(y - top)) <= 2 * _OFF for x, y in one.ends for left, top in corners)


def _streaks(strokes: Iterable[_Upright]) -> list[numpy.ndarray]:
    """The outlines of those that go through rules and, with all their pieces, end at none; unless few others do."""
    lines: list[list[_Upright]] = []
    for one in sorted(strokes, key=lambda one: one.across):
        if lines and one.across - lines[-1][-1].across <= _IN_LINE:
            lines[-1].append(one)
        else:
            lines.append([one])
    loose = [line for line in lines if _is_loose(line)]
    if len(lines) - len(loose) < _RULES_LEAST:  # a table's own rules, which none bounds
        return []
    return [one.outline for line in loose if any(one.is_crossed for one in line) for one in line]


def _is_loose(pieces: Sequence[_Upright]) -> bool:
    if not all(one.loose for one in pieces):
        return False
    first, last = (choose(pieces, key=lambda one: one.ends[0][1]) for choose in (min, max))
    return first.ends[0] in first.loose and last.ends[1] in last.loose


def _without(strokes: numpy.ndarray, outlines: list[numpy.ndarray]) -> numpy.ndarray:
    return cv2.drawContours(strokes.copy(), outlines, -1, 0, cv2.FILLED)


def _strokes(uprights: numpy.ndarray, levels: numpy.ndarray) -> list[_Upright]:
    found, _ = cv2.findContours(uprights, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [_upright(outline, levels) for outline in found]


def _upright(outline: numpy.ndarray, levels: numpy.ndarray) -> _Upright:
    points = outline[:, 0]
    start, end = (
        (round(float(points[points[:, 1] == y, 0].mean())), int(y)) for y in (points[:, 1].min(), points[:, 1].max())
    )
    sides = {one: _ruled_beside(one, levels) for one in (start, end)}
    corners = tuple(one for one, (less, more) in sides.items() if less <= _GONE and more >= _THERE)
    loose = tuple(one for one, (_, more) in sides.items() if more <= _GONE)
    is_asked = bool(corners) or bool(loose)
    return _Upright(outline, (start, end), corners, loose, is_asked and _is_crossed(start, end, levels))


def _ruled_beside(end: Place, levels: numpy.ndarray) -> tuple[float, float]:
    """The share of the pixels on the side of a place that have less of a level rule, and on the other."""
    x, y = end
    strip = levels[max(y - _OFF, 0) : y + _OFF + 1]
    sides = strip[:, max(x - _REACH, 0) : max(x - _NEAR, 0)], strip[:, x + _NEAR : x + _REACH]
    less, more = sorted(float(side.any(axis=0).mean()) if side.size else 0.0 for side in sides)
    return less, more


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
