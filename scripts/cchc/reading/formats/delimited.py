"""Tables as text with a mark between the cells: `.csv` and `.tsv`, as spreadsheets export them."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

from cchc.errors import CchcError
from cchc.reading.documents import Document, TableRow
from cchc.reading.formats.declaring import Format
from cchc.reading.pieces import text_cell, without_text_mark
from cchc.reading.table.column_headings import is_headed
from cchc.reading.table.known_labels import is_of_a_form
from cchc.reading.table.report_tables import Table, document_of

FORMAT = Format(suffixes=(".csv", ".tsv"), by_name_alone=(".csv", ".tsv"))
_MARKS = (",", ";", "\t", "|")
_MARKS_OF_TEXT = (";", ",")  # the others are blanks to whatever reads lines
_COLUMNS_LEAST = 3  # of a row of a report's table
_SIZE_MOST = 20_000_000  # bytes; a report takes 20,000


def read(path: Path) -> Document:
    """Read a table of text; a row's number is its line in the file. Raises CchcError if it is no text, or too large."""
    if path.stat().st_size > _SIZE_MOST:
        raise CchcError(f"{path}: larger than {_SIZE_MOST // 1_000_000} MB. Expected one report.")
    content = path.read_bytes()
    table = _likeliest_table(_text(path, content), _MARKS)
    proven = tuple(replace(row, cells=tuple(replace(cell, is_bounded=True) for cell in row.cells)) for row in table)
    return document_of(path, content, path.suffix.lower().lstrip("."), [proven])


def table_in(text: str) -> Table | None:
    """The form's table that a text is, each line of it a row with semicolons or commas between the cells; None if it
    is none. Whatever wrote it may have passed over an answer, so that no cell is proven empty."""
    lines = text.splitlines()
    if sum(max(line.count(mark) for mark in _MARKS_OF_TEXT) >= _COLUMNS_LEAST for line in lines) < len(lines) / 2:
        return None
    table = _likeliest_table(text, _MARKS_OF_TEXT)
    return table if is_of_a_form(table) else None


def decoded(content: bytes) -> str:
    """Text in UTF-8, or in UTF-16 if it says so. Raises UnicodeDecodeError for any other."""
    return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")


def _text(path: Path, content: bytes) -> str:
    try:
        text = decoded(content)
    except UnicodeDecodeError as error:
        raise CchcError(
            f"{path}: byte {error.start} is not UTF-8 text. In Excel, save it as “CSV UTF-8”; any other kind of CSV "
            "loses Vietnamese letters. Better send the workbook itself."
        ) from error
    if not text.strip() or "\0" in text:
        raise CchcError(f"{path}: {'empty' if not text.strip() else 'no text'}. Expected a table of text.")
    return text


def _likeliest_table(text: str, marks: tuple[str, ...]) -> Table:
    """The table by the mark that gives most rows of cells; where labels and figures have commas of their own, by that
    under which the columns are headed."""
    tables = [_table(text, mark) for mark in marks]
    return max([table for table in tables if is_headed(table)] or tables, key=_rows_of_a_table)


def _table(text: str, mark: str) -> Table:
    rows = csv.reader(StringIO(text, newline=""), delimiter=mark)
    table = []
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                own = tuple(text_cell(without_text_mark(cell)) for cell in cells)
                table.append(TableRow(1, rows.line_num, own))
    except csv.Error:
        return ()
    return tuple(table)


def _rows_of_a_table(table: Table) -> int:
    return sum(len([cell for cell in row.cells if cell.text]) >= _COLUMNS_LEAST for row in table)
