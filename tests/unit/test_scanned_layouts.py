"""Scans of tables as different makers lay them out: what is stood by is right, and nothing printed becomes a blank."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import cv2
import numpy
import pytest

from cchc.reading.formats import scan
from cchc.reading.number_grammar import BLANK, CLEAR
from cchc.reading.scanning.page_images import PageImage, in_full_contrast
from cchc.reading.scanning.page_layout import lay_out
from cchc.reading.scanning.photographs import as_scanned
from cchc.reading.table.answers import place_table_rows, read_table_cells
from cchc.reading.table.column_headings import find_heading
from cchc.reading.table.empty_cells import surroundings
from cchc.reference.form import load_forms

from . import drawn_pages

pytestmark = pytest.mark.skipif(
    shutil.which("tesseract") is None and os.environ.get("CI") != "true",
    reason="tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-vie",
)


def read(tmp_path: Path, *pages: PageImage) -> list[tuple[str, str]]:
    """Status and text of each drawn answer."""
    path = tmp_path / "scan.png"
    path.write_bytes(b"drawn")
    form = replace(load_forms()[0], rows=drawn_pages.rows())
    table = scan.read_pages(path, pages).table
    heading = find_heading(table)
    placed, rows = place_table_rows(table, heading, form)
    beside = surroundings(placed, rows, heading.columns)
    cells = [
        read_table_cells(row, place, rows, heading.columns, beside)[0]
        for row, place in zip(form.rows, placed, strict=True)
    ]
    return [(one.reading.status, one.answer) for one in cells]


def compare(found: list[tuple[str, str]]) -> int:
    """How many answers are clear, each of which must be right; none may be a blank."""
    assert BLANK not in {status for status, _ in found}
    clear = [
        (text, answer) for (status, text), answer in zip(found, drawn_pages.ANSWERS, strict=True) if status == CLEAR
    ]
    assert all(text == answer for text, answer in clear)
    return len(clear)


@pytest.mark.parametrize("ruling", ["solid", "dashed", "level", "none"])
def test_a_table_is_read_however_it_is_ruled(tmp_path, ruling):
    found = read(tmp_path, drawn_pages.scanned(drawn_pages.page(ruling)))
    assert compare(found) >= len(drawn_pages.ANSWERS) - 1


@pytest.mark.parametrize("happened", ["shining_through", "with_black_rim"])
def test_what_a_scanner_adds_is_no_table(tmp_path, happened):
    page = getattr(drawn_pages, happened)(drawn_pages.page())
    assert compare(read(tmp_path, drawn_pages.scanned(page))) >= len(drawn_pages.ANSWERS) - 1


def test_a_copy_so_black_that_letters_run_together_is_read_with_thinner_strokes(tmp_path):
    page = drawn_pages.scanned(drawn_pages.page())
    black = replace(page, pixels=cv2.erode(page.pixels, numpy.ones((4, 4), numpy.uint8)))
    assert compare(read(tmp_path, black)) >= 9  # 6 as it is


def test_a_black_rim_is_not_searched_for_words():
    page = drawn_pages.scanned(drawn_pages.with_black_rim(drawn_pages.page()))
    with ThreadPoolExecutor() as pool:
        (layout,) = lay_out([page], pool)
    assert [line for area in layout.texts for line in area.lines] == ["SỐ LIỆU CẢI CÁCH HÀNH CHÍNH"]


@pytest.mark.parametrize("rules", [255, 0])
def test_a_white_heading_on_dark_paper_is_a_heading(tmp_path, rules):
    page = drawn_pages.page(dark_heading=rules)
    assert compare(read(tmp_path, drawn_pages.scanned(page))) >= len(drawn_pages.ANSWERS) - 1


@pytest.mark.parametrize(("seed", "degrees"), [(0, 2.0), (1, -3.0), (2, 4.0)])
def test_a_photograph_is_read_as_a_scan_is(tmp_path, seed, degrees):
    """Aslant, on a dark desk, half in shadow: without its setting upright no table was found."""
    photograph = drawn_pages.photographed(drawn_pages.page(), seed, degrees=degrees)
    page = PageImage(1, in_full_contrast(as_scanned(photograph)))
    assert compare(read(tmp_path, page)) >= len(drawn_pages.ANSWERS) - 3


def test_a_stamp_hides_figures_and_makes_none(tmp_path):
    page = drawn_pages.stamped(drawn_pages.page())
    assert compare(read(tmp_path, drawn_pages.scanned(page))) >= len(drawn_pages.ANSWERS) - 4
