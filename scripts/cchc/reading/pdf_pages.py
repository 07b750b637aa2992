"""What stands on a PDF's pages: words with their places, ruled lines, and how much of a page is a picture.

PDFium reads ten times as fast as the Python library whose table finder works on what is found here.
All places are in points from the top left of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdf_c

from cchc.errors import CchcError
from cchc.reading.pdf_streams import has_bomb
from cchc.text import nfc

PAGES_MOST = 200  # a district's report has about twenty
_FILE_MOST = 100_000_000  # bytes
_CHARACTERS_MOST = 60_000  # of a page
_LINES_MOST = 40_000  # ruled line pieces of a page
_DEPTH_MOST = 6  # drawings within drawings
_THIN = 3.0  # a filled shape thinner than this, in points, is a line
_GAP = 0.22  # a gap wider than this share of the letters' height parts words
_BASELINE = 0.12  # letters within this share of their height stand on one line
_MARGIN = 0.08  # share of a page's height, at its top and bottom, where its number stands
_UPRIGHT = 0.05  # radians
_END_WITHIN = 2048  # bytes before the end in which a whole file has its end mark
_SIGNATURE, _END_MARK = b"%PDF-", b"%%EOF"


@dataclass(frozen=True)
class Word:
    """Letters without a gap. `baseline` is where they stand; `glued` if no blank parts it from the next."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    glued: bool = False

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Rule:
    """A straight line, level or upright."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def is_level(self) -> bool:
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True)
class Page:
    """One page. `pictures` is the share (0-1) of it that pictures cover; `broken` that of letters without meaning."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    pictures: float
    broken: float
    drawn: int


def read_pages(path: Path) -> Iterator[Page]:
    """The pages of a PDF. Raises CchcError if it is none, or is protected, cut, empty or too long."""
    document = _open(path)
    try:
        for number in range(1, len(document) + 1):
            try:
                yield _read_page(path, document, number)
            except pdfium.PdfiumError as error:
                raise CchcError(f"{path}: page {number} is damaged ({error}). Print it to a PDF again.") from error
    finally:
        document.close()


def _open(path: Path) -> pdfium.PdfDocument:
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
    if not 0 < count <= PAGES_MOST:
        document.close()
        raise CchcError(f"{path}: {count:,} pages, expected 1 to {PAGES_MOST}. Save the report's own pages as a file.")
    if document.get_formtype() != pdf_c.FORMTYPE_NONE:
        document.init_forms()
    return document


def _read_page(path: Path, document: pdfium.PdfDocument, number: int) -> Page:
    page = document[number - 1]
    if pdf_c.FPDFPage_GetAnnotCount(page):
        page.flatten()  # what is written into fields and notes is shown, so it is read
        page = document[number - 1]
    text = page.get_textpage()
    count = text.count_chars()
    if count > _CHARACTERS_MOST:
        raise CchcError(f"{path}: page {number} has {count:,} letters, which no page of a report has. Print it again.")
    place = _Placing(page)
    letters, broken = _letters(text, count, place)
    drawing = _Drawing(place)
    drawing.take(page, pdf_c.FPDFPage_CountObjects, pdf_c.FPDFPage_GetObject, ())
    return Page(
        number=number,
        width=place.width,
        height=place.height,
        words=tuple(_words(letters)),
        rules=tuple(drawing.rules),
        pictures=min(drawing.picture_area / (place.width * place.height), 1.0),
        broken=broken / len(letters) if letters else 0.0,
        drawn=drawing.paths,
    )


class _Placing:
    """From a page's own coordinates to those of the page as it is shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._left, self._bottom, self._right, self._top = page.get_cropbox()
        self.turned = page.get_rotation()
        self.width, self.height = page.get_size()

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.turned:
            case 90:
                return y - self._bottom, x - self._left
            case 180:
                return self._right - x, y - self._bottom
            case 270:
                return self._top - y, self._right - x
        return x - self._left, self._top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom as shown."""
        (x, y), (x_other, y_other) = self.point(left, top), self.point(right, bottom)
        return min(x, x_other), min(y, y_other), max(x, x_other), max(y, y_other)


def _letters(text: pdfium.PdfTextPage, count: int, place: _Placing) -> tuple[list[Word], int]:
    """Each letter as a word of its own, in the file's order; and how many have no meaning or do not stand upright."""
    box, x, y = pdf_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    turned = math.radians(place.turned)
    letters, broken = [], 0
    for at in range(count):
        code = pdf_c.FPDFText_GetUnicode(text, at)
        letter = "-" if code in (0x2, 0xFFFE, 0xAD) else chr(code)  # PDFium's marks for a hyphen at a line's end
        if pdf_c.FPDFText_IsGenerated(text, at) == 1 and letter != "-":
            continue
        pdf_c.FPDFText_GetLooseCharBox(text, at, box)
        pdf_c.FPDFText_GetCharOrigin(text, at, x, y)
        left, top, right, bottom = place.box(box.left, box.bottom, box.right, box.top)
        if not letter.isspace():
            angle = (pdf_c.FPDFText_GetCharAngle(text, at) - turned + _UPRIGHT) % math.tau
            is_broken = angle > 2 * _UPRIGHT or not letter.isprintable() or 0xE000 <= code <= 0xF8FF or code == 0xFFFD
            broken += is_broken or pdf_c.FPDFText_HasUnicodeMapError(text, at) == 1
        letters.append(Word(letter, left, right, top, bottom, place.point(x.value, y.value)[1]))
    return letters, broken


def _words(letters: list[Word]) -> Iterator[Word]:
    """Letters that follow each other without a gap, on one line."""
    run: list[Word] = []
    for letter in letters:
        if letter.text.isspace():
            if run:
                yield _joined(run)
            run = []
        elif run and _follows(run[-1], letter):
            run.append(letter)
        else:
            if run:
                yield _joined(run, glued=True)
            run = [letter]
    if run:
        yield _joined(run)


def _follows(one: Word, other: Word) -> bool:
    height = max(one.height, other.height)
    gap = other.left - one.right
    return abs(one.baseline - other.baseline) <= _BASELINE * height and -height / 2 <= gap <= _GAP * height


def _joined(run: list[Word], glued: bool = False) -> Word:
    return Word(
        nfc("".join(letter.text for letter in run)),
        min(letter.left for letter in run),
        max(letter.right for letter in run),
        min(letter.top for letter in run),
        max(letter.bottom for letter in run),
        run[0].baseline,
        glued,
    )


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Words line by line, from the left."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.baseline):
        if lines and word.baseline - lines[-1][0].baseline <= max(word.height, lines[-1][0].height) / 3:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def text_of(line: list[Word]) -> str:
    """The words of a line with the blanks between them."""
    parts = [line[0].text]
    for before, word in pairwise(line):
        touches = before.glued and word.left - before.right <= _GAP * word.height
        parts.append(word.text if touches else f" {word.text}")
    return nfc("".join(parts))


def is_page_number(line: list[Word], page: Page) -> bool:
    """True for a number alone in the page's margin, with nothing farther out or beside it."""
    text = "".join(word.text for word in line).strip("-–— ")
    if not (text.isdigit() and len(text) <= 3):
        return False
    others = [word for word in page.words if not any(word is one for one in line)]
    if line[0].baseline <= page.height * _MARGIN:
        return all(word.top >= line[0].bottom for word in others)
    return line[0].baseline >= page.height * (1 - _MARGIN) and all(word.bottom <= line[0].top for word in others)


class _Drawing:
    """The ruled lines of a page and the area of its pictures."""

    def __init__(self, place: _Placing) -> None:
        self._place = place
        self.rules: list[Rule] = []
        self.picture_area = 0.0
        self.paths = 0

    def take(self, holder, count_of, get, matrices: tuple[pdf_c.FS_MATRIX, ...]) -> None:
        """Take in every object of a page or of a drawing within it, under the matrices it stands in."""
        for at in range(count_of(holder)):
            thing = get(holder, at)
            kind = pdf_c.FPDFPageObj_GetType(thing)
            if kind == pdf_c.FPDF_PAGEOBJ_PATH:
                self.paths += 1
                if len(self.rules) < _LINES_MOST:
                    self._take_path(thing, matrices)
            elif kind == pdf_c.FPDF_PAGEOBJ_IMAGE:
                self._take_picture(thing, matrices)
            elif kind == pdf_c.FPDF_PAGEOBJ_FORM and len(matrices) < _DEPTH_MOST:
                own = (_matrix(thing), *matrices)
                self.take(thing, pdf_c.FPDFFormObj_CountObjects, pdf_c.FPDFFormObj_GetObject, own)

    def _take_picture(self, thing, matrices) -> None:
        corners = [self._shown(x, y, (_matrix(thing), *matrices)) for x in (0, 1) for y in (0, 1)]
        xs = [min(max(x, 0.0), self._place.width) for x, _ in corners]
        ys = [min(max(y, 0.0), self._place.height) for _, y in corners]
        self.picture_area += (max(xs) - min(xs)) * (max(ys) - min(ys))

    def _take_path(self, path, matrices) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdf_c.FPDFPath_GetDrawMode(path, fill, stroke)
        if not (fill.value or stroke.value):
            return
        own = (_matrix(path), *matrices)
        start = last = None
        x, y = ctypes.c_float(), ctypes.c_float()
        for at in range(min(pdf_c.FPDFPath_CountSegments(path), _LINES_MOST)):
            piece = pdf_c.FPDFPath_GetPathSegment(path, at)
            pdf_c.FPDFPathSegment_GetPoint(piece, x, y)
            point = self._shown(x.value, y.value, own)
            kind = pdf_c.FPDFPathSegment_GetType(piece)
            if kind == pdf_c.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdf_c.FPDF_SEGMENT_LINETO and last is not None:
                self._add(last, point)
            if pdf_c.FPDFPathSegment_GetClose(piece) and start is not None:
                self._add(point, start)
            last = point

    def _add(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        left, right = sorted((one[0], other[0]))
        top, bottom = sorted((one[1], other[1]))
        if min(right - left, bottom - top) <= 1 and max(right - left, bottom - top) > _THIN:
            self.rules.append(Rule(left, right, top, bottom))

    def _shown(self, x: float, y: float, matrices: tuple[pdf_c.FS_MATRIX, ...]) -> tuple[float, float]:
        for matrix in matrices:
            x, y = matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f
        return self._place.point(x, y)


def _matrix(thing) -> pdf_c.FS_MATRIX:
    matrix = pdf_c.FS_MATRIX()
    pdf_c.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix
