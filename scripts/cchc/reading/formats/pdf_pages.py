"""What stands on a PDF's pages: words with their places, ruled lines, and how much of a page is a picture.

PDFium reads ten times as fast as the Python library whose table finder works on what is found here.
All places are in points from the top left of the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdf_c

from cchc.errors import CchcError
from cchc.reading.documents import Cell
from cchc.reading.formats.pdf_drawing import Drawing, Placing, Rule, Thing
from cchc.reading.formats.pdf_letters import GAP, Letters, Word
from cchc.reading.formats.pdf_streams import has_bomb
from cchc.reading.pieces import HIDDEN, LOWERED, RAISED, Piece, cell_of, seen_text
from cchc.text import nfc

PAGES_MOST = 200  # a district's report has about twenty
_FILE_MOST = 100_000_000  # bytes
_CHARACTERS_MOST = 60_000  # of a page
_APART = 0.45  # share of the letters' height that parts two figures; a blank takes 0.25
_OVER = 0.3  # share of its width by which a word lies over the next
_MARGIN = 0.08  # share of a page's height, at its top and bottom, where its number stands
_END_WITHIN = 2048  # bytes before the end in which a whole file has its end mark
_SIGNATURE, _END_MARK = b"%PDF-", b"%%EOF"


@dataclass(frozen=True)
class Page:
    """One page. `pictures` is the share (0-1) of it that pictures cover; `broken` that of letters without meaning.

    One that `is_joined` is several pages beside each other: no place on it is one of the page of its number.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    pictures: float
    broken: float
    drawn: int
    things: tuple[Thing, ...] = ()
    is_joined: bool = False


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
    if not 0 < count <= PAGES_MOST:
        document.close()
        raise CchcError(f"{path}: {count:,} pages, expected 1 to {PAGES_MOST}. Save the report's own pages as a file.")
    if document.get_formtype() != pdf_c.FORMTYPE_NONE:
        document.init_forms()
    return document, b"/OCProperties" in content


def _read_page(path: Path, document: pdfium.PdfDocument, number: int, has_layers: bool) -> Page:
    page = document[number - 1]
    if pdf_c.FPDFPage_GetAnnotCount(page):
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
    return Page(
        number=number,
        width=place.width,
        height=place.height,
        words=letters.words(page, drawing, has_layers),
        rules=tuple(drawing.rules),
        pictures=min(drawing.picture_area / (place.width * place.height), 1.0),
        broken=letters.broken / len(letters) if len(letters) else 0.0,
        drawn=drawing.paths,
        things=tuple(drawing.things),
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
    """The words of a line as they are seen, with the blanks between them."""
    pieces = list(_pieces_of(line))
    if not any(piece.looks for piece in pieces):
        return nfc("".join(piece.text for piece in pieces))
    return " ".join(seen_text(pieces).split())


def cell_of_words(words: list[Word], spans_rows: bool = False, doubt: str = "") -> Cell:
    """The cell that words stand in, line by line."""
    lines = lines_of(words)
    pieces = [piece for at, line in enumerate(lines) for piece in (*([Piece("\n")] if at else []), *_pieces_of(line))]
    seen = [[word for word in line if HIDDEN not in word.looks] for line in lines]
    if any(_lie_over_each_other(one, other) for line in seen for one, other in pairwise(line)):
        doubt = doubt or "letters over each other"
    return cell_of(pieces, spans_rows, doubt or next((word.doubt for word in words if word.doubt), ""))


def _lie_over_each_other(one: Word, other: Word) -> bool:
    return one.right - other.left > _OVER * min(one.right - one.left, other.right - other.left)


def _pieces_of(line: list[Word]) -> Iterator[Piece]:
    """The words of a line and the blanks between them, two where figures stand far apart."""
    for before, word in pairwise([None, *line]):
        if before is not None:
            gap = word.left - before.right
            is_mark = bool((before.looks | word.looks) & {RAISED, LOWERED})
            touches = (before.glued or is_mark or before.looks != word.looks) and gap <= GAP * word.height
            is_apart = (
                before.text[-1:].isdecimal()
                and word.text[:1].isdecimal()
                and (gap > _APART * word.height or before.glued)
            )
            yield Piece("" if touches else "  " if is_apart else " ")
        yield Piece(word.text, word.looks)


def is_page_number(line: list[Word], page: Page) -> bool:
    """True for a number alone in the page's margin, with nothing farther out or beside it."""
    text = "".join(word.text for word in line).strip("-–— ")
    if not (text.isdigit() and len(text) <= 3):
        return False
    others = [word for word in page.words if not any(word is one for one in line)]
    if line[0].baseline <= page.height * _MARGIN:
        return all(word.top >= line[0].bottom for word in others)
    return line[0].baseline >= page.height * (1 - _MARGIN) and all(word.bottom <= line[0].top for word in others)
