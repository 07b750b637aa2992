"""Scans with pages missing, misplaced, turned, or of nothing: refused in words, or read without a wrong figure."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import cv2
import numpy
import pytest
from PIL import Image

from cchc.errors import CchcError
from cchc.reading import extraction
from cchc.reading.documents import Cell, Document, TableRow
from cchc.reading.extraction import extract_document
from cchc.reading.formats import read_document, scan
from cchc.reading.scanning.cell_pictures import Mark, inked_part, marks_of
from cchc.reading.scanning.page_images import PageImage, in_full_contrast, page_count, page_images
from cchc.reading.scanning.page_order import check_page_order
from cchc.reading.scanning.stamps import without_stamps
from cchc.reading.scanning.table_grid import find_grids
from cchc.reading.scanning.typeface import _with_parts
from cchc.reference.form import load_forms

from . import drawn_pages

pytestmark = pytest.mark.skipif(
    shutil.which("tesseract") is None and os.environ.get("CI") != "true",
    reason="tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-vie",
)
SMALL = (1170, 827)  # A4 at 100 dpi
WHITE, BLACK = numpy.full(SMALL, 255, numpy.uint8), numpy.zeros(SMALL, numpy.uint8)
NOISE = numpy.random.default_rng(1).integers(0, 255, SMALL, dtype=numpy.uint8)


def photo() -> numpy.ndarray:
    """Soft light and dark areas without an edge, with grain."""
    down, across = numpy.mgrid[: SMALL[0], : SMALL[1]]
    light = 128 + 70 * numpy.sin(across / 170) + 50 * numpy.cos(down / 90)
    return numpy.clip(light + numpy.random.default_rng(2).normal(0, 6, SMALL), 0, 255).astype(numpy.uint8)


def clouds() -> numpy.ndarray:
    """Blurred noise, stretched to full contrast: shapes as large as letters."""
    return cv2.normalize(cv2.GaussianBlur(NOISE, (0, 0), 8), None, 0, 255, cv2.NORM_MINMAX)


NOTHING = {"white": WHITE, "black": BLACK, "noise": NOISE, "photo": photo(), "clouds": clouds()}


def of_part(part: int) -> numpy.ndarray:
    """The grey page with a part of the small form."""
    return drawn_pages.scanned(drawn_pages.page(part=part)).pixels


@pytest.fixture(scope="module")
def scanned(tmp_path_factory) -> Document:
    """Pages of a report, the second of them upside down, and pages of nothing between them: read once for all tests."""
    path = tmp_path_factory.mktemp("scan") / "scan.png"
    path.write_bytes(b"drawn")
    pages = [of_part(0), WHITE, numpy.rot90(of_part(1), 2), NOISE, of_part(2)]
    return scan.read_pages(path, [PageImage(number, pixels) for number, pixels in enumerate(pages, start=1)])


def as_pages(document: Document, pages: dict[int, int]) -> Document:
    """The document of these pages alone, by their number, each with the number that it gets, in this order."""

    def moved(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
        kept = [row for row in rows if row.page in pages]
        return tuple(replace(row, page=pages[row.page]) for row in sorted(kept, key=lambda row: pages[row.page]))

    lines = tuple(replace(line, page=pages[line.page]) for line in document.lines if line.page in pages)
    return replace(document, lines=lines, table=moved(document.table), parts=(*lines, moved(document.table)))


def rows_read(document: Document) -> Sequence[dict[str, str]]:
    return extract_document(document, unit_code="944", year=2021).rows


@pytest.fixture
def small_form(monkeypatch):
    """Documents are read as a form of as many rows as so many drawn pages have."""

    def set_parts(parts: int) -> None:
        rows = tuple(row for part in range(parts) for row in drawn_pages.rows(part))
        monkeypatch.setattr(extraction, "load_forms", lambda: (replace(load_forms()[0], rows=rows),))

    return set_parts


def compare(read_rows: Sequence[dict[str, str]]) -> int:
    """How many answers are clear, each of which must be right; none may be a blank."""
    answers = drawn_pages.ANSWERS * (len(read_rows) // len(drawn_pages.ANSWERS))
    assert all(row["read_status"] != "blank" for row in read_rows)
    clear = [(row["raw_value"], answer) for row, answer in zip(read_rows, answers, strict=True)
             if row["read_status"] == "clear"]  # fmt: skip
    assert all(found == answer for found, answer in clear)
    return len(clear)


@pytest.mark.parametrize("name", NOTHING)
def test_a_picture_of_nothing_is_refused(tmp_path, name):
    path = tmp_path / "nothing.png"
    Image.fromarray(NOTHING[name]).save(path)
    with pytest.raises(CchcError, match=r"no text is legible on its pages|took more than"):
        read_document(path)


def test_pages_upside_down_and_of_nothing_change_no_answer(scanned, small_form):
    small_form(3)
    assert compare(rows_read(scanned)) >= 33


def test_a_missing_page_is_noticed(scanned, small_form):
    small_form(3)
    with pytest.raises(CchcError, match=r"were not found.*Is a page missing"):
        rows_read(as_pages(scanned, {1: 1, 5: 2}))


def test_scanned_pages_in_the_wrong_order_are_refused(scanned):
    with pytest.raises(CchcError, match="page 2 holds rows that stand on the form before those of page 1"):
        rows_read(as_pages(scanned, {3: 1, 1: 2}))


def rows_of(page: int, part: int) -> tuple[TableRow, ...]:
    """The rows of a page as they are read, their labels a little misread."""
    labels = [row.label_vi.replace("ượ", "uợ") for row in drawn_pages.rows(part)]
    return tuple(TableRow(page, at, (Cell(), Cell(label), Cell("1"))) for at, label in enumerate(labels))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_any_order_of_pages_but_the_forms_own_is_noticed(order):
    parts = [rows_of(page, part) for page, part in enumerate(order, start=1)]
    if order == (0, 1, 2):
        check_page_order(Path("scan.pdf"), parts)
    else:
        with pytest.raises(CchcError, match="Put them in order or split the file"):
            check_page_order(Path("scan.pdf"), parts)


def test_a_second_report_after_the_first_is_noticed():
    parts = [rows_of(page, part) for page, part in enumerate((0, 1, 2, 0, 1, 2), start=1)]
    with pytest.raises(CchcError, match=r"page 4 holds rows .* two reports in one file"):
        check_page_order(Path("scan.pdf"), parts)


def test_a_page_of_few_known_rows_says_nothing_of_the_order():
    check_page_order(Path("scan.pdf"), [rows_of(1, 1), rows_of(2, 0)[:2], rows_of(3, 2)])


def tiff(path: Path) -> tuple[bytes, list[tuple[int, int]]]:
    """The bytes of a TIFF file of three pages, and where the picture of its second page starts and ends."""
    pages = [Image.fromarray(drawn_pages.page())] * 3
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="tiff_lzw")
    with Image.open(path) as picture:
        picture.seek(1)
        starts, sizes = picture.tag_v2[273], picture.tag_v2[279]
    return path.read_bytes(), [(start, start + size) for start, size in zip(starts, sizes, strict=True)]


def test_a_damaged_page_of_a_tiff_file_is_named(tmp_path):
    path = tmp_path / "scan.tif"
    content, strips = tiff(path)
    start, end = strips[len(strips) // 2]
    path.write_bytes(content[:start] + bytes(end - start) + content[end:])
    assert page_count(path) == 3
    with pytest.raises(CchcError, match="page 2 breaks off or is damaged"):
        list(page_images(path))


def test_a_tiff_file_that_breaks_off_is_refused(tmp_path):
    path = tmp_path / "scan.tif"
    content, strips = tiff(path)
    path.write_bytes(content[: strips[len(strips) // 2][0]])
    with pytest.raises(CchcError, match="breaks off or is damaged"):
        page_count(path)


def test_a_huge_picture_in_a_pdf_is_refused_before_it_is_unpacked(tmp_path):
    side = 12_000
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(b"\xff" * side) for _ in range(side)), packer.flush()])
    drawing = b"595 0 0 842 0 0 cm /I Do"
    picture = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<<%s/Width %d/Height %d/Length %d>>stream\n%s\nendstream" % (picture, side, side, len(packed), packed),
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    path = tmp_path / "huge.pdf"
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF\n")
    with pytest.raises(CchcError, match="12000 × 12000 pixels is too large"):
        read_document(path)


@pytest.mark.parametrize(
    ("change", "is_kept"),
    [
        (lambda page: 250 - (250 - page) * 0.3, False),  # three tenths of the contrast
        (lambda page: 255 - page, False),  # a negative
        (lambda page: page, True),
    ],
)
def test_a_page_is_shown_as_dark_print_on_light_paper(change, is_kept):
    page = numpy.full((800, 600), 250.0)
    page[100:130, 50:550] = 15
    changed = change(page).astype(numpy.uint8)
    shown = in_full_contrast(changed)
    assert shown[0, 0] > 240
    assert shown[115, 50] < 60
    assert (shown == changed).all() == is_kept


@pytest.mark.parametrize("ink", [(200, 40, 50), (40, 60, 190), (110, 50, 160), (30, 120, 60)])
@pytest.mark.parametrize("is_framed", [False, True])
def test_a_coloured_stamp_is_taken_off_and_what_is_under_it_stays(ink, is_framed):
    page = numpy.full((1170, 827, 3), 250, numpy.uint8)
    cv2.putText(page, "6632", (380, 420), cv2.FONT_HERSHEY_SIMPLEX, 1, (20, 20, 20), 3)
    cv2.putText(page, "37", (100, 900), cv2.FONT_HERSHEY_SIMPLEX, 1, ink, 3)
    page[400:403, 100:700] = 20  # a rule that the stamp lies over
    bare = without_stamps(page.copy())
    ring = numpy.zeros(page.shape[:2], numpy.uint8)
    if is_framed:
        cv2.rectangle(ring, (330, 350), (520, 450), 1, 4)
        cv2.putText(ring, "DEN", (350, 440), cv2.FONT_HERSHEY_SIMPLEX, 1, 1, 3)
    else:
        for radius in (60, 90):
            cv2.circle(ring, (420, 410), radius, 1, 6)
    stamped = numpy.where(ring[:, :, None] > 0, page * numpy.array(ink) // 250, page).astype(numpy.uint8)
    found = without_stamps(stamped)
    assert (found[(ring > 0) & (bare > 240)] > 240).all()
    assert (found[bare < 40] < 80).all()
    assert (found[850:950] == bare[850:950]).all()  # a figure in colour is no stamp


@pytest.mark.parametrize("ink", [(200, 40, 50), (40, 60, 190)])
@pytest.mark.parametrize("across", [150, 600])
def test_coloured_print_is_no_stamp_however_many_lines_of_it_there_are(ink, across):
    page = numpy.full((1170, 827, 3), 250, numpy.uint8)
    for line in range(8):
        cv2.putText(
            page, "Ty le ho so giai quyet"[: across // 8], (100, 300 + line * 22), 0, across / 400, (40, 60, 190), 2
        )
    assert (without_stamps(page) == cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)).all()


def ruled_page() -> numpy.ndarray:
    page = numpy.full((1170, 827), 250, numpy.uint8)
    for y in range(200, 801, 60):
        cv2.line(page, (80, y), (760, y), 20, 2)
    for x in (80, 140, 450, 560, 680, 760):
        cv2.line(page, (x, 200), (x, 800), 20, 2)
    return cv2.resize(page, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((620, 510), (1010, 750)),  # the frame of a stamp
        ((1250, 0), (1252, 2339)),  # a streak down the page
        ((700, 300), (702, 1500)),  # a shorter one
        ((0, 700), (1653, 702)),  # and one across
    ],
)
def test_a_straight_stroke_over_a_table_makes_no_cells(start, end):
    page = ruled_page()
    (before,), _ = find_grids(page)
    cv2.rectangle(page, start, end, 30, 5)
    (found,), wiped = find_grids(page)
    assert [replace(cell, box=()) for cell in found.cells] == [replace(cell, box=()) for cell in before.cells]
    assert wiped[start[1] + 1 : end[1], start[0] : end[0] + 1].any()  # its ink is none of a figure's


@pytest.mark.parametrize(("across", "is_apart"), [(30, True), (230, True), (112, False), (150, False)])
def test_a_streak_beside_a_figure_is_taken_off_and_one_over_it_stays(across, is_apart):
    """Else the figure would be read without what the streak hides, or with the streak as a digit."""
    cell = numpy.full((90, 300), 250, numpy.uint8)
    cv2.putText(cell, "128", (100, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 20, 4)
    bare = inked_part(cell)
    streaked = cell.copy()
    cv2.line(streaked, (across, 0), (across + 2, 90), 40, 4)
    found = inked_part(streaked, is_crossed=True)
    assert found.is_cut != is_apart
    if is_apart:
        assert len(marks_of(found)) == len(marks_of(bare)) == 3
    assert inked_part(streaked).is_cut  # where no streak is known of, a long stroke is ink


def test_rules_without_a_rule_at_their_ends_are_a_tables_if_most_are():
    """A table without lines at its sides, or whose lines are broken."""
    page = ruled_page()
    (before,), _ = find_grids(page)
    page[:, :200] = page[:, 1490:] = 250
    page[900:960, 880:920] = 250
    (found,), _ = find_grids(page)
    assert (len(found.verticals), found.row_count) == (len(before.verticals), before.row_count)


def test_a_mark_at_the_edge_of_its_cell_stays_within_it():
    edge = Mark(0, 0, 5, 9)
    assert _with_parts(edge, [], 1) == Mark(0, 0, 6, 10)


def test_a_blank_page_is_not_made_of_its_grain():
    page = numpy.random.default_rng(1).normal(240, 5, (800, 600)).clip(0, 255).astype(numpy.uint8)
    assert (in_full_contrast(page) == page).all()
