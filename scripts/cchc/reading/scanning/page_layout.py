"""What stands where on a page: its ruled tables cell by cell, and the areas of running text around them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy

from cchc.reading.scanning.cell_ocr import ReadCell, as_text, read_headings
from cchc.reading.scanning.cell_pictures import MARGIN, PLAIN, SCALE_DPI, CellPicture, inked_part, shown
from cchc.reading.scanning.page_images import PageImage
from cchc.reading.scanning.straightening import Box, StraightPage, straightened
from cchc.reading.scanning.table_grid import Grid, GridCell, find_grids, ink_of
from cchc.reading.scanning.tesseract import VIETNAMESE, Word, read_words

_PAPER_INCHES = 8.27  # the short side of A4; the page's resolution follows from it
RULES_DPI = 200  # rules are found best at this resolution, noise and all
_SURE = 0.6  # the engine's mean confidence below which a page may lie the wrong way up
_HEADING_ROWS = 3  # rows of a table that may be its heading
_TURNS = (2, 1, 3)  # quarter turns tried where the page as it lies is not legible
_AREA_LEAST = 30  # pixels at 200 dpi; a lower strip holds no line
_GRAIN, _DARKER = 1.3, 40  # pixels of blur, and grey levels by which ink is darker than paper
_LETTER_LEAST, _LETTERED = 12, 0.2  # pixels of the smallest letter; share of marks that must be as large
_LETTERS_MOST = 12_000  # on a page
_INK_MOST = 0.2  # share of a page; print with grain of a standard deviation of 40 levels has 0.13, bare noise 0.25
_PAGE, _BLOCK = 3, 6  # tesseract's page segmentation modes


@dataclass(frozen=True)
class TableCell:
    """A cell of a table: its place in the grid, its box on the scan, and its ink, None for a blank."""

    grid: GridCell
    box: Box
    picture: CellPicture | None


@dataclass(frozen=True)
class TableArea:
    """A table of a page and its top in pixels at 200 dpi; `read` has the cells that were read, by their boxes.

    Where it is not ruled, gaps between words part its cells.
    """

    top: int
    grid: Grid
    cells: tuple[TableCell, ...]
    read: dict[Box, ReadCell]
    is_ruled: bool = True


@dataclass(frozen=True)
class TextArea:
    """Lines of running text and the top of their area in pixels at 200 dpi."""

    top: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class OpenPage:
    """A page without a ruled table: its picture, its words and its level rules (boxes in pixels at 200 dpi)."""

    straight: StraightPage
    words: tuple[Word, ...]
    rules: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class PageLayout:
    """A page taken apart. `confidence` is the engine's (0-1) on what was probed; `quarters` how it had to be turned.

    Of a page without a ruled table, what stands on it, should its columns show by their gaps alone.
    """

    page: int
    quarters: int
    confidence: float
    tables: tuple[TableArea, ...]
    texts: tuple[TextArea, ...]
    open: OpenPage | None = None


def lay_out(image: PageImage) -> PageLayout:
    """Take a page apart; where it is not legible as it lies, the way up in which it is most so."""
    best = _lay_out(image, 0)
    if best.confidence < _SURE and (best.tables or best.texts):
        for quarters in _TURNS:
            other = _lay_out(image, quarters)
            best = max(best, other, key=lambda one: one.confidence)
            if best.confidence >= _SURE:
                break
    return best


def _lay_out(image: PageImage, quarters: int) -> PageLayout:
    straight = straightened(image.page, image.pixels, quarters)
    small = at_dpi(straight, RULES_DPI)
    if (ink_of(small) > 0).mean() > _INK_MOST:  # noise: its thousands of marks would keep the engine busy for minutes
        return PageLayout(image.page, quarters, 0.0, (), ())
    grids, rules = find_grids(small)
    areas = [cut_cells(grid, straight) for grid in grids]
    headings = read_first_rows(areas)
    tables = tuple(TableArea(grid.box[1], grid, cells, headings) for grid, cells in zip(grids, areas, strict=True))
    texts, words = _read_around(_without_rules(small, rules), grids)
    probed = list(headings.values()) if headings else [as_text(words)]
    letters = sum(len(reading.text) for reading in probed)
    confidence = sum(reading.confidence * len(reading.text) for reading in probed) / max(letters, 1)
    open_page = None if grids else OpenPage(straight, tuple(words), _boxes(rules))
    return PageLayout(image.page, quarters, confidence, tables, tuple(texts), open_page)


def _boxes(rules: numpy.ndarray) -> tuple[tuple[int, int, int, int], ...]:
    """Left, top, right and bottom of each rule."""
    count, _, boxes, _ = cv2.connectedComponentsWithStats(rules)
    return tuple((left, top, left + wide, top + high) for left, top, wide, high, _ in boxes[1:count].tolist())


def at_dpi(straight: StraightPage, dpi: int) -> numpy.ndarray:
    """A page's picture at another resolution."""
    return _resized(straight.pixels, dpi * _PAPER_INCHES / min(straight.pixels.shape))


def cut_cells(grid: Grid, straight: StraightPage) -> tuple[TableCell, ...]:
    """The cells of a table found at 200 dpi, with their ink."""
    large, enlarged = at_dpi(straight, SCALE_DPI), SCALE_DPI / RULES_DPI
    scale = min(straight.pixels.shape) / _PAPER_INCHES / RULES_DPI
    cells = []
    for cell in grid.cells:
        left, top, right, bottom = (round(side * enlarged) for side in cell.box)
        box = straight.on_scan(tuple(side * scale for side in cell.box))
        cells.append(TableCell(cell, box, inked_part(large[top:bottom, left:right])))
    return tuple(cells)


def read_first_rows(areas: list[tuple[TableCell, ...]]) -> dict[Box, ReadCell]:
    """Cells of the first rows of each table, by their boxes: they may be headings, and show which way up a page is."""
    first = (cell for area in areas for cell in area if cell.grid.row < _HEADING_ROWS)
    pictures = {cell.box: cell.picture for cell in first if cell.picture is not None}
    return dict(zip(pictures, read_headings(list(pictures.values())), strict=True))


def _resized(pixels: numpy.ndarray, scale: float) -> numpy.ndarray:
    if abs(scale - 1) < 0.02:
        return pixels
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=method)


def _read_around(page: numpy.ndarray, grids: list[Grid]) -> tuple[list[TextArea], list[Word]]:
    """Running text above, between and below the tables of a page without its rules; and all its words, placed."""
    tops = [0, *(grid.box[3] for grid in grids)]
    bottoms = [*(grid.box[1] for grid in grids), page.shape[0]]
    areas, found = [], []
    for top, bottom in zip(tops, bottoms, strict=True):
        area = page[top:bottom]
        if bottom - top < _AREA_LEAST or not _has_letters(area):
            continue
        enlarged = SCALE_DPI / RULES_DPI
        part = inked_part(_resized(area, enlarged))
        if part is None:
            continue
        picture = shown(part, PLAIN)
        words = read_words([picture], VIETNAMESE, _BLOCK if grids else _PAGE)[0]
        lines: dict[tuple[int, int, int], list[str]] = {}
        for word in words:
            lines.setdefault(word.line, []).append(word.text)
        areas.append(TextArea(top, tuple(" ".join(line) for line in lines.values())))
        aside = part.left - MARGIN, part.top - MARGIN + top * enlarged
        found += [replace(word, box=_moved(word.box, aside, 1 / enlarged)) for word in words]
    return areas, found


def _moved(box: tuple[int, int, int, int], aside: tuple[float, float], scale: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round((side + aside[at % 2]) * scale) for at, side in enumerate(box))
    return left, top, right, bottom


def _has_letters(area: numpy.ndarray) -> bool:
    """True if the ink is in marks as large as letters; grain without letters would keep the engine busy for minutes."""
    soft = cv2.GaussianBlur(area, (0, 0), _GRAIN)
    ink = soft < numpy.median(soft) - _DARKER
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(numpy.uint8))
    letters = int((boxes[1:count, cv2.CC_STAT_AREA] >= _LETTER_LEAST).sum())
    return _LETTERED * (count - 1) <= letters <= _LETTERS_MOST and letters > 0


def _without_rules(small: numpy.ndarray, rules: numpy.ndarray) -> numpy.ndarray:
    paper = int(numpy.median(small))
    thick = cv2.dilate(rules, numpy.ones((3, 3), numpy.uint8))
    return numpy.where(thick > 0, numpy.uint8(paper), small)
