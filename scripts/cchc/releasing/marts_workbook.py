"""The marts as one Excel workbook: a sheet a table, after a sheet of contents and one of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from itertools import accumulate, chain
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from cchc.releasing.catalogue import Table, unit_of
from cchc.releasing.vietnamese_names import VietnameseNames

WORKBOOK = "cchc.xlsx"
_ROWS_MOST = 100_000  # of a sheet: longer ones hold more than Excel is quick with
_CELLS_MOST = 2_000_000  # of all sheets: a province of 11 districts and ten years have 1.6 million
_TEXT_MOST = 32_767  # UTF-16 units of a cell
_WIDTH_LEAST, _WIDTH_MOST = 8, 60  # characters
_ROWS_AT_ONCE = 20_000
_VALUES_KNOWN = 50_000  # of a sheet: most stand in it many times
_CREATED = datetime(2020, 1, 1)  # the same marts give the same bytes
_NUMBERS = {"count": "#,##0", "decimal": "#,##0.00##", "plain": "0", "date": "dd/mm/yyyy"}


def write_workbook(con: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], path: Path) -> None:
    """Write schema `marts` of `con`'s database to `path` (.xlsx), rows in the order of their key.

    Text is written as text: nothing in it becomes a formula. Texts longer than a cell of Excel are cut. A table of more
    than 100,000 rows is left out, and so are the largest where all have more than 2,000,000 cells; the sheet of
    contents says so, and where they are.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": "cchc", "created": _CREATED})
        sheets = _Sheets(book)
        rows = {table.name: con.table(f"marts.{table.name}").count("*").fetchall()[0][0] for table in tables}
        names = VietnameseNames(con, tables)
        held = _held(tables, rows)
        sheets.contents(tables, rows, held, names)
        sheets.dictionary(con, tables, names)
        for table in tables:
            if table.name in held:
                sheets.mart(con, table, rows[table.name])


def _held(tables: tuple[Table, ...], rows: dict[str, int]) -> set[str]:
    """The tables that the workbook has room for, the small ones first."""
    cells = {table.name: rows[table.name] * len(table.columns) for table in tables if rows[table.name] <= _ROWS_MOST}
    names = sorted(cells, key=lambda name: (cells[name], name))
    totals = accumulate(cells[name] for name in names)
    return {name for name, total in zip(names, totals, strict=True) if total <= _CELLS_MOST}


class _LongSheet(Worksheet):
    """A sheet that takes its rows as XML: of each cell the library would ask some twenty questions, and write the same
    values anew a hundred times."""

    def write_rows(
        self, rows: Iterable[tuple], count: int, kinds: Iterable[str], cell: Callable[[str, Any], str]
    ) -> None:
        """Write `count` rows below the heading. `kinds` are the types of the columns; `cell` gives the XML of a value
        and its type, from behind the cell's place on."""
        known = lru_cache(_VALUES_KNOWN)(cell)
        columns = [(f'<c r="{xl_col_to_name(at)}', kind) for at, kind in enumerate(kinds)]
        self._write_single_row(count)  # the heading
        file: Any = self.fh
        for number, row in enumerate(rows, start=2):
            told = [(place, kind, one) for (place, kind), one in zip(columns, row, strict=True) if one is not None]
            cells = "".join([f'{place}{number}"{known(kind, one)}' for place, kind, one in told])
            file.write(f'<row r="{number}">{cells}</row>')
        self.dim_rowmax = count

    def date_cell(self, value: date, style: int) -> str:
        return f' s="{style}"><v>{self._convert_date_time(value):.16G}</v></c>'

    def text_cell(self, value: str) -> str:
        text = value.encode("utf-16-le")[: 2 * _TEXT_MOST].decode("utf-16-le", "ignore")
        space = ' xml:space="preserve"' if text != text.strip() else ""
        return f' t="inlineStr"><is><t{space}>{escape(self._escape_control_characters(text))}</t></is></c>'


class _Sheets:
    """Writes sheets of one workbook alike: a bold heading that stays in sight and can be filtered by."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._heading = book.add_format({"bold": True, "bg_color": "#DDE7F0", "bottom": 1, "valign": "top"})
        self._link = book.add_format({"font_color": "#0B5394", "underline": 1, "valign": "top"})
        self._words = book.add_format({"text_wrap": True, "valign": "top"})
        self._formats = {kind: book.add_format({"num_format": shown}) for kind, shown in _NUMBERS.items()}

    def contents(self, tables: tuple[Table, ...], rows: dict[str, int], held: set[str], names: VietnameseNames) -> None:
        """What the workbook holds, a line a sheet, each with a link to it."""
        heading = ("Bảng / table", "Tên / name", "Số dòng / rows", "Mỗi dòng là gì", "What a row is")
        sheet = self._sheet("Mục lục", heading, (30, 40, 16, 90, 90), len(tables))
        for at, table in enumerate(tables, start=1):
            if table.name in held:
                sheet.write_url(at, 0, f"internal:'{table.name}'!A1", self._link, table.name)
            else:
                sheet.write_string(at, 0, table.name)
            sheet.write_string(at, 1, names.of_table(table.name), self._words)
            sheet.write_number(at, 2, rows[table.name], self._formats["count"])
            meanings = (
                ("Quá lớn đối với Excel: xem", table.meaning_vi),
                ("Too large for Excel: see", table.description),
            )
            for column, (where, meaning) in enumerate(meanings, start=3):
                left_out = "" if table.name in held else f"{where} csv/{table.name}.csv. "
                sheet.write_string(at, column, left_out + meaning, self._words)

    def dictionary(self, con: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], names: VietnameseNames) -> None:
        """Every column of every table: its Vietnamese names, its type, its unit and what it means."""
        kinds = ("Bảng / table", "Cột / column", "Tên / name", "Kiểu / type", "Đơn vị / unit")
        heading = (*kinds, "Ý nghĩa", "Meaning")
        lines = [
            (
                table.name,
                column,
                "; ".join(names.of_column(table.name, column)),
                kind,
                unit_of(table.columns.get(column, "")),
                table.meanings_vi.get(column, ""),
                table.columns.get(column, ""),
            )
            for table in tables
            for column, kind in columns_of(con, table)
        ]
        sheet = self._sheet("Từ điển", heading, (30, 30, 60, 16, 18, 90, 90), len(lines))
        for at, line in enumerate(lines, start=1):
            for column, text in enumerate(line):
                sheet.write_string(at, column, text, self._words)

    def mart(self, con: duckdb.DuckDBPyConnection, table: Table, rows: int) -> None:
        columns = columns_of(con, table)
        batches = _batches(con, table)
        first = next(batches)
        widths = tuple(_width(name, (row[at] for row in first)) for at, (name, _) in enumerate(columns))
        sheet = self._sheet(table.name, tuple(name for name, _ in columns), widths, rows)
        kinds = [kind for _, kind in columns]
        sheet.write_rows(chain(first, chain.from_iterable(batches)), rows, kinds, partial(self._cell, sheet))

    def _sheet(self, name: str, heading: tuple[str, ...], widths: tuple[int, ...], rows: int) -> _LongSheet:
        sheet: Any = self._book.add_worksheet(name, _LongSheet)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(rows, 1), len(heading) - 1)
        for column, (title, width) in enumerate(zip(heading, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, self._heading)
        return sheet

    def _cell(self, sheet: _LongSheet, kind: str, value: object) -> str:
        if isinstance(value, bool):
            return f' t="b"><v>{value:d}</v></c>'
        if isinstance(value, date):
            return sheet.date_cell(value, self._formats["date"]._get_xf_index())
        if isinstance(value, int | Decimal):
            return f' s="{self._number_format(value, kind)._get_xf_index()}"><v>{value:.16G}</v></c>'
        return sheet.text_cell(str(value))

    def _number_format(self, value: int | Decimal, kind: str) -> Format:
        """A year has no thousands; a column of decimals holds counts too, which are whole."""
        if kind == "INTEGER":
            return self._formats["plain"]
        return self._formats["count" if value == int(value) else "decimal"]


def columns_of(con: duckdb.DuckDBPyConnection, table: Table) -> list[tuple[str, str]]:
    """Name and DuckDB type of every column of a mart, in order."""
    relation = con.table(f"marts.{table.name}")
    return [(name, str(kind)) for name, kind in zip(relation.columns, relation.types, strict=True)]


def _batches(con: duckdb.DuckDBPyConnection, table: Table) -> Iterator[list[tuple]]:
    """The rows in the order of their key, some at a time; one empty batch for a table without rows."""
    cursor = con.cursor()
    cursor.execute(f"select * from marts.{table.name} order by {', '.join(table.primary_key)}")
    batch = cursor.fetchmany(_ROWS_AT_ONCE)
    yield batch
    while batch := cursor.fetchmany(_ROWS_AT_ONCE):
        yield batch


def _width(name: str, values: Iterable[object]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest, len(name) + 3, _WIDTH_LEAST), _WIDTH_MOST)  # 3: the heading's filter button
