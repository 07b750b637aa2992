"""What stands where on a page: its ruled tables cell by cell, and the areas of running text around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import repeat

import cv2
import numpy

from cchc.reading.scanning import grey_levels
from cchc.reading.scanning.cell_ocr import ReadCell, as_text, read_headings
from cchc.reading.scanning.cell_pictures import MARGIN, PLAIN, SCALE_DPI, CellPicture, inked_part, shown
from cchc.reading.scanning.page_images import PageImage
from cchc.reading.scanning.straightening import Box, StraightPage, straightened
from cchc.reading.scanning.table_grid import Grid, GridCell, find_grids, ink_of
from cchc.reading.scanning.tesseract import VIETNAMESE, Word, read_words

_PAPER_INCHES = 8.27  # the short side of A4; the page's resolution follows from it
RULES_DPI = 200  # rules are found best at this resolution, noise and all
_SURE = 0.6  # the engine's mean confidence below which a page may lie the wrong way up
_LEGIBLE = 0.9  # and below which its letters may run together
_AS_LEGIBLE = 0.02  # confidence that two ways of showing a page differ by for no reason
_BROADER = 0.01  # inches by which strokes of a black copy are broader than those of print
_HEADING_ROWS = 3  # rows of a table that may be its heading
_TURNS = (2, 1, 3)  # quarter turns tried where the page as it lies is not legible
_AREA_LEAST = 30  # pixels at 200 dpi; a lower strip holds no line
_GRAIN, _DARKER = 1.3, 40  # pixels of blur, and grey levels by which ink is darker than paper
_LETTER_LEAST, _LETTERED = 12, 0.2  # pixels of the smallest letter; share of marks that must be as large
_LETTERS_MOST = 12_000  # on a page
_INK_MOST = 0.2  # share of a page; print with grain of a standard deviation of 40 levels has 0.13, bare noise 0.25
_RIM_DARK, _RIM_LEAST = 100, 20  # grey level, and pixels at 200 dpi: no letter's stroke is so broad
_LOOK_DPI = 100  # at which print is just legible
_STRIPS, _STRIP = (0.15, 0.45, 0.75), 0.12  # shares of a page's height: where it is looked at, and how much of it
_CELLS_LEAST = 12  # of a table; lines of a landscape may cross now and then
_WORD, _WORDS_LEAST = 3, 2  # letters of a word, and words in the strips of a page of print; it has a hundred
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


@dataclass(frozen=True)
class _TextPart:
    """The ink of an area of running text, and the area's top in pixels at 200 dpi."""

    top: int
    ink: CellPicture

    def placed(self, word: Word) -> Word:
        """A word of its picture where it stands on the page, in pixels at 200 dpi."""
        enlarged = SCALE_DPI / RULES_DPI
        aside = self.ink.left - MARGIN, self.ink.top - MARGIN + self.top * enlarged
        left, top, right, bottom = (round((side + aside[at % 2]) / enlarged) for at, side in enumerate(word.box))
        return replace(word, box=(left, top, right, bottom))


@dataclass(frozen=True)
class _Parts:
    """A page taken apart and not read yet: its tables, their cells, and its areas of running text, downwards.

    Of one that `is_noise` nothing is read.
    """

    straight: StraightPage
    grids: tuple[Grid, ...] = ()
    cells: tuple[tuple[TableCell, ...], ...] = ()
    texts: tuple[_TextPart, ...] = ()
    rules: tuple[tuple[int, int, int, int], ...] = ()
    is_noise: bool = False


def lay_out(images: Sequence[PageImage], pool: Executor, may_be_a_view: bool = False) -> list[PageLayout]:
    """Take pages apart, all at once; one that is not legible as it lies, the way up in which it is most so, and with
    thinner strokes where it is more so: of a black copy letters run together.

    `may_be_a_view`: of one without a table a little is looked at first, lest all of a landscape be searched for words.
    """
    best = _lay_out(images, repeat(0), pool, may_be_a_view)
    for quarters in _TURNS:
        unsure = _below(_SURE, best)
        _improve(best, unsure, _lay_out([images[at] for at in unsure], repeat(quarters), pool))
    if unsure := _below(_LEGIBLE, best):
        _show_thinner(best, unsure, images, pool)
    return best


def _show_thinner(layouts: list[PageLayout], unsure: list[int], images: Sequence[PageImage], pool: Executor) -> None:
    """Put the pages of a black copy in their place with thinner strokes: those that are `unsure`, if they are read more
    surely so, and then the others too, for figures are held against each other."""

    def thinner(places: list[int]) -> list[PageLayout]:
        shown = [with_thinner_strokes(images[at]) for at in places]
        return _lay_out(shown, [layouts[at].quarters for at in places], pool)

    if _improve(layouts, unsure, thinner(unsure)):
        others = [at for at in _below(1.0, layouts) if at not in unsure]
        _improve(layouts, others, thinner(others), _AS_LEGIBLE)


def with_thinner_strokes(image: PageImage) -> PageImage:
    """A page whose strokes are as much thinner as those of a black copy are broader than print."""
    width = max(round(_BROADER * min(image.pixels.shape) / _PAPER_INCHES), 1)
    return replace(image, pixels=cv2.dilate(image.pixels, numpy.ones((width, width), numpy.uint8)))


def _below(confidence: float, layouts: list[PageLayout]) -> list[int]:
    """Which pages with words are read less surely."""
    return [at for at, one in enumerate(layouts) if one.confidence < confidence and _has_words(one)]


def _improve(layouts: list[PageLayout], places: list[int], others: list[PageLayout], less: float = 0.0) -> bool:
    """Put what is read more surely in its place, or by no more than so much `less`; whether anything was."""
    pairs = zip(places, others, strict=True)
    better = {at: one for at, one in pairs if one.confidence > layouts[at].confidence - less}
    for at, one in better.items():
        layouts[at] = one
    return bool(better)


def _has_words(layout: PageLayout) -> bool:
    """Whether a page may hold words: lying the wrong way up they are read as others, and not as none."""
    return bool(layout.tables) or any(area.lines for area in layout.texts)


def _lay_out(
    images: Sequence[PageImage], quarters: Iterable[int], pool: Executor, may_be_views: bool = False
) -> list[PageLayout]:
    pages = list(pool.map(_taken_apart, images, quarters))
    if may_be_views:
        pages = [_Parts(page.straight, is_noise=True) if _is_a_view(page) else page for page in pages]
    around = pool.submit(_read_around, pages)
    headings = read_first_rows([page.cells for page in pages])
    return list(map(_layout, pages, headings, around.result()))


def _taken_apart(image: PageImage, quarters: int) -> _Parts:
    straight = straightened(image.page, image.pixels, quarters)
    small = at_dpi(straight, RULES_DPI)
    if (ink_of(small) > 0).mean() > _INK_MOST:  # noise: its thousands of marks would keep the engine busy for minutes
        return _Parts(straight, is_noise=True)
    grids, rules = find_grids(small)
    texts = _texts_around(_without_rules(_without_rim(small), rules), grids)
    return _Parts(straight, tuple(grids), cut_cells(grids, straight), tuple(texts), () if grids else _boxes(rules))


def _is_a_view(page: _Parts) -> bool:
    """True for a page without a table to speak of in whose strips, whichever way up, no words are legible."""
    if page.is_noise or sum(map(len, page.cells)) >= _CELLS_LEAST:
        return page.is_noise
    small = at_dpi(page.straight, _LOOK_DPI)
    return not any(_shows_words(numpy.ascontiguousarray(numpy.rot90(small, turns))) for turns in range(4))


def _shows_words(picture: numpy.ndarray) -> bool:
    height = picture.shape[0]
    strips = [picture[round(top * height) : round((top + _STRIP) * height)] for top in _STRIPS]
    words = [word for own in read_words(strips, VIETNAMESE, _BLOCK) for word in own]
    sure = [word for word in words if word.confidence >= _SURE and sum(map(str.isalpha, word.text)) >= _WORD]
    return len(sure) >= _WORDS_LEAST


def _layout(parts: _Parts, headings: dict[Box, ReadCell], around: list[list[Word]]) -> PageLayout:
    tables = tuple(
        TableArea(grid.box[1], grid, cells, headings) for grid, cells in zip(parts.grids, parts.cells, strict=True)
    )
    texts = tuple(TextArea(text.top, _lines(words)) for text, words in zip(parts.texts, around, strict=True))
    words = tuple(text.placed(word) for text, own in zip(parts.texts, around, strict=True) for word in own)
    probed = list(headings.values()) if headings else [as_text(words)]
    letters = sum(len(reading.text) for reading in probed)
    confidence = sum(reading.confidence * len(reading.text) for reading in probed) / max(letters, 1)
    straight = parts.straight
    open_page = None if parts.grids or parts.is_noise else OpenPage(straight, words, parts.rules)
    return PageLayout(straight.page, straight.quarters, confidence, tables, texts, open_page)


def _lines(words: Sequence[Word]) -> tuple[str, ...]:
    lines: dict[tuple[int, int, int], list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return tuple(" ".join(line) for line in lines.values())


def _boxes(rules: numpy.ndarray) -> tuple[tuple[int, int, int, int], ...]:
    """Left, top, right and bottom of each rule."""
    count, _, boxes, _ = cv2.connectedComponentsWithStats(rules)
    return tuple((left, top, left + wide, top + high) for left, top, wide, high, _ in boxes[1:count].tolist())


def at_dpi(straight: StraightPage, dpi: int) -> numpy.ndarray:
    """A page's picture at another resolution."""
    return _resized(straight.pixels, dpi * _PAPER_INCHES / min(straight.pixels.shape))


def cut_cells(grids: Sequence[Grid], straight: StraightPage) -> tuple[tuple[TableCell, ...], ...]:
    """The cells of each table found at 200 dpi, with their ink."""
    large, enlarged = at_dpi(straight, SCALE_DPI), SCALE_DPI / RULES_DPI
    scale = min(straight.pixels.shape) / _PAPER_INCHES / RULES_DPI

    def cut(grid: Grid, cell: GridCell) -> TableCell:
        left, top, right, bottom = (round(side * enlarged) for side in cell.box)
        box = straight.on_scan(tuple(side * scale for side in cell.box))
        return TableCell(cell, box, inked_part(large[top:bottom, left:right], _is_crossed(cell, grid)))

    return tuple(tuple(cut(grid, cell) for cell in grid.cells) for grid in grids)


def _is_crossed(cell: GridCell, grid: Grid) -> bool:
    """Whether a stroke that is no rule may lie in a cell."""
    left, top, right, bottom = cell.box
    return any(a < right and b < bottom and c > left and d > top for a, b, c, d in grid.strokes)


def read_first_rows(pages: Sequence[Sequence[tuple[TableCell, ...]]]) -> list[dict[Box, ReadCell]]:
    """Of each page the cells of the first rows of its tables, by their boxes: they may be headings, and show which
    way up the page is."""
    pictures = [
        {
            cell.box: cell.picture
            for table in tables
            for cell in table
            if cell.grid.row < _HEADING_ROWS and cell.picture is not None
        }
        for tables in pages
    ]
    readings = iter(read_headings([picture for own in pictures for picture in own.values()]))
    return [{box: next(readings) for box in own} for own in pictures]


def _resized(pixels: numpy.ndarray, scale: float) -> numpy.ndarray:
    if abs(scale - 1) < 0.02:
        return pixels
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=method)


def _texts_around(page: numpy.ndarray, grids: Sequence[Grid]) -> Iterator[_TextPart]:
    """The areas with letters above, between and below the tables of a page without its rules."""
    tops = [0, *(grid.box[3] for grid in grids)]
    bottoms = [*(grid.box[1] for grid in grids), page.shape[0]]
    for top, bottom in zip(tops, bottoms, strict=True):
        area = page[top:bottom]
        if bottom - top < _AREA_LEAST or not _has_letters(area):
            continue
        part = inked_part(_resized(area, SCALE_DPI / RULES_DPI))
        if part is not None:
            yield _TextPart(top, part)


def _read_around(pages: Sequence[_Parts]) -> list[list[list[Word]]]:
    """The words of each area of running text of each page; a page without tables may have several columns of it."""
    words = {}
    for has_tables, layout in ((True, _BLOCK), (False, _PAGE)):
        own = [text for page in pages if bool(page.grids) is has_tables for text in page.texts]
        words[has_tables] = iter(read_words([shown(text.ink, PLAIN) for text in own], VIETNAMESE, layout))
    return [[next(words[bool(page.grids)]) for _ in page.texts] for page in pages]


def _has_letters(area: numpy.ndarray) -> bool:
    """True if the ink is in marks as large as letters; grain without letters would keep the engine busy for minutes."""
    soft = cv2.GaussianBlur(area, (0, 0), _GRAIN)
    ink = soft < grey_levels.median(soft) - _DARKER
    count, _, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(numpy.uint8))
    letters = int((boxes[1:count, cv2.CC_STAT_AREA] >= _LETTER_LEAST).sum())
    return _LETTERED * (count - 1) <= letters <= _LETTERS_MOST and letters > 0


def _without_rules(small: numpy.ndarray, rules: numpy.ndarray) -> numpy.ndarray:
    paper = int(grey_levels.median(small))
    thick = cv2.dilate(rules, numpy.ones((3, 3), numpy.uint8))
    return numpy.where(thick > 0, numpy.uint8(paper), small)


def _without_rim(small: numpy.ndarray) -> numpy.ndarray:
    """A page without what is dark and broad along its edges, as under an open lid: the engine would search it long."""
    dark = (small < _RIM_DARK).astype(numpy.uint8)
    broad = cv2.morphologyEx(dark, cv2.MORPH_OPEN, numpy.ones((_RIM_LEAST, _RIM_LEAST), numpy.uint8))
    _, parts, boxes, _ = cv2.connectedComponentsWithStats(broad)
    height, width = small.shape
    rim = [
        part
        for part, (left, top, wide, high, _) in enumerate(boxes.tolist())
        if part and min(left, top, width - left - wide, height - top - high) < _RIM_LEAST
    ]
    if not rim:
        return small
    thick = cv2.dilate(numpy.isin(parts, rim).astype(numpy.uint8), numpy.ones((_RIM_LEAST, _RIM_LEAST), numpy.uint8))
    return numpy.where(thick > 0, numpy.uint8(grey_levels.median(small)), small)
