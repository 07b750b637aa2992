"""The sheet of a review that shows whole pages, to look on for what no cell of the document shows."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from openpyxl.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from cchc.workbooks.parts import FONT, lock, set_paper, write_text

PAGE_SHEET = "Trang tài liệu"
_ROW_PIXELS = 20  # of a row as high as Excel makes it


def write_pages(sheet: Worksheet, pages: Mapping[tuple[str, int], bytes]) -> dict[tuple[str, int], str]:
    """Write the pages (JPEG files, by report and number) one under another; where each stands, by its cell."""
    places: dict[tuple[str, int], str] = {}
    row = 1
    for report_id, number in sorted(pages):
        heading = sheet.cell(row, 1)
        write_text(heading, f"{report_id}, trang {number}")
        heading.font = Font(name=FONT, size=13, bold=True)
        places[report_id, number] = heading.coordinate
        picture = Image(BytesIO(pages[report_id, number]))
        sheet.add_image(picture, sheet.cell(row + 1, 1).coordinate)
        row += picture.height // _ROW_PIXELS + 3
    lock(sheet)
    set_paper(sheet, "portrait", "1:1")
    return places


def link_to_page(cell: Cell, number: int, place: str) -> None:
    """Let a cell lead to a page of that sheet."""
    write_text(cell, f"xem trang {number}")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{PAGE_SHEET}'!{place}")
    cell.font = Font(name=FONT, size=10, underline="single", color="0563C1")
