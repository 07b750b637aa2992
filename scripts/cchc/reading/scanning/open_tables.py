"""Tables without upright rules on scans: columns by the gaps between words, then cell by cell as any other."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

import cv2
import numpy

from cchc.reading import page_words
from cchc.reading.scanning.cell_ocr import NOT_READ
from cchc.reading.scanning.page_layout import (
    RULES_DPI,
    OpenPage,
    PageLayout,
    TableArea,
    TextArea,
    at_dpi,
    cut_cells,
    read_first_rows,
)
from cchc.reading.scanning.table_grid import Grid, GridCell
from cchc.reading.scanning.tesseract import Word
from cchc.reading.table.unruled_tables import AlignedTable, find_aligned_table

_POINTS = 72 / RULES_DPI  # in a pixel
_ASIDE_MOST = 24  # pixels by which a page may lie aside from the one with the heading
_BEYOND = 12  # pixels around the words of a table
_NEAR = 4  # pixels around words and rules that are not looked at
_LETTER_HIGH = (12, 60)  # pixels
_DARKER = 40  # grey levels by which ink is darker than paper


def with_open_tables(layouts: list[PageLayout]) -> list[PageLayout]:
    """The pages with the table that starts under the first words naming columns; as they are where none do."""
    opened = [(layout, layout.open) for layout in layouts if layout.open is not None]
    seen = [_as_pdf_page(layout.page, page) for layout, page in opened]
    found = find_aligned_table(seen) if len(seen) == len(layouts) else None
    if found is None:
        return layouts
    result = layouts[: found.page]
    for at, ((layout, page), lines) in enumerate(zip(opened[found.page :], found.lines, strict=True)):
        texts = (TextArea(0, tuple(map(page_words.text_of, found.above))),) if at == 0 else ()
        tables = (_table(page, at, found),) if lines else ()
        result.append(replace(layout, tables=tables, texts=texts, open=None))
    return result


def _as_pdf_page(number: int, page: OpenPage) -> page_words.Page:
    """What stands on the page in points: words, ink that was not read as one, and level rules."""
    small = at_dpi(page.straight, RULES_DPI)
    height, width = (side * _POINTS for side in small.shape)
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for word in page.words:
        lines.setdefault(word.line, []).append(word)
    words = [placed for line in lines.values() for placed in _level(line)]
    words += [_word(NOT_READ, left, right, top, bottom) for left, top, right, bottom in _unread(small, page)]
    rules = tuple(
        page_words.Rule(left * _POINTS, right * _POINTS, (top + bottom) / 2 * _POINTS, (top + bottom) / 2 * _POINTS)
        for left, top, right, bottom in page.rules
        if right - left > bottom - top
    )
    return page_words.Page(number, width, height, tuple(words), rules, 1.0, 0.0, 0)


def _level(line: list[Word]) -> list[page_words.Word]:
    """Words of a line on one baseline, as high as most: marks above and below letters make their boxes uneven."""
    top, bottom = (median(word.box[side] for word in line) for side in (1, 3))
    return [_word(word.text, word.box[0], word.box[2], top, bottom) for word in line]


def _word(text: str, left: float, right: float, top: float, bottom: float) -> page_words.Word:
    left, right, top, bottom = (side * _POINTS for side in (left, right, top, bottom))
    return page_words.Word(text, left, right, top, bottom, bottom)


def _unread(small: numpy.ndarray, page: OpenPage) -> list[tuple[int, int, int, int]]:
    """Boxes of ink as large as letters where no word was read: the engine passes over lone figures."""
    ink = (small < numpy.median(small) - _DARKER).astype(numpy.uint8)
    for left, top, right, bottom in [*page.rules, *(word.box for word in page.words)]:
        ink[max(top - _NEAR, 0) : bottom + _NEAR, max(left - _NEAR, 0) : right + _NEAR] = 0
    count, _, boxes, _ = cv2.connectedComponentsWithStats(cv2.dilate(ink, numpy.ones((1, 2 * _NEAR), numpy.uint8)))
    return [
        (left, top, left + wide, top + high)
        for left, top, wide, high, area in boxes[1:count].tolist()
        if _LETTER_HIGH[0] <= high <= _LETTER_HIGH[1] and area >= _LETTER_HIGH[0] ** 2
    ]


def _table(page: OpenPage, at: int, found: AlignedTable) -> TableArea:
    """The part of the table on its page `at`, as if rules ran between its columns and rows."""
    small = at_dpi(page.straight, RULES_DPI)
    words = [word for line in found.lines[at] for word in line]
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    inner = [edge for edge in found.row_edges(at) if top < edge < bottom]
    ys = [round(y / _POINTS) for y in (top, *inner, bottom)]
    ys[0], ys[-1] = max(ys[0] - _BEYOND, 0), min(ys[-1] + _BEYOND, small.shape[0] - 1)
    ink = (small[ys[0] : ys[-1]] < numpy.median(small) - _DARKER).sum(axis=0)
    edges = [_gap_near(ink, round(edge / _POINTS)) for edge in found.edges]
    inked = numpy.flatnonzero(cv2.blur(ink.astype(numpy.float32), (1, 5)).ravel() > 1)
    xs = [max(min(inked[0], edges[0]) - _BEYOND, 0), *edges, min(max(inked[-1], edges[-1]) + _BEYOND, len(ink) - 1)]
    cells = tuple(
        GridCell(row, column, 1, 1, (left, upper, right, lower))
        for row, (upper, lower) in enumerate(pairwise(ys))
        for column, (left, right) in enumerate(pairwise(map(int, xs)))
    )
    grid = Grid(tuple(map(int, xs)), len(ys) - 1, cells, (int(xs[0]), ys[0], int(xs[-1]), ys[-1]))
    tables = cut_cells([grid], page.straight)
    return TableArea(ys[0], grid, tables[0], read_first_rows([tables])[0], is_ruled=False)


def _gap_near(ink: numpy.ndarray, edge: int) -> int:
    """The middle of the clearest gap near an edge: the page may lie a little aside."""
    start = max(edge - _ASIDE_MOST, 0)
    near = ink[start : edge + _ASIDE_MOST + 1]
    clear = numpy.flatnonzero(near == near.min()) + start
    runs = numpy.split(clear, numpy.flatnonzero(numpy.diff(clear) > 1) + 1)
    widest = max(runs, key=lambda run: (len(run), -abs(run.mean() - edge)))
    return round(float(widest.mean()))
