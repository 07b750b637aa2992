"""The rows of a page's table: its columns matched to the headed ones, its cells read as words or as figures."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from cchc.reading.documents import Cell, TableRow
from cchc.reading.scanning.cell_ocr import ReadCell, read_figures, read_texts
from cchc.reading.scanning.page_layout import PageLayout, TableArea, TableCell
from cchc.reading.table.column_headings import find_heading

_HEADING_LETTERS = 4
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
    rows = read_table(table, None, pool)
    found = find_heading([TableRow(page, at, cells) for at, cells in enumerate(rows)])
    return None if found is None else HeadedColumns(_shares(table), found.columns.answer)


def read_table(table: TableArea, columns: HeadedColumns | None, pool: Executor) -> list[tuple[Cell, ...]]:
    """The cells of each row by column, blank ones and those covered by a merged cell as empty cells."""
    width = len(columns.borders if columns else table.grid.verticals) - 1
    inked = {cell.box: cell.picture for cell in table.cells if cell.picture is not None}
    answers = {cell.box for cell in table.cells if columns and _is_answer(table, columns, cell)}
    figures = [box for box in inked if box in answers]
    words = [box for box in inked if box not in answers and box not in table.read]
    read_words = pool.submit(read_texts, [inked[box] for box in words])
    rows = [[Cell()] * width for _ in range(table.grid.row_count)]
    readings = read_figures([inked[box] for box in figures], pool) + read_words.result()
    by_box = table.read | dict(zip(figures + words, readings, strict=True))
    for cell in table.cells:
        at = columns.column_of(table, cell) if columns else cell.grid.column
        own = Cell(box=cell.box, is_bounded=table.is_ruled)
        if cell.box in by_box:
            own = _read_cell(own, cell, by_box[cell.box], columns is not None)
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
