"""Scans: pictures of pages, read cell by cell on the ruled lines of the table; figures in several ways that vote."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cchc.errors import CchcError
from cchc.reading.documents import Cell, Document, Line, TableRow, sha256_of
from cchc.reading.scanning.page_images import PageImage, page_count, page_images
from cchc.reading.scanning.page_layout import PageLayout, TextArea, lay_out
from cchc.reading.scanning.page_order import check_page_order
from cchc.reading.scanning.page_tables import headed_columns, read_table
from cchc.reading.scanning.tesseract import check_installed

EXTENSIONS = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
_LETTERS_LEAST = 200
_PAGES_AT_ONCE = 2  # pages a core that are held in memory


def read(path: Path) -> Document:
    """Read a picture file or a PDF of pictures, all pages.

    Raises CchcError if it is damaged or too large, shows no text, its pages are in the wrong order, or the OCR
    engine is missing.
    """
    return read_pages(path, page_images(path), page_count(path))


def read_pages(path: Path, images: Iterable[PageImage], count: int | None = None) -> Document:
    """Read pages already drawn, in order; `count` is how many, for the progress bar. Raises CchcError as `read`.

    Boxes of cells are pixels of the images as given, however they had to be turned.
    """
    check_installed()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    lines: list[Line] = []
    rows: list[TableRow] = []
    columns = None
    with _progress() as progress, ThreadPoolExecutor(cores) as pages, ThreadPoolExecutor(cores) as engine:
        task = progress.add_task(path.name, total=count)
        for window in _windows(images, cores * _PAGES_AT_ONCE):
            layouts = list(pages.map(lay_out, window))
            reading = []
            for layout in layouts:
                columns = headed_columns(layout) or columns  # a page without a heading goes on with the last one's
                reading.append([pages.submit(read_table, table, columns, engine) for table in layout.tables])
            for layout, tables in zip(layouts, reading, strict=True):
                _put(layout, [table.result() for table in tables], lines, rows)
                progress.advance(task)
    document = Document(
        path, sha256_of(path.read_bytes()), path.suffix.lower().lstrip("."), tuple(lines), tuple(rows)
    )
    _check_text(document)
    check_page_order(document)
    return document


def _windows(images: Iterable[PageImage], size: int) -> Iterator[list[PageImage]]:
    """A few pages at a time, so that memory does not grow with the document."""
    remaining = iter(images)
    while window := list(islice(remaining, size)):
        yield window


def _put(layout: PageLayout, tables: list[list[tuple[Cell, ...]]], lines: list[Line], rows: list[TableRow]) -> None:
    """Append a page's text and rows from top to bottom; lines and rows are numbered as one sequence."""
    parts = [(area.top, area) for area in layout.texts]
    parts += [(area.top, table) for area, table in zip(layout.tables, tables, strict=True)]
    for _, part in sorted(parts, key=lambda one: one[0]):
        number = len(lines) + len(rows) + 1
        if isinstance(part, TextArea):
            lines += [Line(layout.page, at, text) for at, text in enumerate(part.lines, start=number)]
        else:
            rows += [TableRow(layout.page, at, cells) for at, cells in enumerate(part, start=number)]


def _check_text(document: Document) -> None:
    texts = [line.text for line in document.lines] + [cell.text for row in document.table for cell in row.cells]
    if sum(letter.isalpha() for text in texts for letter in text) < _LETTERS_LEAST:
        raise CchcError(
            f"{document.path}: no text is legible on its pages. Expected scans of a report at 150 dpi or more; "
            "is it a photograph, a blank page or too faint? Scan it again."
        )


def _progress() -> Progress:
    """A bar on a terminal; silent elsewhere, and where several files are read at once."""
    console = Console(stderr=True)
    is_alone = threading.current_thread() is threading.main_thread() and multiprocessing.parent_process() is None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("pages"))
    return Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True,
        disable=not (console.is_terminal and is_alone),
    )  # fmt: skip
