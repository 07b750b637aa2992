"""A photograph of a page as a scanner would give it: evenly lit, and seen from straight above."""

from __future__ import annotations

import cv2
import numpy

from cchc.reading.scanning import grey_levels

_LIGHT_WIDTH = 300  # pixels of the short side of the copy that the light is measured on
_LIGHT_AROUND = 21  # pixels: more than a letter, less than a shadow
_LIGHT_SOFT = 2  # pixels: how far the light of a desk may reach onto the paper
_UNEVEN = 45  # grey levels between the lightest and the darkest paper of a page
_SHADOW_MOST = 0.3  # of the lightest paper: what is darker is no shadow but ink
_WHITE = 245

_RULES_WIDTH = 600  # pixels of the short side of the copy that rules are looked for on
_RULE_LEAST = 0.05  # share of the short side
_SLOPE_MOST = 0.36  # of a rule against the picture's edges, as a tangent: 20 degrees
_RULES_LEAST = 6  # that tell of a direction
_ROUNDS, _OUTLIERS, _TRUE = 4, 2.5, 0.004  # rules that point elsewhere go: so many medians off, and so much, as a sine
_TURN_LEAST = 0.5  # degrees between rules on either side of the page: less is no camera's
_INSET = 0.1  # share of the page outside the rectangle that is set upright
_ACROSS, _DOWN = 0, 1


def as_scanned(pixels: numpy.ndarray) -> numpy.ndarray:
    """A grey page (height, width) evenly lit, its ruled lines at right angles; one that a scanner made stays as it is.

    What the ruled lines tell is enough: the paper's edges, which people cut off, are not asked for.
    """
    lit = evenly_lit(pixels)
    flat = _inner_part(lit)
    seen = _seen_aslant(lit, flat)
    if seen is None:
        return lit
    upright = cv2.getPerspectiveTransform(seen.astype(numpy.float32), flat.astype(numpy.float32))
    return cv2.warpPerspective(lit, upright, lit.shape[::-1], flags=cv2.INTER_CUBIC, borderValue=255)


def evenly_lit(pixels: numpy.ndarray) -> numpy.ndarray:
    """The page without shadows: each grey level as a share of the paper's about it."""
    scale = _LIGHT_WIDTH / min(pixels.shape)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    around = numpy.ones((_LIGHT_AROUND, _LIGHT_AROUND), numpy.uint8)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, around)
    lightest = grey_levels.percentile(paper, 95)
    filled = paper < _SHADOW_MOST * lightest
    if filled.all() or lightest - grey_levels.percentile(paper[~filled], 5) < _UNEVEN:
        return pixels
    paper = cv2.GaussianBlur(numpy.where(filled, lightest, paper), (0, 0), _LIGHT_SOFT)
    light = cv2.resize(paper, pixels.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(numpy.float32)
    return numpy.clip(pixels * (_WHITE / numpy.maximum(light, 1)), 0, 255).astype(numpy.uint8)


def _inner_part(pixels: numpy.ndarray) -> numpy.ndarray:
    """The corners of the page without its margins, clockwise from the upper left, shape (4, 2)."""
    height, width = pixels.shape
    return (numpy.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * (1 - 2 * _INSET) + _INSET) * (width, height)


def _seen_aslant(pixels: numpy.ndarray, flat: numpy.ndarray) -> numpy.ndarray | None:
    """Where those corners lie in the picture; None for a page that lies flat, or has too few rules to tell.

    Parallel rules seen aslant meet in a point far outside the page.
    """
    middle, size = flat.mean(axis=0), min(pixels.shape)  # about the middle the sums are well conditioned
    rules = (_rules(pixels) - numpy.tile(middle, 2)) / size
    across, down = (rules[_slopes(rules, along) < _SLOPE_MOST] for along in (_ACROSS, _DOWN))
    if min(len(across), len(down)) < _RULES_LEAST:
        return None
    corners = (flat - middle) / size
    (left, top), (right, bottom) = corners[0], corners[2]
    meet_across, meet_down = _meeting_point(across), _meeting_point(down)
    upper, lower = (numpy.cross(meet_across, (0, y, 1)) for y in (top, bottom))
    first, last = (numpy.cross(meet_down, (x, 0, 1)) for x in (left, right))
    if max(_degrees(upper, lower), _degrees(first, last)) < _TURN_LEAST:
        return None
    seen = numpy.array(
        [numpy.cross(one, other) for one, other in ((upper, first), (upper, last), (lower, last), (lower, first))]
    )
    return seen[:, :2] / seen[:, 2:] * size + middle


def _rules(pixels: numpy.ndarray) -> numpy.ndarray:
    """Straight strokes that are long enough to be rules: their ends x, y, x, y, shape (rules, 4)."""
    scale = min(_RULES_WIDTH / min(pixels.shape), 1.0)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector().detect(small)[0]
    rules = numpy.empty((0, 4)) if found is None else found.reshape(-1, 4).astype(numpy.float64)
    length = numpy.hypot(rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1])
    return rules[length > _RULE_LEAST * min(small.shape)] / scale


def _slopes(rules: numpy.ndarray, along: int) -> numpy.ndarray:
    """How far each rule turns from that edge of the picture, as a tangent."""
    run = numpy.abs(rules[:, 2:] - rules[:, :2])
    return run[:, 1 - along] / numpy.maximum(run[:, along], 1e-9)


def _meeting_point(rules: numpy.ndarray) -> numpy.ndarray:
    """Where the rules meet, in homogeneous coordinates: least squares, longer rules counting more, strays left out."""
    ends = [numpy.column_stack([rules[:, at : at + 2], numpy.ones(len(rules))]) for at in (0, 2)]
    lines = numpy.cross(ends[0], ends[1])  # of the length of their rule
    middles, directions = (ends[0] + ends[1]) / 2, ends[1] - ends[0]
    kept = numpy.ones(len(rules), bool)
    for _ in range(_ROUNDS):
        point = numpy.linalg.svd(lines[kept], full_matrices=False)[2][-1]
        towards = point[:2] - point[2] * middles[:, :2]
        cross = towards[:, 0] * directions[:, 1] - towards[:, 1] * directions[:, 0]
        off = numpy.abs(cross) / numpy.maximum(
            numpy.linalg.norm(towards, axis=1) * numpy.linalg.norm(directions, axis=1), 1e-12
        )
        kept = off <= max(_OUTLIERS * float(numpy.median(off)), _TRUE)
    return point


def _degrees(one: numpy.ndarray, other: numpy.ndarray) -> float:
    """The angle between two lines in homogeneous coordinates."""
    turn = abs(one[0] * other[1] - one[1] * other[0]) / (numpy.linalg.norm(one[:2]) * numpy.linalg.norm(other[:2]))
    return float(numpy.degrees(numpy.arcsin(min(turn, 1.0))))
