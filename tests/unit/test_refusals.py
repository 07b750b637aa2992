"""A refusal says the true reason: what a document is, as far as can be told."""

from __future__ import annotations

from io import BytesIO

import docx
import numpy
import openpyxl
import pytest
from PIL import Image
from reportlab.platypus import Paragraph, SimpleDocTemplate

from cchc.errors import CchcError
from cchc.reading import many_files
from cchc.reading.extraction import extract
from cchc.reading.formats import pasted
from cchc.reading.many_files import read_many
from cchc.reading.scanning.page_images import page_images
from cchc.reading.scanning.pasted_pictures import pasted_pages
from cchc.reading.text.old_letters import old_encoding

from .form_documents import TOP, Layout, answers, form_2021, pdf_story, write_docx, write_xlsx

WORDS = "Ủy ban nhân dân huyện đề nghị các cơ quan, đơn vị triển khai thực hiện nhiệm vụ được giao trong năm 2022."
LETTERS = {
    "minutes": ("BIÊN BẢN", "Họp giao ban công tác cải cách hành chính"),
    "a letter": ("V/v đôn đốc báo cáo cải cách hành chính", "Kính gửi: các phòng"),
    "a decision": ("QUYẾT ĐỊNH", "Về việc kiện toàn tổ giúp việc"),
    "an invitation": ("GIẤY MỜI", "Dự họp"),
}


def _docx(path, lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(path)


def _xlsx(path, lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([line])
    book.save(path)


def _pdf(path, lines):
    style = pdf_story(answers(1), Layout())[0].style
    SimpleDocTemplate(str(path)).build([Paragraph(line, style) for line in lines])


def _txt(path, lines):
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("write", [_docx, _xlsx, _pdf, _txt])
@pytest.mark.parametrize("kind", LETTERS)
def test_another_document_is_named(tmp_path, write, kind):
    path = tmp_path / f"document.{write.__name__.strip('_')}"
    write(path, [*TOP[:4], *LETTERS[kind], *[f"{number}. {WORDS}" for number in range(12)]])
    with pytest.raises(CchcError, match=f"no report on a known form: it seems to be {kind}, and .*rows of form 20"):
        extract(path)


def test_a_document_of_two_lines_is_refused_and_does_not_fail(tmp_path):
    _docx(tmp_path / "two.docx", ["Kính gửi", "Trân trọng"])
    with pytest.raises(CchcError, match=r"no report .* there is no table in it"):
        extract(tmp_path / "two.docx")


def test_another_form_is_no_report_with_a_page_missing(tmp_path):
    """Two of three rows are other ones, all over the form."""
    path = write_xlsx(tmp_path / "form.xlsx", answers(2))
    book = openpyxl.load_workbook(path)
    labels = {row.label_vi for at, row in enumerate(form_2021().rows) if at % 3}
    for row in book.active.iter_rows():
        if row[1].value in labels:
            row[1].value = f"Diện tích gieo trồng, nuôi thả vụ {row[1].row} quy ra thóc của hộ"
    book.save(path)
    with pytest.raises(CchcError, match=r"laid out as another form: .* rows of form 20.*, the nearest known"):
        extract(path)


def test_what_nobody_foresaw_is_told_as_our_fault(tmp_path, monkeypatch):
    def fail(*_):
        raise ValueError("could not broadcast")

    monkeypatch.setattr(many_files, "extract_all", fail)
    monkeypatch.setattr("cchc.faults._FOLDER", tmp_path / "logs")
    (read,) = read_many([tmp_path / "report.docx"])
    assert "a fault of cchc" in read.error and "ValueError" not in read.error and "broadcast" not in read.error
    (log,) = (tmp_path / "logs").iterdir()
    assert log.name in read.error
    assert "could not broadcast" in log.read_text(encoding="utf-8")


def test_letters_alone_are_no_proof_of_an_old_encoding():
    assert old_encoding(["¸¶·¹¨ chữ lạ trên một trang scan mờ µµ" * 20]) is None
    assert old_encoding(["B¸o c¸o kÕt qu¶ c¶i c¸ch hµnh chÝnh cña huyÖn, n¨m 2021, c¸c thñ tôc, hå s¬ " * 5]) == (
        "TCVN3 (fonts .VnTime, .VnArial)"
    )


def _with_pictures(path, sizes):
    document = docx.Document()
    document.add_paragraph("Phụ lục kèm theo báo cáo")
    for at, size in enumerate(sizes):
        picture = path.parent / f"{at}.png"
        Image.fromarray(numpy.full(size, 200 + at, dtype=numpy.uint8)).save(picture)
        document.add_picture(str(picture))
    document.save(path)
    return path


def test_pasted_pages_are_read_as_a_scan_in_their_order(tmp_path, monkeypatch):
    path = _with_pictures(tmp_path / "pasted.docx", [(900, 700), (50, 80), (1000, 700)])
    assert [Image.open(BytesIO(one)).size for one in pasted_pages(path.read_bytes())] == [
        (700, 900),
        (700, 1000),
    ]
    assert [(page.page, page.pixels.shape) for page in page_images(path)] == [(1, (900, 700)), (2, (1000, 700))]
    monkeypatch.setattr("cchc.reading.formats.scan.read", lambda path, before: [line.text for line in before])
    from cchc.reading.formats import word

    assert word.read(path) == ["Phụ lục kèm theo báo cáo"]


def test_a_picture_beside_the_report_makes_it_no_scan(tmp_path):
    path = write_docx(tmp_path / "report.docx", answers(2))
    document = docx.Document(path)
    picture = tmp_path / "stamp.png"
    Image.fromarray(numpy.zeros((900, 900), dtype=numpy.uint8)).save(picture)
    document.add_picture(str(picture))
    document.save(path)
    assert not extract(path).document.is_scanned


def test_a_picture_of_no_page_is_none(tmp_path):
    assert pasted.read_pasted(tmp_path / "x", _with_pictures(tmp_path / "a.docx", [(50, 50)]).read_bytes(), []) is None


def test_grey_levels_of_sixteen_bits_are_those_of_eight(tmp_path):
    levels = numpy.tile(numpy.linspace(0, 255, 700, dtype=numpy.uint8), (800, 1))
    Image.fromarray(levels).save(tmp_path / "eight.tif")
    Image.fromarray(levels.astype(numpy.uint16) * 257).save(tmp_path / "sixteen.tif")
    eight, sixteen = (next(page_images(tmp_path / f"{name}.tif")).pixels for name in ("eight", "sixteen"))
    assert numpy.abs(eight.astype(int) - sixteen).max() <= 1


def test_half_a_report_is_no_other_form(tmp_path):
    """Its rows are half of one form's, and more than half of a shorter one's are a little like them."""
    book = openpyxl.load_workbook(write_xlsx(tmp_path / "whole.xlsx", answers(1)))
    book.active.delete_rows(book.active.max_row // 2, 200)
    book.save(tmp_path / "half.xlsx")
    with pytest.raises(CchcError, match=r"rows \S+ to VII\.6\.6 of form 2021 were not found"):
        extract(tmp_path / "half.xlsx")
