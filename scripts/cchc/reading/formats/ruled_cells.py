"""The cells that ruled lines make on a page, lines at the ends and sides of a table left out as many print it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from cchc.reading.page_words import Box, Rule

TOLERANCE = 3.0  # points within which ruled lines meet
_OPEN_LEAST = 3  # so many lines that end at one place without one across them end an open row or column

_Edge = dict[str, Any]  # of pdfplumber


def ruled_tables(rules: Sequence[Rule]) -> list[list[Box]]:
    """The ruled tables of a page from its top, each as its cells: left, top, right, bottom."""
    edges = [_edge(rule.left, rule.right, rule.top, rule.bottom, is_level=rule.is_level) for rule in rules]
    if not edges:
        return []
    merged = merge_edges(edges, TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    upright = [edge for edge in merged if edge["orientation"] == "v"]
    level = [edge for edge in merged if edge["orientation"] == "h"]
    level = [*level, *_missing_ends(upright, level)]
    upright = [*upright, *_missing_sides(upright, level)]
    cells = intersections_to_cells(edges_to_intersections(upright + level, TOLERANCE, TOLERANCE))
    return sorted(cells_to_tables(cells), key=lambda table: min(cell[1] for cell in table))


def _edge(left: float, right: float, top: float, bottom: float, *, is_level: bool) -> _Edge:
    return {"x0": left, "x1": right, "top": top, "bottom": bottom, "doctop": top, "width": right - left,
            "height": bottom - top, "orientation": "h" if is_level else "v"}  # fmt: skip


def _missing_ends(upright: list[_Edge], level: list[_Edge]) -> list[_Edge]:
    """The level lines that are missing where several upright ones end: a row that a page's end cuts is open."""
    found: list[_Edge] = []
    for end in ("top", "bottom"):
        for place in sorted({edge[end] for edge in upright}):
            ending = [edge for edge in upright if abs(edge[end] - place) <= TOLERANCE]
            if any(abs(edge["top"] - place) <= TOLERANCE for edge in (*level, *found)):
                continue
            met = [edge for edge in level if any(_meet(edge, one) for one in ending)]
            left, right = min(edge["x0"] for edge in (*ending, *met)), max(edge["x1"] for edge in (*ending, *met))
            open_sides = sum(all(abs(edge["x0"] - side) > TOLERANCE for edge in ending) for side in (left, right))
            if len(ending) + open_sides >= _OPEN_LEAST:
                found.append(_edge(left, right, place, place, is_level=True))
    return found


def _missing_sides(upright: list[_Edge], level: list[_Edge]) -> list[_Edge]:
    """The upright lines that are missing at a table's sides: where several level ones end, between each two of them
    that another upright one crosses."""
    found: list[_Edge] = []
    for side in ("x0", "x1"):
        for place in sorted({edge[side] for edge in level}):
            ending = [edge for edge in level if abs(edge[side] - place) <= TOLERANCE]
            if len(ending) < _OPEN_LEAST:
                continue
            for one, other in pairwise(sorted(ending, key=lambda edge: edge["top"])):
                joining = [edge for edge in (*upright, *found) if _meet(one, edge) and _meet(other, edge)]
                is_open = all(abs(edge["x0"] - place) > TOLERANCE for edge in joining)
                if is_open and any(_crosses(edge, one) and _crosses(edge, other) for edge in joining):
                    found.append(_edge(place, place, one["top"], other["top"], is_level=False))
    return found


def _meet(level: _Edge, upright: _Edge) -> bool:
    return (
        level["x0"] - TOLERANCE <= upright["x0"] <= level["x1"] + TOLERANCE
        and upright["top"] - TOLERANCE <= level["top"] <= upright["bottom"] + TOLERANCE
    )


def _crosses(upright: _Edge, level: _Edge) -> bool:
    """True for an upright line that meets a level one between its ends."""
    return level["x0"] + TOLERANCE < upright["x0"] < level["x1"] - TOLERANCE
