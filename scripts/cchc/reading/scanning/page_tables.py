"""The rows of a page's table: its columns matched to the headed ones, its cells read as words or as figures."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from cchc.reading.documents import Cell, TableRow
from cchc.reading.scanning.cell_ocr import ReadCell, read_figures, read_texts
from cchc.reading.scanning.cell_pictures import CellPicture
from cchc.reading.scanning.page_layout import PageLayout, TableArea, TableCell
from cchc.reading.scanning.straightening import Box
from cchc.reading.table.column_headings import find_heading

_HEADING_LETTERS = 4
_WORDS_AT_ONCE = 64  # cells that one process of the engine reads, so that each core has one
_SURE_PLACE = 0.02  # share of the table's width by which a column may lie elsewhere on another page


@dataclass(frozen=True)
class HeadedColumns:
    """The columns of the table whose heading was read: borders as shares of its width, and which has the answers."""

    borders: tuple[float, ...]
    answer: int

    def column_of(self, table: TableArea, cell: TableCell) -> int:
        """Which headed column a cell of a table with columns of its own begins in."""
        if len(table.grid.verticals) == len(self.borders):
            return cell.grid.column
        start = _shares(table)[cell.grid.column] + _SURE_PLACE
        return max(sum(border <= start for border in self.borders[:-1]) - 1, 0)


@dataclass(frozen=True)
class Figure:
    """The picture of a cell of figures, and what was read of it."""

    picture: CellPicture
    reading: ReadCell


def _shares(table: TableArea) -> tuple[float, ...]:
    first, last = table.grid.verticals[0], table.grid.verticals[-1]
    return tuple((x - first) / max(last - first, 1) for x in table.grid.verticals)


def headed_columns(layout: PageLayout) -> HeadedColumns | None:
    """The columns of the first table of a page that has a heading; None where none has."""
    for table in layout.tables:
        width = len(table.grid.verticals) - 1
        rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            if cell.box in table.read:
                own = rows.setdefault(cell.grid.row, [Cell()] * width)
                own[cell.grid.column] = Cell(table.read[cell.box].text)
        found = find_heading([TableRow(layout.page, at, tuple(rows[at])) for at in sorted(rows)])
        if found is not None:
            return HeadedColumns(_shares(table), found.columns.answer)
    return None


def columns_by_rows(layouts: Sequence[PageLayout], pool: Executor) -> HeadedColumns | None:
    """The columns of the longest table by what stands in them, where no heading alone tells them; None if unknown."""
    tables = [(layout.page, table) for layout in layouts for table in layout.tables]
    if not tables:
        return None
    page, table = max(tables, key=lambda one: one[1].grid.row_count)
    ((rows, _),) = read_tables([(table, None)], pool)
    found = find_heading([TableRow(page, at, cells) for at, cells in enumerate(rows)])
    return None if found is None else HeadedColumns(_shares(table), found.columns.answer)


def read_tables(
    tables: Sequence[tuple[TableArea, HeadedColumns | None]], pool: Executor
) -> list[tuple[list[tuple[Cell, ...]], dict[Box, Figure]]]:
    """The cells of each table's rows by column, all read at once, and its figures by their boxes.

    Blank and covered cells are empty cells.
    """
    figures: list[tuple[int, TableCell, CellPicture]] = []
    words: list[tuple[int, TableCell, CellPicture]] = []
    for at, (table, columns) in enumerate(tables):
        for cell in table.cells:
            if cell.picture is not None and columns and _is_answer(table, columns, cell):
                figures.append((at, cell, cell.picture))
            elif cell.picture is not None and cell.box not in table.read:
                words.append((at, cell, cell.picture))
    parts = [words[start : start + _WORDS_AT_ONCE] for start in range(0, len(words), _WORDS_AT_ONCE)]
    reading = [pool.submit(read_texts, [picture for *_, picture in part]) for part in parts]
    readings = read_figures([picture for *_, picture in figures], pool)
    readings += [one for part in reading for one in part.result()]
    read = [dict(table.read) for table, _ in tables]
    for (at, cell, _), one in zip(figures + words, readings, strict=True):
        read[at][cell.box] = one
    seen: list[dict[Box, Figure]] = [{} for _ in tables]
    for at, cell, picture in figures:
        reading = read[at][cell.box]
        seen[at][cell.box] = Figure(picture, replace(reading, is_split=reading.is_split and cell.grid.rows == 1))
    return [(_rows(*table, own), found) for table, own, found in zip(tables, read, seen, strict=True)]


def _rows(table: TableArea, columns: HeadedColumns | None, read: dict[Box, ReadCell]) -> list[tuple[Cell, ...]]:
    width = len(columns.borders if columns else table.grid.verticals) - 1
    rows = [[Cell()] * width for _ in range(table.grid.row_count)]
    for cell in table.cells:
        at = columns.column_of(table, cell) if columns else cell.grid.column
        own = Cell(box=cell.box, is_bounded=table.is_ruled)
        if cell.box in read:
            own = _read_cell(own, cell, read[cell.box], columns is not None)
        rows[cell.grid.row][at] = _joined(rows[cell.grid.row][at], own)
    return [tuple(row) for row in rows]


def _is_answer(table: TableArea, columns: HeadedColumns, cell: TableCell) -> bool:
    """True for a cell of the answers' column alone; a heading that was read as words is read as they are."""
    is_there = columns.column_of(table, cell) == columns.answer and cell.grid.columns == 1
    return is_there and not (cell.box in table.read and _is_heading(table.read[cell.box].text))


def _is_heading(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= _HEADING_LETTERS


def _read_cell(own: Cell, cell: TableCell, reading: ReadCell, is_headed: bool) -> Cell:
    """A cell with what was read in it; ink of which nothing was read proves no empty cell."""
    doubt = reading.doubt or ("cell_over_rows" if cell.grid.rows > 1 else "")
    doubt = doubt or ("" if is_headed else "column_without_heading")
    is_bounded = own.is_bounded and bool(reading.text)
    return replace(own, text=reading.text, confidence=round(reading.confidence, 3), doubt=doubt, is_bounded=is_bounded)


def _joined(before: Cell, cell: Cell) -> Cell:
    """A cell as it is handed on; what falls into one column is joined, and then not stood by."""
    if not cell.text and before.text:
        return before
    if not before.text:
        return replace(cell, is_bounded=cell.is_bounded and (before.box is None or before.is_bounded))
    return replace(cell, text=f"{before.text} {cell.text}", doubt=cell.doubt or "two_cells_in_column")
