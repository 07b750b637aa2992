"""The rows of a form as a document prints them, blank or filled, whatever form it is: cells by the words over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cchc.errors import CchcError
from cchc.learning.text_rows import rows_of_lines
from cchc.reading.documents import Document, Line, TableRow
from cchc.reading.table.column_headings import column_name, is_of_another, paths_over
from cchc.reading.table.known_labels import folded_text

UNREAD = "?"
_HEIGHT_MOST = 3  # rows that a heading takes
_LABEL_LETTERS = 6  # a cell with fewer letters is a number (`VIII`), not words
_ROWS_LEAST = 5  # of a form
_BETWEEN_MOST = 3  # lines between two parts of one table, as the head and foot of a page
_AFTER_THE_FORM = re.compile(
    r"(noi nhan|tm\.|kt\.|tl\.|chu tich|pho chu tich|giam doc|thu truong|nguoi (lap|tong hop|ky)|lanh dao don vi"
    r"|ghi chu ?:|\*|.{0,40}ngay .{0,6}thang .{0,6}nam)"
)
_NUMBERS_COLUMNS = re.compile(r"\(?(?:\d|[A-E])\)?")  # `(1) (2) (3)`, `A B 1 2` under a heading
_NUMBER_IN_LABEL = re.compile(r"((?:[IVX]+|[A-D]|\d+(?:\.\d+)*)[.)]|\d+(?:\.\d+)+|[a-zđ]\)|[-–+•*])\s+(?=\S)")


@dataclass(frozen=True)
class PrintedRow:
    """A row as printed: texts on one line. `page` and `line` say where it stands.

    On a picture `number` may be UNREAD, where something stands that was not read; `misread` is what was read in its
    place where that was something else.
    """

    number: str
    label: str
    unit: str
    answer: str
    page: int
    line: int
    misread: str = ""


@dataclass(frozen=True)
class PrintedTable:
    """The rows under one heading, the lines that stand above it since the table before, and the heading's own lines."""

    above: tuple[str, ...]
    heading: tuple[str, ...]
    rows: tuple[PrintedRow, ...] = ()


@dataclass(frozen=True)
class _Columns:
    number: int | None
    labels: tuple[int, ...]
    unit: int | None
    answers: tuple[int, ...]
    width: int = 0


@dataclass
class _Open:
    """The table that is being read."""

    above: list[str]
    heading: list[str]
    heading_cells: frozenset[str]
    columns: _Columns
    rows: list[PrintedRow] = field(default_factory=list)


def printed_tables(document: Document) -> tuple[PrintedTable, ...]:
    """The tables of a form in order; that of a text without tables is told by its lines.

    Raises CchcError where nothing in the document is a form's table, and where a row has a number and no label.
    """
    tables = [table for table in _tables(_in_order(document.parts), document.is_scanned) if table.rows]
    if not any(isinstance(part, tuple) for part in document.parts):
        heading, rows = rows_of_lines(document.lines)
        tables = [PrintedTable(tuple(heading), (), tuple(PrintedRow(**row) for row in rows))] if rows else []
    tables = [replace(table, rows=tuple(_whole(table.rows))) for table in tables]
    if sum(len(table.rows) for table in tables) < _ROWS_LEAST:
        raise CchcError(
            f"{document.path}: no form was found in it. Expected a table whose columns are headed, as 'STT', 'Chỉ tiêu "
            "thống kê', 'Đơn vị tính', 'Số liệu', and a row for each figure that is asked."
        )
    for table in tables:
        for row in table.rows:
            if not row.label:
                raise CchcError(
                    f"{document.path}: page {row.page}, row {row.line}: number '{row.number}' without a label beside "
                    "it. Expected the words of what is asked; write them there, or take the row out."
                )
    return tuple(tables)


def _in_order(parts: Sequence[Line | tuple[TableRow, ...]]) -> Iterator[Line | tuple[TableRow, ...]]:
    """The parts; a table that a reader put together over lines between its parts is taken apart where they stand."""
    lines = [part for part in parts if isinstance(part, Line)]
    used: set[int] = set()
    for at, part in enumerate(parts):
        if isinstance(part, Line):
            if id(part) not in used:
                yield part
            continue
        later = {id(one) for one in parts[at + 1 :] if isinstance(one, Line)}
        waiting = [
            one for one in lines if id(one) in later and one.number < part[-1].number and one.page <= part[-1].page
        ]
        rows: list[TableRow] = []
        for row in part:
            while waiting and (waiting[0].page, waiting[0].number) < (row.page, row.number):
                if rows:
                    yield tuple(rows)
                    rows = []
                used.add(id(waiting[0]))
                yield waiting.pop(0)
            rows.append(row)
        yield tuple(rows)


def _tables(parts: Iterable[Line | tuple[TableRow, ...]], is_scanned: bool) -> Iterator[PrintedTable]:
    current: _Open | None = None
    lines: list[str] = []
    for part in parts:
        if isinstance(part, Line):
            lines.append(part.text)
            continue
        at = 0
        goes_on = current is not None and len(lines) <= _BETWEEN_MOST and _width(part) == current.columns.width
        while at < len(part):
            found = _heading_at(part, at)
            if found is not None:
                columns, height = found
                texts = [_row_text(row) for row in part[at : at + height]]
                if current is not None and goes_on and texts == current.heading and not lines:
                    at += height  # the heading of a page, once more
                    continue
                if current is not None:
                    yield _closed(current)
                cells = frozenset(text for row in part[at : at + height] for text in _texts(row))
                current, lines, goes_on = _Open(lines, texts, cells, columns), [], True
                at += height
                continue
            row = part[at]
            at += 1
            if current is None or not goes_on or (lines and _is_alone(row, current.columns)):
                lines.append(_row_text(row))
                continue
            if not _row_text(row) or _is_heading(row, current):
                continue
            printed = _printed(row, current.columns, is_scanned)
            if _begins_another_table(row, printed) or _AFTER_THE_FORM.match(folded_text(_row_text(row))):
                lines.append(_row_text(row))
                continue
            if lines and current.rows:
                lines.clear()  # what stood between two parts of the table: head and foot of a page
            current.rows.append(printed)
    if current is not None:
        yield _closed(current)


def _closed(table: _Open) -> PrintedTable:
    return PrintedTable(tuple(table.above), tuple(table.heading), tuple(table.rows))


def _heading_at(rows: Sequence[TableRow], at: int) -> tuple[_Columns, int] | None:
    """The columns that the rows from `at` on head, and how many rows they take; None where they head none."""
    if sum(column_name(text) is not None for text in _texts(rows[at])) < 2:
        return None
    best = None
    for height in range(1, min(_HEIGHT_MOST, len(rows) - at) + 1):
        own = rows[at : at + height]
        if height > 1 and not all(column_name(text) for text in _texts(own[-1])):
            break
        names = {column: _name_of(path) for column, path in paths_over(own).items()}
        columns = _Columns(
            next((column for column, name in names.items() if name == "number"), None),
            tuple(column for column, name in names.items() if name == "label"),
            next((column for column, name in names.items() if name == "unit"), None),
            tuple(column for column, name in names.items() if name == "answer"),
            max(len(row.cells) for row in own),
        )
        named = sum(name is not None for name in names.values())
        if columns.labels and (columns.unit is not None or columns.answers) and (best is None or named > best[2]):
            best = columns, height, named
    return None if best is None else best[:2]


def _name_of(path: list[str]) -> str | None:
    whole = " ".join(path)
    if is_of_another(whole):
        return "other"
    names = (column_name(text) for text in (path[-1], whole, *reversed(path[:-1])))
    return next((name for name in names if name), None)


def _is_heading(row: TableRow, table: _Open) -> bool:
    """True for a heading, or the half of one, that a page repeats, and for a row that numbers the columns."""
    texts = _texts(row)
    if len(texts) > 2 and all(_NUMBERS_COLUMNS.fullmatch(text) for text in texts):
        return True
    return all(column_name(text) or text in table.heading_cells for text in texts)


def _is_alone(row: TableRow, columns: _Columns) -> bool:
    """True for words in a single cell that is not that of the labels, as titles between two tables of a sheet."""
    texts = [at for at, cell in enumerate(row.cells) if cell.text.strip()]
    return len(texts) == 1 and texts[0] not in columns.labels


def _begins_another_table(row: TableRow, printed: PrintedRow) -> bool:
    """True for a title between two tables of a sheet: `Biểu mẫu 2`."""
    return len(_texts(row)) == 1 and bool(re.match(r"(bieu|bang|phu luc|mau)\b.{0,12}\d", folded_text(_row_text(row))))


def _printed(row: TableRow, columns: _Columns, is_scanned: bool) -> PrintedRow:
    number = _text(row, columns.number)
    if is_scanned and not number and columns.number is not None and columns.number < len(row.cells):
        cell = row.cells[columns.number]
        number = UNREAD if cell.box is not None and not cell.is_bounded else ""
    label = " ".join(text for at in columns.labels if (text := _text(row, at)))
    unit, answer = _text(row, columns.unit), " ".join(text for at in columns.answers if (text := _text(row, at)))
    if not label and sum(mark.isalpha() for mark in number) >= _LABEL_LETTERS:
        number, label = "", number  # merged over number and label
    if not number and (found := _NUMBER_IN_LABEL.match(label)):
        number, label = found[1], label[found.end() :]
    return PrintedRow(number, label, unit, answer, row.page, row.number)


def _whole(rows: Sequence[PrintedRow]) -> Iterator[PrintedRow]:
    """The rows; one that the end of a page cut in two as one."""
    before: PrintedRow | None = None
    for row in rows:
        rest = row.label or row.unit
        is_rest = (
            not row.number.strip(UNREAD)
            and not row.answer
            and (not row.label or (not row.unit and _goes_on(row.label)))
        )
        if before is not None and is_rest and rest:
            before = replace(
                before,
                label=f"{before.label} {row.label}".strip(),
                unit=f"{before.unit} {row.unit}".strip(),
            )
            continue
        if not (row.number.strip(UNREAD) or row.label or row.unit):
            continue
        if before is not None:
            yield before
        before = row
    if before is not None:
        yield before


def _goes_on(label: str) -> bool:
    return label[0].islower() or label[0] in "(,;)"


def _width(rows: Sequence[TableRow]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _texts(row: TableRow) -> list[str]:
    return [text for cell in row.cells if (text := " ".join(cell.text.split()))]


def _row_text(row: TableRow) -> str:
    return " ".join(_texts(row))


def _text(row: TableRow, column: int | None) -> str:
    if column is None or column >= len(row.cells):
        return ""
    return " ".join(row.cells[column].text.split())
