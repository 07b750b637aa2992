"""Word documents: paragraphs and tables in their order, with what makes a cell doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path

import docx
from docx.oxml.ns import qn

from cchc.errors import CchcError
from cchc.reading.columns import SpanCell, by_column, usual_columns
from cchc.reading.documents import Cell, Document, Line, TableRow
from cchc.reading.known_labels import labels_found
from cchc.reading.readers.office_files import read_package
from cchc.reading.report_tables import Table, cell_of, document_of
from cchc.text import nfc

_PARAGRAPH, _TABLE, _ROW, _CELL = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
_PAGE_SEEN, _BREAK = qn("w:lastRenderedPageBreak"), qn("w:br")
_LEFT_OUT = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:pPr"), qn("w:tblPr"), qn("w:tcPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same text box once more
}
_CHANGES = tuple(qn(f"w:{name}") for name in ("del", "ins", "moveFrom", "moveTo"))
_MARKS = {qn("w:tab"): "\t", qn("w:cr"): "\n", _BREAK: "\n", qn("w:noBreakHyphen"): "-"}
_OFF = {"0", "false", "off", "none"}
_REPORT = 20  # so many labels of the form in a table within a table make that one the report's
_DEPTH_MOST = 12  # tables within tables
_COLUMNS_MOST = 200  # of a table


def read(path: Path) -> Document:
    """Read a document; pages as Word last laid them out, numbers count paragraphs and rows. Raises CchcError."""
    content = read_package(path, "word/document.xml")
    try:
        body = docx.Document(BytesIO(content)).element.body
    except Exception as error:  # the library passes on whatever comes up in a damaged file
        raise CchcError(
            f"{path}: Word's data in it are damaged ({error}). Open it in Word, let it repair, save it again."
        ) from error
    return document_of(path, content, "docx", list(_Walk(body).parts(body)))


class _Walk:
    """One passage through a document, in order, counting its pages, and its paragraphs and rows."""

    def __init__(self, body) -> None:
        self._numbers = count(1)
        self._page = 1
        self._rendered = next(body.iter(_PAGE_SEEN), None) is not None

    def parts(self, element, depth: int = 0) -> Iterator[Line | Table]:
        for block in _blocks(element):
            if block.tag == _PARAGRAPH:
                number = next(self._numbers)
                for text in _text(block).splitlines():
                    if text.strip():
                        yield Line(self._page, number, " ".join(text.split()))
                for box in _boxes(block):
                    yield from self.parts(box, depth + 1)
                self._turn_pages(block)
            elif depth < _DEPTH_MOST and _wraps_report(block):
                for cell in (cell for row in _own(block, _ROW) for cell in _own(row, _CELL)):
                    yield from self.parts(cell, depth + 1)
            else:
                yield self._table(block)

    def _table(self, table) -> Table:
        rows = []
        for row in _own(table, _ROW):
            rows.append((self._page, next(self._numbers), row))
            self._turn_pages(row)
        return _table_rows(table, rows)

    def _turn_pages(self, element) -> None:
        """Word notes where its pages ended; a document that it never laid out has only the breaks set by hand."""
        if self._rendered:
            self._page += sum(1 for _ in element.iter(_PAGE_SEEN))
        else:
            self._page += sum(mark.get(qn("w:type")) == "page" for mark in element.iter(_BREAK))


def _children(element) -> Iterator:
    """What stands in an element, whatever only wraps it (content controls, links, accepted changes) seen through."""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield child


def _own(element, tag: str) -> Iterator:
    """The nearest elements of a kind: a table's rows, a row's cells, and not those of tables within."""
    for child in _children(element):
        if child.tag == tag:
            yield child
        elif child.tag not in (_TABLE, _PARAGRAPH):
            yield from _own(child, tag)


def _blocks(element) -> Iterator:
    """Paragraphs and tables of a body or a cell, in order."""
    for child in _children(element):
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        else:
            yield from _blocks(child)


def _boxes(paragraph) -> Iterator:
    """Text boxes that hang on a paragraph."""
    for child in _children(paragraph):
        if child.tag == qn("w:txbxContent"):
            yield child
        else:
            yield from _boxes(child)


def _text(element) -> str:
    """The text of a paragraph as it is shown, without its text boxes."""
    if element.tag == qn("w:r") and _is_on(element, "vanish"):
        return ""
    if element.tag == qn("w:t"):
        return nfc(element.text or "")
    if element.tag in _MARKS:
        return _MARKS[element.tag]
    return "".join(_text(child) for child in _children(element) if child.tag != qn("w:txbxContent"))


def _is_on(run, name: str) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn(f'w:{name}')}")
    return mark is not None and mark.get(qn("w:val"), "1") not in _OFF


def _cell_text(cell) -> str:
    """The text of a cell, a line for each paragraph; a table within it, a line for each row."""
    lines = []
    for block in _blocks(cell):
        if block.tag == _PARAGRAPH:
            lines.append(_text(block))
            lines += [_cell_text(box) for box in _boxes(block)]
        else:
            lines += [" ".join(_cell_text(one) for one in _own(row, _CELL)) for row in _own(block, _ROW)]
    return "\n".join(text for line in lines if (text := line.strip()))


def _wraps_report(table) -> bool:
    """True for a table that only lays out the page, the report's table standing in one of its cells."""
    nested = (one for one in table.iter(_TABLE) if one is not table)
    return any(labels_found(_table_rows(one, [(1, 1, row) for row in _own(one, _ROW)])) >= _REPORT for one in nested)


def _table_rows(table, rows: list[tuple[int, int, object]]) -> Table:
    """The rows of a table by column; `rows` come with page and number."""
    edges = [0.0]
    for column in table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"):
        edges.append(edges[-1] + max(float(column.get(qn("w:w"), "1")), 1.0))
    placed = [_placed_cells(row, edges) for _, _, row in rows]
    below = [*placed[1:], {}]
    spans = [
        [
            SpanCell(left, right, _cell(cell, goes_on=_merge(following.get(left, (0, None))[1]) == "continue"))
            for left, (right, cell) in own.items()
        ]
        for own, following in zip(placed, below, strict=True)
    ]
    columns = usual_columns([row for row in spans if row])
    return tuple(
        TableRow(page, number, by_column(own, columns)) for (page, number, _), own in zip(rows, spans, strict=True)
    )


def _placed_cells(row, edges: list[float]) -> dict[float, tuple[float, object]]:
    """A row's cells by where they begin, with where they end, in twentieths of a point."""
    at = _number(row, "trPr", "gridBefore", 0)
    placed = {}
    for cell in _own(row, _CELL):
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


def _cell(cell, goes_on: bool) -> Cell:
    """A cell as shown; what continues the cell above shows nothing."""
    if _merge(cell) == "continue":
        return Cell()
    doubt = ""
    if any(True for _ in cell.iter(*_CHANGES)):
        doubt = "a change that nobody accepted yet"
    elif any(_is_odd(run) for run in cell.iter(qn("w:r"))):
        doubt = "struck through, raised or hidden characters"
    return cell_of(_cell_text(cell), goes_on, doubt)


def _is_odd(run) -> bool:
    if next(run.iter(qn("w:t")), None) is None:
        return False
    raised = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    is_raised = raised is not None and raised.get(qn("w:val")) != "baseline"
    return is_raised or any(_is_on(run, name) for name in ("strike", "dstrike", "vanish"))
