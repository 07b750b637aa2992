"""PDF files with text: tables by their ruled lines, or by the gaps between columns where they have none.

A file with a page that has no text, or text that cannot be trusted, is read as a scan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy

from cchc.errors import CchcError
from cchc.reading.documents import Document, Line, TableRow
from cchc.reading.formats.declaring import Format
from cchc.reading.formats.pdf_drawing import Thing
from cchc.reading.formats.pdf_pages import read_pages
from cchc.reading.formats.ruled_cells import TOLERANCE, ruled_tables
from cchc.reading.formats.sheets import pages_of_sheets
from cchc.reading.formats.wide_pages import pages_joined
from cchc.reading.page_words import Page, Word, cell_of_words, is_page_number, lines_of, text_of
from cchc.reading.pieces import THING, Piece, cell_of
from cchc.reading.table.column_headings import find_heading, is_headed
from cchc.reading.table.known_labels import labels_found
from cchc.reading.table.merged_columns import SpanCell, by_column, usual_columns
from cchc.reading.table.report_tables import Table, document_of, last_table
from cchc.reading.table.unruled_tables import aligned_parts

FORMAT = Format(suffixes=(".pdf",), has_pages=True)  # nobody knows whether it was typed or scanned
_LARGER_MOST = 3.0  # times the size of a cell that a picture in it may have
_REACHES_OVER = 2.0  # points by which a word may reach over its cell's edge
_FORM_ROWS = 100  # so many labels of the form in ruled tables, and no others are looked for
_RULED_ROWS = 8  # so many ruled rows under a heading are a form's table
_ROW_LINES = 10  # a cell with more lines is no row's, but that of a frame around many
_BETWEEN_MOST = 2  # lines of page head and foot between two parts of one table
_LETTERS_LEAST = 100  # letters that a page's language is judged by
_VIETNAMESE_LEAST = 0.08  # share of letters that only Vietnamese has: in its text 0.25, without diacritics 0
_BROKEN_MOST = 0.02  # share of letters without meaning, or lying or upside down
_PICTURE_PAGE, _PICTURE = 0.8, 0.02  # share of a page that a picture covers if the page is one; if it has one
_DRAWN_LETTERS = 300  # so many shapes without text are letters that were turned into drawings
_OWN_LETTERS = set("ăđĩũơưĂĐĨŨƠƯ")


def read(path: Path) -> Document:
    """Read a PDF; numbers count its lines and rows. Raises CchcError if it cannot be read."""
    pages = []
    for page in read_pages(path):
        if _is_scan(page):
            return _read_as_scan(path, page.number)
        pages.append(page)
    pages = pages_of_sheets(pages)
    parts = _Parts(pages).all()
    if sum(labels_found(part) for part in parts if isinstance(part, tuple)) < _FORM_ROWS and not _is_ruled(parts):
        aligned = aligned_parts(pages)
        if aligned is not None:
            parts = aligned
    tables = [part for part in parts if isinstance(part, tuple)]
    if sum(map(labels_found, tables)) >= _FORM_ROWS and not any(map(find_heading, tables)):
        joined = pages_joined(pages)
        parts = _Parts(joined).all() if joined else parts
        if not any(find_heading(part) for part in parts if isinstance(part, tuple)):
            raise CchcError(
                f"{path}: the form's rows stand in it without the column of their answers, as where a sheet was "
                "printed several pages wide. Print it one page wide (Page Layout, Fit to 1 page wide), or send the "
                "workbook itself. If the column is there, head it 'Số lượng/Tỷ lệ'."
            )
    return document_of(path, path.read_bytes(), "pdf", parts)


def _read_as_scan(path: Path, page: int) -> Document:
    try:
        from cchc.reading.formats import scan
    except ImportError as error:
        raise CchcError(
            f"{path}: page {page} is a picture, or its text is not Vietnamese as it is shown, and pictures cannot be "
            "read here. Send the PDF that Word or Excel saved."
        ) from error
    return scan.read(path)


def _is_ruled(parts: Sequence[Line | Table]) -> bool:
    """True where ruled tables with a heading hold the rows of a form, be it one that nobody knows: row by row, and
    most words of the document from the first of them on."""
    first = next((at for at, part in enumerate(parts) if isinstance(part, tuple) and is_headed(part)), None)
    if first is None:
        return False
    rows = [row for part in parts[first:] if isinstance(part, tuple) for row in part]
    whole = [row for row in rows if all(cell.text.count("\n") < _ROW_LINES for cell in row.cells)]
    inside = sum(len(cell.text) for row in whole for cell in row.cells)
    outside = sum(len(part.text) for part in parts[first:] if isinstance(part, Line))
    outside += sum(len(cell.text) for row in rows for cell in row.cells) - inside
    return len(whole) >= _RULED_ROWS and inside >= outside


def _is_scan(page: Page) -> bool:
    """True for a page whose text is missing or cannot be trusted; a blank page is none."""
    letters = [letter for word in page.words for letter in word.text if letter.isalpha()]
    if not page.words:
        return page.pictures > _PICTURE or page.drawn > _DRAWN_LETTERS
    if page.pictures >= _PICTURE_PAGE or page.broken > _BROKEN_MOST:
        return True
    return len(letters) >= _LETTERS_LEAST and sum(map(_is_vietnamese, letters)) < _VIETNAMESE_LEAST * len(letters)


def _is_vietnamese(letter: str) -> bool:
    return "\u1ea0" <= letter <= "\u1ef9" or letter in _OWN_LETTERS


class _Parts:
    """The lines and ruled tables of all pages in order; a table that goes on over pages is one."""

    def __init__(self, pages: list[Page]) -> None:
        self._pages = pages
        self._numbers = count(1)
        self._parts: list[Line | Table] = []
        self._columns: tuple[tuple[float, float], ...] = ()
        self._lines_since = 0

    def all(self) -> list[Line | Table]:
        for page in self._pages:
            self._take(page)
        return self._parts

    def _take(self, page: Page) -> None:
        found = ruled_tables(page.rules)
        tables = [_ruled_rows(cells, page.words, page.things) for cells in found]
        inside = {id(word) for table in tables for row in table for one, words in row for word in words}
        outside = [[word for word in line if id(word) not in inside] for line in lines_of(list(page.words))]
        waiting = [line for line in outside if line and not is_page_number(line, page)]
        for at, (cells, table) in enumerate(zip(found, tables, strict=True)):
            top = min(cell[1] for cell in cells)
            above = [line for line in waiting if line[0].baseline <= top]
            self._add_lines(page, above)
            waiting = waiting[len(above) :]
            self._add_table(
                page, [[_unplaced(one) if page.is_moved else one for one, _ in row] for row in table], goes_on=at == 0
            )
        self._add_lines(page, waiting)

    def _add_lines(self, page: Page, lines: list[list[Word]]) -> None:
        self._lines_since += len(lines)
        self._parts += [Line(page.number, next(self._numbers), text_of(line)) for line in lines]

    def _add_table(self, page: Page, rows: list[list[SpanCell]], goes_on: bool) -> None:
        columns = usual_columns(rows)
        last, before = last_table(self._parts)
        is_same = goes_on and bool(before) and self._lines_since <= _BETWEEN_MOST and self._is_like(columns)
        if is_same and len(columns) < len(self._columns):
            columns = self._columns
        table = tuple(TableRow(page.number, next(self._numbers), by_column(row, columns)) for row in rows)
        if is_same:
            self._parts[last] = before + table
        else:
            self._parts.append(table)
            self._columns = columns
        self._lines_since = 0

    def _is_like(self, columns: Sequence[tuple[float, float]]) -> bool:
        """True for columns as those of the table before, be they moved aside; merged ones only if not moved."""
        before = self._columns
        if len(columns) == len(before):
            aside = columns[0][0] - before[0][0]
            return all(abs(one[0] - other[0] - aside) <= TOLERANCE for one, other in zip(columns, before, strict=True))
        edges = [edge for column in before for edge in column]
        return len(columns) < len(before) and all(
            min(abs(edge - other) for other in edges) <= TOLERANCE for column in columns for edge in column
        )


def _unplaced(one: SpanCell) -> SpanCell:
    return replace(one, cell=replace(one.cell, box=None))


def _ruled_rows(
    cells: list[tuple], words: Sequence[Word], things: Sequence[Thing]
) -> list[list[tuple[SpanCell, list[Word]]]]:
    """The cells of a table row by row, from the left, each with the words in it."""
    cells = sorted(cells, key=lambda cell: (cell[1], cell[0]))
    held, over = _words_in(cells, words)
    signs = _signs_in(cells, things)
    rows: dict[float, list[tuple[SpanCell, list[Word]]]] = {}
    bottoms: dict[float, float] = {}
    for _, top, _, bottom in cells:
        bottoms[top] = min(bottoms.get(top, bottom), bottom)
    for at, (left, top, right, bottom) in enumerate(cells):
        doubt = "words_over_cell" if at in over else ""
        cell = cell_of_words(held[at], bottom > bottoms[top] + TOLERANCE, doubt)
        if at in signs and not cell.text:
            cell = cell_of((Piece(signs[at], frozenset({THING})),))
        elif at in signs and not cell.doubt:
            cell = replace(cell, doubt="shape_beside")
        cell = replace(cell, box=(left, top, right, bottom), is_bounded=not doubt)
        rows.setdefault(top, []).append((SpanCell(left, right, cell), held[at]))
    return list(rows.values())


def _signs_in(cells: list[tuple], things: Sequence[Thing]) -> dict[int, str]:
    """By cell, the sign of a picture or shape whose middle is in it and that is not much larger than the cell."""
    found: dict[int, str] = {}
    for thing in things:
        left, top, right, bottom = thing.box
        x, y, area = (left + right) / 2, (top + bottom) / 2, (right - left) * (bottom - top)
        for at, cell in enumerate(cells):
            size = (cell[2] - cell[0]) * (cell[3] - cell[1])
            if cell[0] <= x < cell[2] and cell[1] <= y < cell[3] and area <= _LARGER_MOST * size:
                found.setdefault(at, thing.sign)
                break
    return found


def _words_in(cells: list[tuple], words: Sequence[Word]) -> tuple[list[list[Word]], set[int]]:
    """The words in each cell, by their middle; and the cells that a word of this or another one reaches into."""
    held: list[list[Word]] = [[] for _ in cells]
    over: set[int] = set()
    if not words:
        return held, over
    lefts, tops, rights, bottoms = numpy.array(cells).T

    def cell_at(x: float, y: float) -> int | None:
        inside = numpy.flatnonzero((lefts <= x) & (x < rights) & (tops <= y) & (y < bottoms))
        return int(inside[0]) if len(inside) else None

    for word in words:
        middle = (word.top + word.bottom) / 2
        at = cell_at((word.left + word.right) / 2, middle)
        if at is None:
            continue
        held[at].append(word)
        if word.left < lefts[at] - _REACHES_OVER or word.right > rights[at] + _REACHES_OVER:
            ends = (cell_at(word.left, middle), cell_at(word.right, middle))
            touched = {at, *(end for end in ends if end is not None)}
            over |= touched if len(touched) > 1 else set()
    return held, over
