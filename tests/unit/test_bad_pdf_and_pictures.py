"""PDF files and pictures that cannot be read as they are: refused in words, in bounded time, or flagged."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy
import pypdfium2
import pypdfium2.raw as pdf_c
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from cchc.errors import CchcError
from cchc.reading.extraction import extract
from cchc.reading.formats import read_document
from cchc.reading.scanning.page_images import page_count, page_images
from cchc.sample import render_pdf
from cchc.sample.choosing import units_for
from cchc.sample.generate import generate


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """A whole sample report with text."""
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    render_pdf.render(generate(units_for(2022, ("944",), None)[0], 2022, 5), path)
    return path


def pages_of(source: Path, target: Path, pages: list[int]) -> Path:
    """Some pages of a PDF in this order, as another PDF."""
    with pypdfium2.PdfDocument(source) as document, pypdfium2.PdfDocument.new() as chosen:
        chosen.import_pages(document, pages)
        chosen.save(target)
    return target


def text_pdf(path: Path, pages: int, encryption: StandardEncryption | None = None) -> Path:
    canvas = Canvas(str(path), encrypt=encryption)
    for number in range(pages):
        canvas.drawString(72, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    return path


def test_a_cut_pdf_is_refused(report, tmp_path):
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(report.read_bytes()[: report.stat().st_size // 2])
    with pytest.raises(CchcError, match=r"end is missing.*send it whole"):
        extract(cut)


def test_a_picture_under_the_name_of_a_pdf_is_refused(tmp_path):
    path = tmp_path / "scan.pdf"
    Image.new("L", (800, 1000), 255).save(path, "PNG")
    with pytest.raises(CchcError, match="not a PDF, whatever its name says"):
        extract(path)


def test_a_pdf_with_a_password_is_refused(tmp_path):
    locked = text_pdf(tmp_path / "locked.pdf", 1, StandardEncryption("secret", "owner"))
    with pytest.raises(CchcError, match="protected by a password"):
        extract(locked)


def test_a_pdf_that_only_may_not_be_changed_is_read(tmp_path):
    open_to_readers = text_pdf(tmp_path / "owned.pdf", 1, StandardEncryption("", "owner", canModify=0))
    assert [line.text for line in read_document(open_to_readers).lines] == ["page 0"]


@pytest.mark.parametrize("pages", [300, 2000])
def test_a_pdf_of_very_many_pages_is_refused_before_it_is_read(tmp_path, pages):
    with pytest.raises(CchcError, match=rf"{pages:,} pages; a file of its kind has at most"):
        extract(text_pdf(tmp_path / "long.pdf", pages))


@pytest.mark.parametrize("times", [1, 2])
def test_a_page_that_unpacks_to_a_hundred_megabytes_is_refused_before_it_is_unpacked(tmp_path, times):
    packed = b"0 0 m 1 1 l S\n" * 7_000_000
    for _ in range(times):
        packed = zlib.compress(packed, 9)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(packed), b" /FlateDecode" * times, packed),
    )
    path = tmp_path / "bomb.pdf"
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%EOF\n")
    with pytest.raises(CchcError, match="unpacks to more"):
        extract(path)


def test_two_reports_in_one_pdf_are_refused(report, tmp_path):
    with pypdfium2.PdfDocument(report) as document:
        count = len(document)
    twice = pages_of(report, tmp_path / "twice.pdf", [*range(count), *range(count)])
    with pytest.raises(CchcError, match="two reports"):
        extract(twice)


def test_a_missing_page_of_a_pdf_is_noticed(report, tmp_path):
    with pypdfium2.PdfDocument(report) as document:
        count = len(document)
    gap = pages_of(report, tmp_path / "gap.pdf", [page for page in range(count) if page != count - 3])
    with pytest.raises(CchcError, match=r"were not found.*Is a page missing"):
        extract(gap)


def test_pages_of_a_pdf_in_the_wrong_order_are_never_read_wrong(report, tmp_path):
    with pypdfium2.PdfDocument(report) as document:
        count = len(document)
    order = [*range(count - 3), count - 2, count - 3, count - 1]
    try:
        swapped = extract(pages_of(report, tmp_path / "swapped.pdf", order))
    except CchcError as error:
        assert "order" in str(error) or "missing" in str(error)
        return
    right = {row["indicator_code"]: row for row in extract(report).rows}
    for row in swapped.rows:
        assert row["read_status"] != "clear" or row["value"] == right[row["indicator_code"]]["value"]


@pytest.fixture(scope="module")
def right(report) -> dict[str, tuple[str, str]]:
    return values_of(report)


def values_of(path: Path) -> dict[str, tuple[str, str]]:
    return {row["indicator_code"]: (row["read_status"], row["value"]) for row in extract(path).rows}


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_as_its_words_run(report, right, tmp_path, turned):
    path = tmp_path / "turned.pdf"
    with pypdfium2.PdfDocument(report) as document:
        for page in document:
            page.set_rotation(turned)
        document.save(path)
    assert values_of(path) == right


def test_small_print_keeps_its_dots(report, right, tmp_path):
    """Two pages on one sheet: letters of five points, whose dots hardly leave ink."""
    path = tmp_path / "two_on_one.pdf"
    with pypdfium2.PdfDocument(report) as document:
        width, height = document[0].get_size()
        pypdfium2.PdfDocument(pdf_c.FPDF_ImportNPagesToOne(document, width, height, 1, 2)).save(path)
    assert values_of(path) == right


@pytest.mark.parametrize(("name", "kind"), [("scan.png", "PNG"), ("scan.jpg", "JPEG"), ("scan.tif", "TIFF")])
def test_a_cut_picture_is_refused(tmp_path, name, kind):
    path = tmp_path / name
    noise = numpy.random.default_rng(1).integers(0, 255, (900, 700), dtype=numpy.uint8)
    Image.fromarray(noise).save(path, kind)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(CchcError, match=r"breaks off or is damaged|cannot be opened as a picture"):
        list(page_images(path))


def test_a_renamed_binary_is_no_picture(tmp_path):
    path = tmp_path / "scan.png"
    path.write_bytes(bytes(range(256)) * 50)
    with pytest.raises(CchcError, match="cannot be opened as a picture"):
        list(page_images(path))


def test_a_picture_that_declares_ten_thousand_million_pixels_costs_nothing(tmp_path):
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    path = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b""))
    with pytest.raises(CchcError, match=r"cannot be opened as a picture|is too large"):
        list(page_images(path))


def test_a_scan_of_very_many_pages_is_refused_before_it_is_drawn(tmp_path):
    long = text_pdf(tmp_path / "long.pdf", 121)
    with pytest.raises(CchcError, match=r"121 pages; a file of its kind has at most 120.*CCHC_PAGES_A_FILE=121"):
        page_count(long)


def test_a_picture_of_a_stamp_is_too_small_to_be_a_page(tmp_path):
    path = tmp_path / "stamp.png"
    Image.new("L", (300, 300), 255).save(path)
    with pytest.raises(CchcError, match="hold no legible page"):
        list(page_images(path))
