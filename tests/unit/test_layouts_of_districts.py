"""Tables as districts lay them out, in every digital format: with other columns, words and rows than the form's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from cchc.errors import CchcError
from cchc.reading.extraction import extract
from cchc.reading.formats.pdf_pages import read_pages
from cchc.reading.page_words import Word
from cchc.reading.table.unruled_tables import aligned_parts

from .form_documents import Layout, answers, expected, found, write_docx, write_pdf, write_xlsx

FORMATS = {"xlsx": write_xlsx, "docx": write_docx, "pdf": write_pdf}
BY_YEAR = {"last_year": "Năm 2021", "answer": "Năm 2022"}
WITH_LAST_YEAR = ("stt", "label", "unit", "last_year", "answer", "note")
LAYOUTS = {
    "columns by year": Layout(WITH_LAST_YEAR, headings=BY_YEAR),
    "last year and this": Layout(("code", "label", "unit", "last_year", "answer"), headings={"answer": "Năm nay"}),
    "next year's plan": Layout(("stt", "label", "unit", "answer", "next_year"), headings={"answer": "Thực hiện"}),
    "units after figures": Layout(("stt", "label", "answer", "note"), unit_after_figure=True),
    "codes by name": Layout(codes_by_name=True),
    "no words over the answers": Layout(("stt", "label", "answer", "unit", "note"), headings={"answer": "…"}),
    "the figures before they were changed": Layout(
        WITH_LAST_YEAR, headings={"last_year": "Số liệu ban đầu", "answer": "Số liệu điều chỉnh"}
    ),
    "words nobody thought of": Layout(headings={"label": "Tên tiêu chuẩn", "answer": "Mức đạt"}),
    "code and answer first": Layout(("code", "answer", "label", "unit")),
    "totals between": Layout(total_every=19),
    "without sections": Layout(without_sections=True),
}
ONE_FORMAT = {
    "xlsx": {"years under one heading": Layout(WITH_LAST_YEAR, BY_YEAR, two_row_heading=True, group=(
        "last_year", "answer"), group_heading="Số lượng/Tỷ lệ"),
        "checked figures before": Layout(WITH_LAST_YEAR, {"last_year": "Thẩm định", "answer": "Báo cáo"},
        two_row_heading=True, group=("last_year", "answer"), group_heading="Số lượng/Tỷ lệ")},
    "docx": {"years under one heading": Layout(WITH_LAST_YEAR, BY_YEAR, two_row_heading=True, group=(
        "last_year", "answer"), group_heading="Số lượng/Tỷ lệ")},
    "pdf": {
        "upright lines only": Layout(ruled="upright"),
        "no lines, last year": Layout(WITH_LAST_YEAR, ruled="none", font_size=9, middle=False),
        "no lines, wide letters": Layout(ruled="none", font_size=12),
    },
}  # fmt: skip
CASES = [(ending, name, layout) for ending in FORMATS for name, layout in {**LAYOUTS, **ONE_FORMAT[ending]}.items()]


@pytest.mark.parametrize(("ending", "name", "layout"), CASES, ids=[f"{ending}: {name}" for ending, name, _ in CASES])
def test_every_answer_is_read_right_and_sure(tmp_path, ending, name, layout):
    given = answers(len(name), blanks=0.1)
    read = extract(FORMATS[ending](tmp_path / f"report.{ending}", given, layout))
    has_cells = layout.ruled == "all"
    assert found(read.rows) == expected(given, absent="blank" if has_cells else "not_found")
    assert read.heading.report_id == "943-2022"


def test_a_column_of_another_year_is_never_taken(tmp_path):
    path = write_xlsx(tmp_path / "report.xlsx", answers(1), Layout(headings={"answer": "Năm 2020"}))
    with pytest.raises(CchcError, match="no heading over its columns"):
        extract(path)


def test_two_columns_of_answers_that_differ_are_doubtful(tmp_path):
    given = answers(3, blanks=0)
    layout = Layout(("stt", "label", "unit", "answer", "last_year"), headings={"last_year": "Số liệu"})
    read = extract(write_xlsx(tmp_path / "report.xlsx", given, layout))
    differ = [row for row in read.rows if len(set(row["raw_value"].split())) > 1]
    assert len(differ) > 100
    assert all(row["read_status"] != "clear" for row in differ)


def test_figures_that_nothing_names_beside_a_heading_that_is_only_like_one_are_doubtful(tmp_path):
    given = answers(3, blanks=0)
    layout = Layout(WITH_LAST_YEAR, headings={"last_year": "Bộ phận", "answer": "Số lượngtỷ"})
    read = extract(write_xlsx(tmp_path / "report.xlsx", given, layout))
    assert sum(row["read_status"] == "clear" for row in read.rows) < 40  # where both columns say the same


def test_an_answer_with_other_words_is_doubtful(tmp_path):
    path = write_xlsx(tmp_path / "report.xlsx", answers(3, blanks=0))
    book = openpyxl.load_workbook(path)
    row = next(row for row in book.active.iter_rows() if row[1].value == "Số văn bản chỉ đạo CCHC đã ban hành")
    row[3].value = "5 nghìn văn bản"
    book.save(path)
    read = next(row for row in extract(path).rows if row["indicator_code"] == "I.1.3")
    assert (read["read_status"], read["value"]) == ("doubtful", "5")


def test_words_over_a_heading_that_return_with_it_are_in_no_row(tmp_path):
    """`Kết quả thống kê` on a line of its own, on every page right over the heading of a table with level lines."""
    pages = []
    for page in read_pages(write_pdf(tmp_path / "report.pdf", answers(5), Layout(ruled="horizontal"))):
        head = next((word for word in page.words if word.text == "Chỉ"), None)
        top = 0 if head is None else head.top
        over = Word("Kết quả thống kê", 370, 445, top - 14, top - 2, top - 4)
        pages.append(replace(page, words=page.words if head is None else (*page.words, over)))
    assert sum("Kết quả thống kê" in {word.text for word in page.words} for page in pages) > 2
    rows = [row for part in aligned_parts(pages) or () if isinstance(part, tuple) for row in part]
    assert len(rows) > 180
    assert not any(
        "thống kê" in cell.text for row in rows[1:] for cell in row.cells if cell.text != "Chỉ tiêu thống kê"
    )


TCVN3 = dict(zip(
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ",
    strict=True,
))  # fmt: skip
VNI = {"à": "aø", "á": "aù", "ả": "aû", "ã": "aõ", "ạ": "aï", "â": "aâ", "ấ": "aá", "ậ": "aä", "đ": "ñ", "ê": "eâ",
       "ế": "eá", "ệ": "eä", "ố": "oá", "ộ": "oä", "ơ": "ô", "ủ": "uû", "ụ": "uï", "ư": "ö", "ự": "öï"}  # fmt: skip


@pytest.mark.parametrize(("letters", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
def test_letters_older_than_unicode_are_named(tmp_path, letters, name):
    path = write_docx(tmp_path / "report.docx", answers(2))
    document = docx.Document(path)
    for text in document.element.body.iter("{*}t"):
        text.text = "".join(letters.get(letter.lower(), letter) for letter in text.text)
    document.save(path)
    with pytest.raises(CchcError, match=rf"in {name} .*Convert it to Unicode"):
        extract(path)


def test_a_lone_figure_at_a_pages_foot_is_an_answer_and_no_page_number(tmp_path):
    """A row of two lines with its answer between them, as the last one of a page."""
    from reportlab.pdfgen.canvas import Canvas

    from .form_documents import font_with_vietnamese

    path: Path = tmp_path / "foot.pdf"
    canvas = Canvas(str(path))
    canvas.setFont(font_with_vietnamese(), 10)
    for height, texts in ((58, ["Tổ chức đối thoại"]), (51, ["", "1"]), (44, ["của lãnh đạo"]), (20, ["", "7"])):
        for left, text in zip((70, 400), texts, strict=False):
            canvas.drawString(left, height, text)
    canvas.save()
    from cchc.reading.formats.pdf_pages import read_pages
    from cchc.reading.page_words import is_page_number, lines_of

    page = next(read_pages(path))
    numbers = {line[0].text: is_page_number(line, page) for line in lines_of(list(page.words)) if len(line) == 1}
    assert (numbers["1"], numbers["7"]) == (False, True)
