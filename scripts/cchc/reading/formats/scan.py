"""Scans: pictures of pages, read cell by cell on the ruled lines of the table; figures in several ways that vote."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cchc.errors import CchcError
from cchc.reading.documents import Cell, Document, Line, TableRow
from cchc.reading.formats.declaring import Format
from cchc.reading.limits import PAGES
from cchc.reading.scanning.cell_ocr import ReadCell
from cchc.reading.scanning.open_tables import with_open_tables
from cchc.reading.scanning.page_images import PageImage, page_count, page_images
from cchc.reading.scanning.page_layout import PageLayout, lay_out
from cchc.reading.scanning.page_tables import Figure, HeadedColumns, columns_by_rows, headed_columns, read_tables
from cchc.reading.scanning.straightening import Box
from cchc.reading.scanning.tesseract import check_installed
from cchc.reading.scanning.typeface import Typeface
from cchc.reading.table.report_tables import Table, document_of, last_table
from cchc.reading.within_limits import allow_scanned_pages, is_alone

FORMAT = Format(suffixes=(".png", ".jpg", ".jpeg", ".tif", ".tiff"), has_pages=True)
_LETTERS_LEAST = 200
_BETWEEN_MOST = 2  # lines of page head and foot between two parts of one table
_PAGES_AT_ONCE, _PAGES_AT_ONCE_MOST = 2, 8  # pages a core, and in all, that are held in memory


def read(path: Path, before: Sequence[Line] = ()) -> Document:
    """Read a picture file, a PDF of pictures, or those pasted into an Office file whose words are `before` them.

    Raises CchcError if it is damaged or too large, shows no text, or the OCR engine is missing.
    """
    return read_pages(path, page_images(path), page_count(path), before)


def read_pages(
    path: Path, images: Iterable[PageImage], total: int | None = None, before: Sequence[Line] = ()
) -> Document:
    """Read pages already drawn, in order; `total` is how many, for the progress bar. Raises CchcError as `read`.

    Boxes of cells are pixels of the images as given, however they had to be turned.
    """
    check_installed()
    allow_scanned_pages(total or int(PAGES.most))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    parts = _Parts(before)
    with _progress() as progress, ThreadPoolExecutor(cores) as pool:
        task = progress.add_task(path.name, total=total)
        columns: HeadedColumns | None = None
        waiting: list[PageLayout] = []  # pages before the first whose columns are headed
        for window in _windows(images, min(cores * _PAGES_AT_ONCE, _PAGES_AT_ONCE_MOST)):
            waiting += lay_out(window, pool, may_be_a_view=total == 1)
            progress.advance(task, len(window))
            columns = columns or _first_heading(waiting)
            if columns is not None:
                columns = _read_tables(waiting, columns, parts, pool)
                waiting = []
        if columns is None:
            waiting = with_open_tables(waiting)
            columns = _first_heading(waiting) or columns_by_rows(waiting, pool)
        _read_tables(waiting, columns, parts, pool)
    _check_text(path, parts.all)
    read = parts.with_typeface()
    document = document_of(path, path.read_bytes(), path.suffix.lower().lstrip("."), read)
    return replace(document, is_scanned=True)


def _first_heading(layouts: list[PageLayout]) -> HeadedColumns | None:
    return next(filter(None, map(headed_columns, layouts)), None)


def _read_tables(
    layouts: list[PageLayout], columns: HeadedColumns | None, parts: _Parts, pool: Executor
) -> HeadedColumns | None:
    """Read the tables of some pages and add what stands there to the parts; the columns with which the next goes on.

    A page without a legible heading has the last one's columns, and those before the first heading its own.
    """
    headed = []
    for layout in layouts:
        columns = headed_columns(layout) or columns
        headed += [(table, columns) for table in layout.tables]
    tables = iter(read_tables(headed, pool))
    for layout in layouts:
        parts.add(layout, [next(tables) for _ in layout.tables])
    return columns


def _windows(images: Iterable[PageImage], size: int) -> Iterator[list[PageImage]]:
    """A few pages at a time, so that memory does not grow with the document."""
    remaining = iter(images)
    while window := list(islice(remaining, size)):
        yield window


class _Parts:
    """The lines and tables of all pages in order, numbered as one sequence; a table that goes on over pages is one."""

    def __init__(self, before: Sequence[Line]) -> None:
        self.all: list[Line | Table] = list(before)
        self._numbers = count(max((line.number for line in before), default=0) + 1)
        self._lines_since = 0
        self._figures: dict[tuple[int, Box | None], Figure] = {}

    def add(self, layout: PageLayout, read: list[tuple[list[tuple[Cell, ...]], dict[Box, Figure]]]) -> None:
        """Add what stands on a page, from top to bottom."""
        tables = [rows for rows, _ in read]
        for _, figures in read:
            self._figures |= {(layout.page, box): figure for box, figure in figures.items()}
        areas = [(area.top, area.lines, None) for area in layout.texts]
        areas += [(area.top, (), rows) for area, rows in zip(layout.tables, tables, strict=True)]
        for _, lines, rows in sorted(areas, key=lambda area: area[0]):
            self.all += [Line(layout.page, next(self._numbers), text) for text in lines]
            self._lines_since += len(lines)
            if rows:
                self._add_table(tuple(TableRow(layout.page, next(self._numbers), cells) for cells in rows))

    def with_typeface(self) -> list[Line | Table]:
        """All parts; a figure that is not printed as the others is no longer stood by.

        One that is, and like no other digits, is stood by though not all readings agreed.
        """
        figures = list(self._figures.values())
        typeface = Typeface([one.picture for one in figures], [one.reading.text for one in figures])
        readings = {
            place: (one.reading, typeface.judged(at, one.reading))
            for at, (place, one) in enumerate(self._figures.items())
        }

        def judged(row: TableRow) -> TableRow:
            cells = (_with_reading(cell, *readings.get((row.page, cell.box), (None, None))) for cell in row.cells)
            return replace(row, cells=tuple(cells))

        return [tuple(map(judged, part)) if isinstance(part, tuple) else part for part in self.all]

    def _add_table(self, table: Table) -> None:
        last, before = last_table(self.all)
        is_same = bool(before) and len(before[0].cells) == len(table[0].cells)
        if is_same and self._lines_since <= _BETWEEN_MOST:
            self.all[last] = before + table
        else:
            self.all.append(table)
        self._lines_since = 0


def _with_reading(cell: Cell, before: ReadCell | None, after: ReadCell | None) -> Cell:
    """A cell with a figure's reading as it is judged now; as it is where it has more than that, and so a doubt."""
    if before is None or after is None or (cell.text, cell.doubt) != (before.text, before.doubt):
        return cell
    return replace(cell, doubt=after.doubt, confidence=round(after.confidence, 3))


def _check_text(path: Path, parts: list[Line | Table]) -> None:
    texts = [part.text for part in parts if isinstance(part, Line)]
    texts += [cell.text for part in parts if isinstance(part, tuple) for row in part for cell in row.cells]
    if sum(letter.isalpha() for text in texts for letter in text) < _LETTERS_LEAST:
        raise CchcError(
            f"{path}: no text is legible on its pages. Expected scans of a report at 150 dpi or more; "
            "is it a photograph, a blank page or too faint? Scan it again."
        )


def _progress() -> Progress:
    """A bar on a terminal; silent elsewhere, and where several files are read at once."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TextColumn("pages"))
    return Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True,
        disable=not (console.is_terminal and is_alone()),
    )  # fmt: skip
