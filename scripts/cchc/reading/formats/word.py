"""Word documents: paragraphs and tables in their order, with what makes a cell doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from cchc.errors import CchcError
from cchc.reading.documents import Cell, Document, Line, TableRow
from cchc.reading.formats.declaring import Format
from cchc.reading.formats.marked_text import PAGE_TYPES, page_parts
from cchc.reading.formats.office_files import read_package
from cchc.reading.formats.pasted import read_pasted
from cchc.reading.formats.word_pieces import (
    CELL,
    FILE_WITHIN,
    PARAGRAPH,
    ROW,
    TABLE,
    Pieces,
    blocks,
    boxes,
    own,
    settle_controls,
    style_of,
)
from cchc.reading.formats.word_styles import Styles
from cchc.reading.pieces import cell_of, seen_text
from cchc.reading.table.known_labels import is_of_a_form
from cchc.reading.table.merged_columns import SpanCell, by_column, usual_columns
from cchc.reading.table.report_tables import Table, document_of

FORMAT = Format(suffixes=(".docx", ".docm", ".dotx", ".dotm"), is_typed=True)
_PAGE_SEEN, _BREAK = qn("w:lastRenderedPageBreak"), qn("w:br")
_DEPTH_MOST = 12  # tables within tables
_COLUMNS_MOST = 200  # of a table
_GOES_ON = "cell_above_goes_on"


def read(path: Path) -> Document:
    """Read a document; pages as Word last laid them out, numbers count paragraphs and rows. Raises CchcError."""
    content = read_package(path, "word/document.xml")
    try:
        document = docx.Document(BytesIO(content))
        body = document.element.body
        styles = document.part._styles_part.element
        settle_controls(body)
    except Exception as error:  # the library passes on whatever comes up in a damaged file
        raise CchcError(
            f"{path}: Word's data in it are damaged. Open it in Word, let it repair, save it again."
        ) from error
    parts = list(_Walk(body, Pieces(Styles(styles)), document.part.related_parts).parts(body))
    return read_pasted(path, content, parts) or document_of(path, path.read_bytes(), "docx", parts)


class _Walk:
    """One passage through a document, in order, counting its pages, and its paragraphs and rows."""

    def __init__(self, body, pieces: Pieces, files: Mapping[str, Any]) -> None:
        """`files`: the parts of the document by their names in it."""
        self._files = files
        self._numbers = count(1)
        self._page = 1
        self._rendered = next(body.iter(_PAGE_SEEN), None) is not None
        self._pieces = pieces

    def parts(self, element, depth: int = 0) -> Iterator[Line | Table]:
        for block in blocks(element):
            if block.tag == PARAGRAPH:
                number = next(self._numbers)
                for text in seen_text(self._pieces.of_paragraph(block)).splitlines():
                    if text.strip():
                        yield Line(self._page, number, " ".join(text.split()))
                for box in boxes(block):
                    yield from self.parts(box, depth + 1)
                self._turn_pages(block)
            elif block.tag == FILE_WITHIN:
                yield from self._file_within(block)
            elif depth < _DEPTH_MOST and self._wraps_report(block):
                for cell in (cell for row in own(block, ROW) for cell in own(row, CELL)):
                    yield from self.parts(cell, depth + 1)
            else:
                yield self._table(block)

    def _file_within(self, element) -> Iterator[Line | Table]:
        """A web page that Word takes in, as programs of web sites put it there; nothing of any other file."""
        part = self._files.get(element.get(qn("r:id"), ""))
        if part is not None and part.content_type in PAGE_TYPES:
            for one in page_parts(part.blob):
                yield replace(one, page=self._page) if isinstance(one, Line) else one

    def _table(self, table) -> Table:
        rows = []
        for row in own(table, ROW):
            rows.append((self._page, next(self._numbers), row))
            self._turn_pages(row)
        return self._rows(table, rows)

    def _turn_pages(self, element) -> None:
        """Word notes where its pages ended; a document that it never laid out has only the breaks set by hand."""
        if self._rendered:
            self._page += sum(1 for _ in element.iter(_PAGE_SEEN))
        else:
            self._page += sum(mark.get(qn("w:type")) == "page" for mark in element.iter(_BREAK))

    def _wraps_report(self, table) -> bool:
        """True for a table that only lays out the page, the report's table standing in one of its cells."""
        nested = (one for one in table.iter(TABLE) if one is not table)
        tables = (self._rows(one, [(1, 1, row) for row in own(one, ROW)]) for one in nested)
        return any(map(is_of_a_form, tables))

    def _rows(self, table, rows: list[tuple[int, int, object]]) -> Table:
        """The rows of a table by column; `rows` come with page and number."""
        edges = [0.0]
        for column in table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"):
            edges.append(edges[-1] + max(_width(column), 1.0))
        style = style_of(table)
        placed = [_placed_cells(row, edges) for _, _, row in rows]
        below = [*placed[1:], {}]
        spans = [
            [
                SpanCell(
                    left, right, self._cell(cell, row, style, _merge(following.get(left, (0, None))[1]) == "continue")
                )
                for left, (right, cell) in cells.items()
            ]
            for (_, _, row), cells, following in zip(rows, placed, below, strict=True)
        ]
        columns = usual_columns([row for row in spans if row])
        return tuple(
            TableRow(page, number, by_column(cells, columns))
            for (page, number, _), cells in zip(rows, spans, strict=True)
        )

    def _cell(self, cell, row, style: str | None, goes_on: bool) -> Cell:
        """A cell as shown; what continues the cell above shows nothing."""
        if _merge(cell) == "continue":
            return Cell(doubt=_GOES_ON)
        shown = cell_of(self._pieces.of_cell(cell, row, style), goes_on)
        return replace(shown, is_bounded=not shown.doubt)


def _width(column) -> float:
    try:
        return float(column.get(qn("w:w"), "1").removesuffix("pt"))
    except ValueError:
        return 1.0


def _placed_cells(row, edges: list[float]) -> dict[float, tuple[float, object]]:
    """A row's cells by where they begin, with where they end, in twentieths of a point."""
    at = _number(row, "trPr", "gridBefore", 0)
    placed = {}
    for cell in own(row, CELL):
        end = at + _number(cell, "tcPr", "gridSpan", 1)
        while len(edges) <= end:
            edges.append(edges[-1] + 1.0)
        placed[edges[at]] = (edges[end], cell)
        at = end
    return placed


def _number(element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{qn(f'w:{properties}')}/{qn(f'w:{name}')}")
    value = found.get(qn("w:val"), "") if found is not None else ""
    return min(max(int(value), default), _COLUMNS_MOST) if value.isdigit() else default


def _merge(cell) -> str:
    """How a cell is merged with those above and below: '', restart or continue."""
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") if cell is not None else None
    return "" if found is None else found.get(qn("w:val"), "continue")
