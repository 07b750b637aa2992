"""What stands on a PDF's pages: words with their places, ruled lines, and how much of a page is a picture.

PDFium reads ten times as fast as the Python library whose table finder works on what is found here.
All places are in points from the top left of the page as it is shown.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdf_c

from cchc.errors import CchcError
from cchc.reading.formats.pdf_drawing import Drawing, Placing, Stroke
from cchc.reading.formats.pdf_letters import Letters
from cchc.reading.formats.pdf_notes import note_strokes
from cchc.reading.formats.pdf_streams import has_bomb
from cchc.reading.limits import PAGES
from cchc.reading.page_words import Box, Page, Thing, Word
from cchc.reading.pieces import CHECKED, SHAPE, UNCHECKED

_FILE_MOST = 100_000_000  # bytes
_CHARACTERS_MOST = 60_000  # of a page
_END_WITHIN = 2048  # bytes before the end in which a whole file has its end mark
_LETTERS_ASKED = 40  # of a page, how they lie
_TICKED_FIELDS = (pdf_c.FPDF_FORMFIELD_CHECKBOX, pdf_c.FPDF_FORMFIELD_RADIOBUTTON)
_DRAWN_NOTES = (
    pdf_c.FPDF_ANNOT_FREETEXT, pdf_c.FPDF_ANNOT_STRIKEOUT, pdf_c.FPDF_ANNOT_INK, pdf_c.FPDF_ANNOT_LINE,
    pdf_c.FPDF_ANNOT_SQUARE, pdf_c.FPDF_ANNOT_CIRCLE, pdf_c.FPDF_ANNOT_STAMP, pdf_c.FPDF_ANNOT_REDACT,
    pdf_c.FPDF_ANNOT_POLYGON, pdf_c.FPDF_ANNOT_POLYLINE, pdf_c.FPDF_ANNOT_CARET,
)  # fmt: skip
_UNSEEN = pdf_c.FPDF_ANNOT_FLAG_HIDDEN | pdf_c.FPDF_ANNOT_FLAG_NOVIEW
_EMPTY_TEXT = 2  # bytes
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
    notes: list[tuple[Thing, str]] = []
    strokes: list[Stroke] = []
    text = page.get_textpage()
    aside = _turned_aside(text, page.get_rotation())
    if aside:
        page.set_rotation((page.get_rotation() - aside) % 360)  # the page as whoever reads its words holds it
    has_notes = pdf_c.FPDFPage_GetAnnotCount(page) > 0
    if has_notes:
        ticks, notes, strokes = _annotations(document, page)
        pdf_c.FPDFPage_Flatten(page, pdf_c.FLAT_NORMALDISPLAY)  # what fields and notes show is read like the rest
        page = document[number - 1]
    if aside or has_notes:
        text = page.get_textpage()
    count = text.count_chars()
    if count > _CHARACTERS_MOST:
        raise CchcError(f"{path}: page {number} has {count:,} letters, which no page of a report has. Print it again.")
    place = Placing(page)
    drawing = Drawing(place)
    drawing.take(page, pdf_c.FPDFPage_CountObjects, pdf_c.FPDFPage_GetObject, ())
    drawing.strokes += strokes
    letters = Letters(text, count, place)
    words = letters.words(page, drawing, has_layers)
    undrawn = (note for note, said in notes if not any(_is_within(word, note) and word.text in said for word in words))
    return Page(
        number=number,
        width=place.width,
        height=place.height,
        words=tuple(word for word in words if not any(_is_within(word, tick) for tick in ticks)),
        rules=tuple(drawing.rules),
        pictures=min(drawing.picture_area / (place.width * place.height), 1.0),
        broken=letters.broken / len(letters) if len(letters) else 0.0,
        drawn=drawing.paths,
        things=(*ticks, *undrawn, *drawing.things),
        is_moved=bool(aside),
    )


def _turned_aside(text: pdfium.PdfTextPage, turned: int) -> int:
    """By how many degrees, clockwise, most letters of a page lie as it is shown: 0, 90, 180 or 270."""
    count = text.count_chars()
    angles = (pdf_c.FPDFText_GetCharAngle(text, at) for at in range(0, count, max(count // _LETTERS_ASKED, 1)))
    ways = Counter(round((turned + math.degrees(angle)) / 90) % 4 for angle in angles if angle >= 0)
    way, times = ways.most_common(1)[0] if ways else (0, 0)
    return 90 * way if times > 0.5 * ways.total() else 0


def _annotations(
    document: pdfium.PdfDocument, page: pdfium.PdfPage
) -> tuple[list[Thing], list[tuple[Thing, str]], list[Stroke]]:
    """The boxes to tick of a form that is filled in on the screen, ticked or not; what notes show over a page, text,
    strokes, stamps, with the words that their drawings may have; and where their strokes run."""
    form, place = document.formenv, Placing(page)
    boxes: list[Thing] = []
    seen: list[tuple[Thing, str]] = []
    strokes: list[Stroke] = []
    for at in range(pdf_c.FPDFPage_GetAnnotCount(page)):
        note = pdf_c.FPDFPage_GetAnnot(page, at)
        if form is not None and pdf_c.FPDFAnnot_GetFormFieldType(form, note) in _TICKED_FIELDS:
            sign = CHECKED if pdf_c.FPDFAnnot_IsChecked(form, note) else UNCHECKED
            boxes.append(Thing(_box_of(note, place), sign))
        elif _is_seen(note):
            seen.append((Thing(_box_of(note, place), SHAPE), _words_of(note)))
            strokes += note_strokes(note, place)
        pdf_c.FPDFPage_CloseAnnot(note)
    return boxes, seen, strokes


def _is_seen(note) -> bool:
    """Whether a note shows something over its page."""
    return pdf_c.FPDFAnnot_GetSubtype(note) in _DRAWN_NOTES and not pdf_c.FPDFAnnot_GetFlags(note) & _UNSEEN


def _words_of(note) -> str:
    """What a note says, if there is a drawing of it that may show it; else ''."""
    if pdf_c.FPDFAnnot_GetAP(note, pdf_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) <= _EMPTY_TEXT:
        return ""
    size = pdf_c.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
    held = (pdf_c.FPDF_WCHAR * (size // 2))()
    pdf_c.FPDFAnnot_GetStringValue(note, b"Contents", held, size)
    return bytes(held).decode("utf-16-le").rstrip("\0")


def _box_of(note, place: Placing) -> Box:
    rectangle = pdf_c.FS_RECTF()
    pdf_c.FPDFAnnot_GetRect(note, rectangle)
    (x, y), (x_other, y_other) = (
        place.point(rectangle.left, rectangle.top), place.point(rectangle.right, rectangle.bottom)
    )  # fmt: skip
    return min(x, x_other), min(y, y_other), max(x, x_other), max(y, y_other)


def _is_within(word: Word, thing: Thing) -> bool:
    left, top, right, bottom = thing.box
    return left <= (word.left + word.right) / 2 <= right and top <= (word.top + word.bottom) / 2 <= bottom
