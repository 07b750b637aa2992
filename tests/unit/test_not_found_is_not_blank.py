"""Where no cell of the document proves that it is empty, an answer that was not seen is not found, and no blank."""

from __future__ import annotations

from collections.abc import Callable

import docx
import openpyxl
import pytest

from cchc.reading.documents import Line
from cchc.reading.extraction import extract
from cchc.reading.text.row_alignment import PlacedRow
from cchc.reading.text.row_cells import read_cells
from cchc.reference.form import load_forms

from .form_documents import Answer, Layout, answers, expected, found, write_docx, write_pdf, write_xlsx

ROWS = {row.indicator_code: row for form in load_forms() if form.version == "2021" for row in form.rows}
ANSWER, UNIT = 4, 3  # columns of the workbook, from 1
SEEN_BY_AN_ENGINE = {  # what tesseract made of rows whose figures stand on the paper, at 150 to 300 dpi
    "count, 7 lost": ("IV.1.3", ["UBND cấp huyện Vị"]),
    "count, 4 lost beside its unit": ("IV.1.4", ["Số lượng phòng ban chuyên môn thuộc Cơ quan, đơn"]),
    "count, 17226 lost": ("III.6.2", ["quyết và trả kết quả"]),
    "count, 10 left as a rule's remains": ("IV.2.3", ["S6 hgp dong lao d6éng lam viéc tai", "hanh chinh nw6éc _"]),
    "count, 435 left as a dash": ("III.3.1", ["Số TTHC đã cập nhật, công khai trên z", "Trang Một cửa điện tử -"]),
    "percentage, 100 lost": ("III.6.8", ["Tỷ lệ hồ sơ TTHC do UBND cấp xã tiếp nhận %", "được giải quyết đúng hẹn"]),
    "flag, 1 lost beside its list": ("VII.6.3", [
        "S6 lwong don vi thudc, truc thudc thuc Co=1", "hién xem xét cla lAnh dao déi voi hé Re i:",
        "= ieee Khéng = 0", "th6ng quan ly chat lugng"]),
    "flag, 0 lost with its list": ("I.7", ["hành chính An"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEN_BY_AN_ENGINE)
def test_a_figure_that_an_engine_passed_over_is_not_found(name):
    code, texts = SEEN_BY_AN_ENGINE[name]
    lines = tuple(Line(1, number, text) for number, text in enumerate(texts, start=1))
    cells = read_cells(ROWS[code], PlacedRow(ROWS[code].position, lines, 0.8))
    assert (cells.reading.status, cells.reading.value) == ("not_found", None)
    assert cells.confidence == 0


def test_a_row_without_lines_is_not_found():
    assert read_cells(ROWS["I.1.1"], PlacedRow(1, (), 0.0)).reading.status == "not_found"


@pytest.mark.parametrize(
    ("ending", "layout", "status"),
    [
        ("xlsx", Layout(), "blank"),
        ("docx", Layout(), "blank"),
        ("pdf", Layout(), "blank"),
        ("pdf", Layout(ruled="none", font_size=9, middle=False), "not_found"),
    ],
)
def test_only_a_cell_of_the_document_is_blank(tmp_path, ending, layout, status):
    given = answers(6, blanks=0.2)
    write = {"xlsx": write_xlsx, "docx": write_docx, "pdf": write_pdf}[ending]
    read = found(extract(write(tmp_path / f"report.{ending}", given, layout)).rows)
    assert read == expected(given, absent=status)
    assert status in {one[3] for one in read.values()}


def workbook_with(tmp_path, change: Callable[[openpyxl.worksheet.worksheet.Worksheet, int], None]) -> dict[str, tuple]:
    """What is read from a workbook in which the row of I.1.1 has no answer and was changed."""
    path = write_xlsx(tmp_path / "report.xlsx", {**answers(1, blanks=0), "I.1.1": Answer()})
    workbook = openpyxl.load_workbook(path)
    label = ROWS["I.1.1"].label_vi
    sheet = workbook.active
    row = next(cell.row for line in sheet.iter_rows() for cell in line if cell.value == label)
    change(sheet, row)
    workbook.save(path)
    return found(extract(path).rows)


def slipped(column: int, text: str | int) -> Callable:
    return lambda sheet, row: sheet.cell(row, column, text)


CHANGES: dict[str, tuple[str, Callable]] = {
    "nothing changed": ("blank", lambda sheet, row: None),
    "a dash": ("blank", slipped(ANSWER, "-")),
    "words in the note": ("blank", slipped(ANSWER + 1, "Chưa phát sinh trong năm 2022")),
    "a figure in the note": ("not_found", slipped(ANSWER + 1, 37)),
    "a figure in the unit": ("not_found", slipped(UNIT, "37 Nhiệm vụ")),
    "a figure in the label": ("not_found", lambda sheet, row: sheet.cell(row, 2, f"{sheet.cell(row, 2).value}: 37")),
    "no unit": ("not_found", slipped(UNIT, "")),
    "under a merged cell": (
        "not_found",
        lambda sheet, row: sheet.merge_cells(start_row=row - 1, end_row=row, start_column=ANSWER, end_column=ANSWER),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_cell_of_a_workbook_is_blank_where_no_figure_stands_about(tmp_path, name):
    status, change = CHANGES[name]
    assert workbook_with(tmp_path, change)["I.1.1"][3] == status


@pytest.mark.parametrize("lost", [slice(3, None), slice(3, 4)], ids=["with the note", "alone"])
def test_a_row_of_word_without_a_cell_for_its_answer_is_not_found(tmp_path, lost):
    path = write_docx(tmp_path / "report.docx", {**answers(1, blanks=0), "I.1.1": Answer()})
    document = docx.Document(path)
    rows = [row for table in document.tables for row in table.rows]
    row = next(row for row in rows if len(row.cells) > 1 and row.cells[1].text == ROWS["I.1.1"].label_vi)
    for cell in row._tr.tc_lst[lost]:
        row._tr.remove(cell)
    document.save(path)
    assert found(extract(path).rows)["I.1.1"][3] == "not_found"


def test_a_row_of_word_that_shares_its_note_with_those_above_is_blank(tmp_path):
    codes = ("I.1.1", "I.1.2", "I.1.3")
    path = write_docx(tmp_path / "report.docx", {**answers(1, blanks=0), **dict.fromkeys(codes, Answer())})
    document = docx.Document(path)
    labels = [ROWS[code].label_vi for code in codes]
    (table,) = (
        one for one in document.tables if any(row.cells[1:2] and row.cells[1].text in labels for row in one.rows)
    )
    own = [row.cells[-1] for row in table.rows if row.cells[1].text in labels]
    own[0].merge(own[-1]).text = "Chưa có hướng dẫn của Bộ Nội vụ"
    document.save(path)
    assert [found(extract(path).rows)[code][3] for code in codes] == ["blank"] * len(codes)
