"""What stands on a PDF's pages: words with their places, ruled lines, and how much of a page is a picture.

PDFium reads ten times as fast as the Python library whose table finder works on what is found here.
All places are in points from the top left of the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdf_c

from cchc.errors import CchcError
from cchc.reading.formats.pdf_drawing import Drawing, Placing
from cchc.reading.formats.pdf_letters import Letters
from cchc.reading.formats.pdf_streams import has_bomb
from cchc.reading.limits import PAGES
from cchc.reading.page_words import Page, Thing, Word
from cchc.reading.pieces import CHECKED, UNCHECKED

_FILE_MOST = 100_000_000  # bytes
_CHARACTERS_MOST = 60_000  # of a page
_END_WITHIN = 2048  # bytes before the end in which a whole file has its end mark
_SIGNATURE, _END_MARK = b"%PDF-", b"%%EOF"


def read_pages(path: Path) -> Iterator[Page]:
    """The pages of a PDF. Raises CchcError if it is none, or is protected, cut, empty or too long."""
    document, has_layers = _open(path)
    try:
        for number in range(1, len(document) + 1):
            try:
                yield _read_page(path, document, number, has_layers)
            except pdfium.PdfiumError as error:
                raise CchcError(f"{path}: page {number} is damaged ({error}). Print it to a PDF again.") from error
    finally:
        document.close()


def _open(path: Path) -> tuple[pdfium.PdfDocument, bool]:
    """The document, and whether it has layers that may be off."""
    if path.stat().st_size > _FILE_MOST:
        raise CchcError(f"{path}: larger than {_FILE_MOST // 1_000_000} MB. Expected one report; save it smaller.")
    content = path.read_bytes()
    if _SIGNATURE not in content[:1024]:
        what = "empty" if not content.strip() else "not a PDF, whatever its name says"
        raise CchcError(f"{path}: {what}. Give the file its right ending, or print it to a PDF again.")
    if _END_MARK not in content[-_END_WITHIN:]:
        raise CchcError(f"{path}: the file's end is missing. Get it again and send it whole.")
    if has_bomb(content):
        raise CchcError(
            f"{path}: a page in it unpacks to more than a report's pages ever hold. Print it to a PDF again."
        )
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise CchcError(f"{path}: protected by a password. Save it again without one.") from error
        raise CchcError(f"{path}: damaged ({error}). Print it to a PDF again.") from error
    count = len(document)
    if not count:
        raise CchcError(f"{path}: no page in it. Print it to a PDF again.")
    PAGES.check(path, count)
    if document.get_formtype() != pdf_c.FORMTYPE_NONE:
        document.init_forms()
    return document, b"/OCProperties" in content


def _read_page(path: Path, document: pdfium.PdfDocument, number: int, has_layers: bool) -> Page:
    page = document[number - 1]
    ticks: list[Thing] = []
    if pdf_c.FPDFPage_GetAnnotCount(page):
        ticks = _tick_boxes(document, page)
        pdf_c.FPDFPage_Flatten(page, pdf_c.FLAT_NORMALDISPLAY)  # what fields and notes show is read like the rest
        page = document[number - 1]
    text = page.get_textpage()
    count = text.count_chars()
    if count > _CHARACTERS_MOST:
        raise CchcError(f"{path}: page {number} has {count:,} letters, which no page of a report has. Print it again.")
    place = Placing(page)
    drawing = Drawing(place)
    drawing.take(page, pdf_c.FPDFPage_CountObjects, pdf_c.FPDFPage_GetObject, ())
    letters = Letters(text, count, place)
    words = letters.words(page, drawing, has_layers)
    return Page(
        number=number,
        width=place.width,
        height=place.height,
        words=tuple(word for word in words if not any(_is_within(word, tick) for tick in ticks)),
        rules=tuple(drawing.rules),
        pictures=min(drawing.picture_area / (place.width * place.height), 1.0),
        broken=letters.broken / len(letters) if len(letters) else 0.0,
        drawn=drawing.paths,
        things=(*ticks, *drawing.things),
    )


def _tick_boxes(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> list[Thing]:
    """The boxes to tick of a form that is filled in on the screen, ticked or not."""
    form, place, rectangle = document.formenv, Placing(page), pdf_c.FS_RECTF()
    boxes: list[Thing] = []
    for at in range(pdf_c.FPDFPage_GetAnnotCount(page) if form is not None else 0):
        field = pdf_c.FPDFPage_GetAnnot(page, at)
        kind = pdf_c.FPDFAnnot_GetFormFieldType(form, field)
        if kind in (pdf_c.FPDF_FORMFIELD_CHECKBOX, pdf_c.FPDF_FORMFIELD_RADIOBUTTON):
            pdf_c.FPDFAnnot_GetRect(field, rectangle)
            xs, ys = zip(
                place.point(rectangle.left, rectangle.top), place.point(rectangle.right, rectangle.bottom), strict=True
            )
            is_ticked = pdf_c.FPDFAnnot_IsChecked(form, field)
            boxes.append(Thing((min(xs), min(ys), max(xs), max(ys)), CHECKED if is_ticked else UNCHECKED))
        pdf_c.FPDFPage_CloseAnnot(field)
    return boxes


def _is_within(word: Word, thing: Thing) -> bool:
    left, top, right, bottom = thing.box
    return left <= (word.left + word.right) / 2 <= right and top <= (word.top + word.bottom) / 2 <= bottom
