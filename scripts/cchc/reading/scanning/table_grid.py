"""The ruled table of a page: its cells, found by their lines, merged ones as one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy

from cchc.reading.scanning import grey_levels
from cchc.reading.scanning.strange_strokes import without_strange_strokes

_RULE_LEAST = 45  # pixels at 200 dpi; longer than the strokes of letters
_DASHED_LEAST, _DASH_THICK, _DASH_APART = 250, 7, 13  # pixels: a dashed rule's length, what is too thick, its gaps
_GAP_MOST = 15  # pixels of a rule that may be missing
_ROW_APART, _COLUMN_APART = 12, 16  # pixels; rules nearer than this are one
_WALL = 0.5  # share of an edge that must be ruled to part two cells
_PARTS = 0.15  # share of the table's width or height that a rule parts at least
_WIDTH_LEAST, _HEIGHT_LEAST = 0.35, 0.03  # of the page
_CELLS_LEAST = 4
_USUAL, _PALE = 0.75, 0.4  # the share of all rules that is no darker than usual; rules paler than that share of it go


@dataclass(frozen=True)
class GridCell:
    """A cell: the first row and column it covers, how many of each, and its box (left, top, right, bottom)."""

    row: int
    column: int
    rows: int
    columns: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Grid:
    """A ruled table: positions of its vertical rules, number of rows, its cells in reading order, and its box; and the
    boxes of straight strokes of the page that are none of its rules."""

    verticals: tuple[int, ...]
    row_count: int
    cells: tuple[GridCell, ...]
    box: tuple[int, int, int, int]
    strokes: tuple[tuple[int, int, int, int], ...] = ()


def find_grids(page: numpy.ndarray) -> tuple[list[Grid], numpy.ndarray]:
    """Tables of a grey page of about 200 dpi, from top to bottom; and the ink of all rules (255), for wiping."""
    ink = ink_of(page)
    solid = _without_pale(page, *(_rules(ink, horizontal=one) for one in (True, False)))
    grids = _grids(*solid)
    if not grids:
        dashed = [_dashed_rules(ink, horizontal=one) for one in (True, False)]
        grids = _grids(*dashed)
        if grids:
            return grids, cv2.bitwise_or(*dashed)
    return grids, cv2.bitwise_or(*solid)


def ink_of(page: numpy.ndarray) -> numpy.ndarray:
    """What is darker than the paper around it, 255, on a grey page of about 200 dpi."""
    soft = cv2.GaussianBlur(page, (3, 3), 0)
    return cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)


def _grids(level: numpy.ndarray, upright: numpy.ndarray) -> list[Grid]:
    level, upright, strokes = without_strange_strokes(level, upright)
    rules = cv2.bitwise_or(level, upright)
    height, width = rules.shape
    grids = []
    for left, top, wide, high in _boxes(cv2.dilate(rules, numpy.ones((7, 7), numpy.uint8))):
        if wide >= _WIDTH_LEAST * width and high >= _HEIGHT_LEAST * height:
            grid = _grid(level, upright, (left, top, left + wide, top + high))
            if len(grid.cells) >= _CELLS_LEAST and len(grid.verticals) > 2:
                grids.append(replace(grid, strokes=strokes))
    grids = [grid for grid in grids if not any(_inside(grid.box, other.box) for other in grids)]
    return sorted(grids, key=lambda grid: grid.box[1])


def _boxes(ink: numpy.ndarray) -> list[tuple[int, int, int, int]]:
    """The left, top, width and height of each piece of ink that hangs together, though it lies within another."""
    outlines, nested = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    holes_of = nested[0][:, 3] if outlines else ()
    return [cv2.boundingRect(one) for one, hole_of in zip(outlines, holes_of, strict=True) if hole_of < 0]


def _without_pale(page: numpy.ndarray, *directions: numpy.ndarray) -> list[numpy.ndarray]:
    """The rules without those far paler than most: they shine through from the back of the sheet."""
    paper = grey_levels.median(page)
    depth = paper - cv2.erode(page, numpy.ones((3, 3), numpy.uint8)).astype(numpy.float32)
    on = [numpy.flatnonzero(rules) for rules in directions]
    labelled = [cv2.connectedComponents(rules, ltype=cv2.CV_16U) for rules in directions]
    owners = [labels.ravel()[places] for (_, labels), places in zip(labelled, on, strict=True)]
    darkness = []
    for (count, _), own, places in zip(labelled, owners, on, strict=True):
        weight = numpy.bincount(own, minlength=count)
        level = numpy.bincount(own, depth.ravel()[places], count)
        darkness.append((level / numpy.maximum(weight, 1), weight))
    values, weights = (numpy.concatenate([one[at] for one in darkness]) for at in (0, 1))
    order = numpy.argsort(values)
    reached = numpy.cumsum(weights[order]) >= _USUAL * weights.sum()
    usual = float(values[order][reached.argmax()]) if weights.sum() else 0.0
    kept = []
    for rules, own, places, (level, _) in zip(directions, owners, on, darkness, strict=True):
        dark = numpy.zeros_like(rules)
        dark.ravel()[places[(level >= _PALE * usual)[own]]] = 255
        kept.append(dark)
    return kept


def _inside(inner, outer) -> bool:
    return inner != outer and all(
        inside >= outside if at < 2 else inside <= outside
        for at, (inside, outside) in enumerate(zip(inner, outer, strict=True))
    )


def _rules(ink: numpy.ndarray, horizontal: bool) -> numpy.ndarray:
    """Ink of straight rules in one direction: thickened so that a slight slope does not break them, gaps closed."""

    def bar(along: int, across: int) -> numpy.ndarray:
        return numpy.ones((across, along) if horizontal else (along, across), numpy.uint8)

    thick = cv2.dilate(ink, bar(1, 3))
    found = cv2.morphologyEx(thick, cv2.MORPH_OPEN, bar(_RULE_LEAST, 1))
    return cv2.morphologyEx(found, cv2.MORPH_CLOSE, bar(_GAP_MOST, 1))


def _dashed_rules(ink: numpy.ndarray, horizontal: bool) -> numpy.ndarray:
    """Ink of long straight rules of thin dashes or dots; only where a page has no others, for letters may form some."""

    def bar(along: int, across: int) -> numpy.ndarray:
        return numpy.ones((across, along) if horizontal else (along, across), numpy.uint8)

    thin = cv2.bitwise_and(ink, cv2.bitwise_not(cv2.morphologyEx(ink, cv2.MORPH_OPEN, bar(1, _DASH_THICK))))
    thick = cv2.dilate(thin, bar(1, 3))
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, bar(_DASH_APART, 1))
    return cv2.morphologyEx(joined, cv2.MORPH_OPEN, bar(_DASHED_LEAST, 1))


def _grid(level: numpy.ndarray, upright: numpy.ndarray, box: tuple[int, int, int, int]) -> Grid:
    left, top, right, bottom = box
    level, upright = level[top:bottom, left:right], upright[top:bottom, left:right]
    ys = _positions(level, axis=0, length=bottom - top, apart=_ROW_APART)
    xs = _positions(upright, axis=1, length=right - left, apart=_COLUMN_APART)
    xs, ys = _parting_columns(xs, ys, upright), _parting_rows(xs, ys, level)
    cells = _cells(xs, ys, level, upright)
    moved = [replace(cell, box=tuple(side + (left, top)[at % 2] for at, side in enumerate(cell.box))) for cell in cells]
    return Grid(tuple(x + left for x in xs), len(ys) - 1, tuple(moved), box)


def _positions(rules: numpy.ndarray, axis: int, length: int, apart: int) -> list[int]:
    """Where rules of one direction lie, with the table's own two borders."""
    count, _, boxes, centers = cv2.connectedComponentsWithStats(rules, ltype=cv2.CV_16U)
    found = sorted(
        (float(centers[at][1 - axis]), int(boxes[at][cv2.CC_STAT_WIDTH if axis == 0 else cv2.CC_STAT_HEIGHT]))
        for at in range(1, count)
    )
    groups: list[list[tuple[float, int]]] = []
    for place, weight in found:
        if groups and place - groups[-1][-1][0] <= apart:
            groups[-1].append((place, weight))
        else:
            groups.append([(place, weight)])
    places = [round(sum(p * w for p, w in group) / sum(w for _, w in group)) for group in groups]
    if not places or places[0] > apart * 2:
        places.insert(0, 0)
    if places[-1] < length - 1 - apart * 2:
        places.append(length - 1)
    return places


def _parting_columns(xs: list[int], ys: list[int], upright: numpy.ndarray) -> list[int]:
    """Without the verticals that part hardly a row: strokes of large letters, the arcs of a stamp."""
    rows = list(pairwise(ys))
    ruled = [sum(bottom - top for top, bottom in rows if _is_wall(upright, x, x, top, bottom)) for x in xs[1:-1]]
    return [xs[0], *(x for x, high in zip(xs[1:-1], ruled, strict=True) if high >= _PARTS * (ys[-1] - ys[0])), xs[-1]]


def _parting_rows(xs: list[int], ys: list[int], level: numpy.ndarray) -> list[int]:
    """Without the horizontals that part hardly a column: lines of dense text, the arcs of a stamp."""
    columns = list(pairwise(xs))
    ruled = [sum(right - left for left, right in columns if _is_wall(level, left, right, y, y)) for y in ys[1:-1]]
    return [ys[0], *(y for y, wide in zip(ys[1:-1], ruled, strict=True) if wide >= _PARTS * (xs[-1] - xs[0])), ys[-1]]


def _is_wall(rules: numpy.ndarray, left: int, right: int, top: int, bottom: int) -> bool:
    """True if a rule runs along the edge from (left, top) to (right, bottom)."""
    if left == right:
        strip = rules[top:bottom, max(left - _COLUMN_APART // 2, 0) : left + _COLUMN_APART // 2]
        ruled = strip.any(axis=1)
    else:
        strip = rules[max(top - _ROW_APART // 2, 0) : top + _ROW_APART // 2, left:right]
        ruled = strip.any(axis=0)
    return bool(ruled.size) and float(ruled.mean()) >= _WALL


def _cells(xs: list[int], ys: list[int], level: numpy.ndarray, upright: numpy.ndarray) -> list[GridCell]:
    """Join grid squares that no rule parts; what is joined is one cell at its first row and column."""
    wide, high = len(xs) - 1, len(ys) - 1
    owner = list(range(wide * high))

    def find(at: int) -> int:
        while owner[at] != at:
            at = owner[at]
        return at

    for row in range(high):
        for column in range(wide):
            at = row * wide + column
            if column + 1 < wide and not _is_wall(upright, xs[column + 1], xs[column + 1], ys[row], ys[row + 1]):
                owner[max(find(at), find(at + 1))] = min(find(at), find(at + 1))
            if row + 1 < high and not _is_wall(level, xs[column], xs[column + 1], ys[row + 1], ys[row + 1]):
                owner[max(find(at), find(at + wide))] = min(find(at), find(at + wide))
    joined: dict[int, list[int]] = {}
    for at in range(wide * high):
        joined.setdefault(find(at), []).append(at)
    cells = []
    for squares in joined.values():
        rows, columns = [at // wide for at in squares], [at % wide for at in squares]
        box = (xs[min(columns)], ys[min(rows)], xs[max(columns) + 1], ys[max(rows) + 1])
        spans = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
        cells.append(GridCell(min(rows), min(columns), *spans, box))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))
