"""A sample as an OCR engine might write it: lines of text, cells run together, form feeds between pages."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from cchc.sample.content import SampleReport, Style
from cchc.sample.layout import FOOTER, Layout, Row, lay_out
from cchc.sample.printing import AS_USUAL, Printing

NAME, ENDING = "txt", ".txt"  # of --format, and of its files
_LINE, _PAGE = 80, 44  # characters in a line of narrative, lines on a page
_WIDTHS = (5, 40, 14, 12, 24)  # characters in a line of each column
_CENTRED = (0, 2, 3)  # columns whose cells may stand in the middle of a row's height
_STROKE = str.maketrans("đĐ", "dD")


def render(report: SampleReport, path: Path, printing: Printing = AS_USUAL) -> None:
    """Write the report as UTF-8 text, with or without diacritics as its style has it."""
    layout = lay_out(report)
    pages = [*_pages(_letter(layout), ()), *_pages(_tables(layout, report.style), _heading(layout, report.style))]
    text = "\f".join("\n".join([*page, "", FOOTER, ""]) for page in pages)
    path.write_text(text if report.style.with_diacritics else _without_diacritics(text), encoding="utf-8", newline="\n")


def _without_diacritics(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKE))
    return "".join(mark for mark in decomposed if unicodedata.category(mark) != "Mn")


def _pages(blocks: Iterable[list[str]], heading: tuple[str, ...]) -> Iterator[list[str]]:
    """Blocks of lines on pages; a block is not split, and each page begins with the heading."""
    page = list(heading)
    for block in blocks:
        if len(page) + len(block) > _PAGE:
            yield page
            page = list(heading)
        page.extend(block)
    yield page


def _letter(layout: Layout) -> Iterator[list[str]]:
    yield [f"{left}   {right}" for left, right in zip(layout.issuer, layout.state, strict=True)]
    yield [f"{layout.number}   {layout.place_and_date}", "", *layout.title, ""]
    for paragraph in layout.narrative:
        yield [*textwrap.wrap(paragraph, _LINE, break_long_words=False, break_on_hyphens=False), ""]
    yield [*layout.signature, "", *layout.appendix_title, ""]


def _heading(layout: Layout, style: Style) -> tuple[str, ...]:
    return tuple(_joined(row, style) for row in layout.heading_rows)


def _tables(layout: Layout, style: Style) -> Iterator[list[str]]:
    """One block a row; before the rows of a further table its title and the heading once more."""
    for at, table in enumerate(layout.tables):
        if table.title:
            yield ["", *table.title, *(_heading(layout, style) if at else ())]
        for row in table.rows:
            yield _row(row, style)


def _row(row: Row, style: Style) -> list[str]:
    cells = [_wrapped(text, width) for text, width in zip(row.cells, _WIDTHS, strict=True)]
    height = max(len(cell) for cell in cells)
    if style.centred_cells:
        cells = [
            [""] * ((height - len(cell)) // 2) + cell if column in _CENTRED else cell
            for column, cell in enumerate(cells)
        ]
    return [_joined(line, style) for line in zip_longest(*cells, fillvalue="")]


def _wrapped(text: str, width: int) -> list[str]:
    parts = text.split("\n")
    return [
        line for part in parts for line in textwrap.wrap(part, width, break_long_words=False, break_on_hyphens=False)
    ]


def _joined(cells: Iterable[str], style: Style) -> str:
    return style.separator.join(cell for cell in cells if cell)
