"""PDFs printed with two pages on each sheet: read page by page, and shown where they stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdf_c
import pytest

from cchc.reading.extraction import extract
from cchc.reading.formats.pdf_pages import read_pages
from cchc.reading.formats.sheets import pages_of_sheets
from cchc.reading.page_words import Rule, Word

from .form_documents import Layout, answers, expected, found, write_pdf

_WIDTH, _HEIGHT = 842.0, 595.0  # points of A4 on its side


def two_up(path: Path, layout: Layout) -> Path:
    write_pdf(path, answers(4, blanks=0), layout)
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        sheets = pypdfium2.PdfDocument(pdf_c.FPDF_ImportNPagesToOne(document, _WIDTH, _HEIGHT, 2, 1))
        sheets.save(path)
    return path


@pytest.mark.parametrize("ruled", ["all", "horizontal"])
def test_two_pages_on_a_sheet_are_read_one_after_the_other(tmp_path, ruled):
    read = extract(two_up(tmp_path / "report.pdf", Layout(ruled=ruled, repeated_heading=False)))
    assert found(read.rows) == expected(answers(4, blanks=0))


def test_an_answer_of_the_right_page_has_its_place_on_the_sheet(tmp_path):
    read = extract(two_up(tmp_path / "report.pdf", Layout(repeated_heading=False)))
    lefts = [place.box[0] for place in read.places if place.box]
    assert len(lefts) == len(read.rows)
    assert {left > _WIDTH / 2 for left in lefts} == {False, True}


def test_a_number_in_the_middle_of_a_sheets_foot_is_no_hindrance_but_words_over_its_middle_are(tmp_path):
    sheets = list(read_pages(two_up(tmp_path / "report.pdf", Layout())))
    number = Word("2", _WIDTH / 2 - 3, _WIDTH / 2 + 3, _HEIGHT - 20, _HEIGHT - 10, _HEIGHT - 12)
    numbered = [replace(sheet, words=(*sheet.words, number)) for sheet in sheets]
    assert len(pages_of_sheets(numbered)) > len(sheets)
    over = [replace(sheet, words=(*sheet.words, replace(number, top=300, bottom=310))) for sheet in sheets]
    assert pages_of_sheets(over) == over


def test_a_page_whose_table_goes_over_its_middle_is_one(tmp_path):
    sheets = list(read_pages(two_up(tmp_path / "report.pdf", Layout())))
    whole = [replace(sheet, rules=(*sheet.rules, Rule(50, _WIDTH - 50, 300, 300))) for sheet in sheets]
    assert pages_of_sheets(whole) == whole
