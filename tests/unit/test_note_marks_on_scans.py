"""A raised mark beside a figure on a scan is no digit of it."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest

from cchc.reading.number_grammar import without_note_mark
from cchc.reading.scanning.cell_ocr import read_figures
from cchc.reading.scanning.cell_pictures import inked_part
from cchc.reading.scanning.note_marks import without_note_marks

from . import drawn_pages

FIGURES = ("5", "17", "366", "6.632", "82,23", "45/46")
MARKS = ("1", "2", "12", "*")


def unmarked(*drawn, **how):
    return without_note_marks(inked_part(drawn_pages.cell(*drawn, **how)))


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("family", ["Arimo", "Tinos", "Cousine"])
def test_a_raised_mark_is_seen_and_no_digit_is_taken_for_one(family, dpi):
    for figure, mark in product(FIGURES, MARKS):
        found = unmarked(figure, mark, family, dpi)
        assert found.is_marked or found.doubt, (figure, mark)
    for figure in (*FIGURES, "1.234.567", "70", "119", "82,23%"):
        assert not unmarked(figure, "", family, dpi).is_marked, figure


def test_what_stands_a_little_higher_is_doubted():
    """Figures of some old letters stand on no common line, and a figure may be broken."""
    assert unmarked("366", "2", raised=0.12).doubt
    broken = drawn_pages.cell("15")
    rows = range(*(round(share * broken.shape[0]) for share in (0.46, 0.52)))
    broken[rows] = 250
    found = without_note_marks(inked_part(broken))
    assert not found.is_marked


@pytest.mark.skipif(
    shutil.which("tesseract") is None and os.environ.get("CI") != "true",
    reason="tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-vie",
)
def test_a_figure_is_read_without_its_mark_and_a_mark_alone_is_no_figure():
    drawn = [
        ("5", "1", "Arimo", 300),
        ("5", "1", "Arimo", 150),
        ("366", "2", "Tinos", 200),
        ("6.632", "*", "Arimo", 200),
    ]
    cells = [inked_part(drawn_pages.cell(*one)) for one in [*drawn, ("", "4"), ("366", "")]]
    with ThreadPoolExecutor(2) as pool:
        *marked, alone, bare = read_figures(cells, pool)
    for (figure, *_), reading in zip(drawn, marked, strict=True):
        assert reading.doubt or (reading.text != figure and without_note_mark(reading.text) == figure)
    assert sum(not reading.doubt for reading in marked) >= 3
    assert alone.doubt
    assert (bare.text, bare.doubt) == ("366", "")
