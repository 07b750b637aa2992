"""What stands in a cell, piece by piece, and what that means for its text: the one place that decides it, whatever
the format.

A reader hands over each piece with how it looks. A raised piece is a footnote's mark and becomes the raised letters
that Unicode has (`366¹`), which no grammar takes for digits. What is struck out or hidden is no answer beside what is
not. What has no letters (a picture, a symbol) still stands there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from cchc.reading.documents import Cell
from cchc.text import nfc

RAISED, LOWERED = "raised", "lowered"
STRUCK = "struck_out"
HIDDEN = "hidden"
FAINT = "hardly seen"
ADDED, REMOVED = "added", "removed"  # by a change that nobody accepted yet
THING = "thing"  # no letters: the piece's text is a sign for what it is

PICTURE, SHAPE, FORMULA, NUMBERING = "🖼", "▭", "∑", "№"
CHECKED, UNCHECKED = "☑", "☐"

RIGHT_TO_LEFT = "\u202e"  # the letter after which others are shown from the right, `73` as `37`
_CHANGE = frozenset((ADDED, REMOVED))
_SCRIPT = frozenset((RAISED, LOWERED))
_STRIKES = "\u0335\u0336\u0337\u0338"  # combining strokes: typed after the letter that they strike out
_HIGH = {"0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹", "+": "⁺",
         "-": "⁻", "(": "⁽", ")": "⁾", "[": "⁽", "]": "⁾", "*": "*", "†": "†", "‡": "‡",
         **dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))}  # fmt: skip
_UNSEEN, _HARDLY_SEEN = 16, 48  # grey levels between letters and their ground
_GREY = (0.299, 0.587, 0.114)  # shares of red, green and blue
_ONE_SIZE = 0.87  # share of a digit's height that the next digit of its figure has at least
_TEXT_MARK = re.compile(r"['’]\d")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')  # as a program writes a text for spreadsheets that read `.csv`
# what Unicode lets no font show, but for its format characters: fillers, joiners, choices of a letter's shape
_IGNORED = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_DIGITS = re.compile(r"[\d⁰¹²³⁴-⁹]\d")  # a digit after another, be that one raised
_GAP = re.compile(r"[\t\n\r\v\f\u2001\u2003\u3000]|\s{2,}")  # wider than the blank that groups thousands


@dataclass(frozen=True)
class Piece:
    """A stretch of a cell's text that looks the same all along.

    `size` is the height of its letters, in any unit; 0 where it is not known. `lift` is how far they stand over the
    line, be it too little to make them a mark.
    """

    text: str
    looks: frozenset[str] = frozenset()
    size: float = 0.0
    lift: float = 0.0


def cell_of(pieces: Iterable[Piece], spans_rows: bool = False, doubt: str = "") -> Cell:
    """A cell of what stands in it, with the doubt that any format has about it; `doubt` is the reader's own."""
    pieces = list(pieces)
    shown, odd = _shown(_told_apart(pieces))
    if not odd and any(RIGHT_TO_LEFT in piece.text for piece in pieces):
        odd = "letters_turned"
    if not odd and any(FAINT in piece.looks and piece.text.strip() for piece in shown):
        odd = "letters_faint"
    text = nfc("".join(_as_typed(shown))).strip()
    if not odd and len(shown) > 1 and _DIGITS.search(text) and _holds_unlike_digits(shown):
        odd = "characters_raised"
    return Cell(text, doubt=doubt or odd or doubt_of(text, spans_rows))


def looks_doubt(looks: frozenset[str]) -> str:
    """The doubt about a figure all of which looks so; '' for none."""
    return cell_of((Piece("0", looks),)).doubt if looks else ""


def seen_by(contrast: float) -> frozenset[str]:
    """How letters look that differ from their ground by so many grey levels (0-255)."""
    return frozenset({HIDDEN} if contrast < _UNSEEN else {FAINT} if contrast < _HARDLY_SEEN else ())


def seen_on(colour: str, ground: str) -> frozenset[str]:
    """How letters of a colour look on a ground, both as RRGGBB; other names are told apart by their name alone."""
    if colour == ground:
        return frozenset({HIDDEN})
    grey, other = _grey(colour), _grey(ground)
    return frozenset() if grey is None or other is None else seen_by(abs(grey - other))


def _holds_unlike_digits(pieces: list[Piece]) -> bool:
    return any(_are_unlike(one, other) for one, other in pairwise(piece for piece in pieces if piece.text))


def _are_unlike(one: Piece, other: Piece) -> bool:
    """True for digits that follow each other and may be no one figure: of two sizes, or at two heights where not the
    second ones are the mark."""
    if not (one.text[-1:].isdecimal() and other.text[:1].isdecimal()):
        return False
    if one.looks & _SCRIPT and not other.looks & _SCRIPT:
        return LOWERED in one.looks or one.size > other.size
    if (one.looks | other.looks) & _SCRIPT:
        return False
    return one.lift != other.lift or 0 < min(one.size, other.size) < _ONE_SIZE * max(one.size, other.size)


def _grey(colour: str) -> float | None:
    if not re.fullmatch("[0-9a-fA-F]{6}", colour):
        return None
    return sum(share * int(colour[at : at + 2], 16) for share, at in zip(_GREY, (0, 2, 4), strict=True))


def seen_text(pieces: Iterable[Piece]) -> str:
    """The text of running words as it is seen, without things."""
    seen = [piece for piece in _told_apart(pieces) if not piece.looks & {HIDDEN, REMOVED, THING}]
    clean = [piece for piece in seen if STRUCK not in piece.looks]
    return nfc("".join(_as_typed(clean if _says(clean) else seen)))


def text_cell(text: str, spans_rows: bool = False, doubt: str = "") -> Cell:
    """A cell of text that looks the same all along."""
    return cell_of((Piece(text),), spans_rows, doubt)


def without_text_mark(text):
    """A spreadsheet's text without what says that it is text, `'37` or `="37"`; anything else as it is."""
    if not isinstance(text, str):
        return text
    formula = _TEXT_FORMULA.fullmatch(text)
    return formula[1] if formula else text[1:] if _TEXT_MARK.match(text) else text


def doubt_of(text: str, spans_rows: bool = False) -> str:
    """Why the text of a cell cannot be stood by, as far as any format can tell; '' if it can."""
    parts = [part for part in _GAP.split(text) if part.strip()]
    if len(parts) > 1 and all(any(mark.isdecimal() for mark in part) for part in parts):
        return "several_figures"
    if spans_rows and text.strip():
        return "cell_over_rows"
    return ""


def plain_text(text: str) -> str:
    """Text without the letters that nobody sees, its wide and other letters for digits as the usual ones."""
    if text.isascii():
        return text
    return nfc("".join(_usual(mark) for mark in text if not _is_unseen(mark)))


def _is_unseen(mark: str) -> bool:
    return unicodedata.category(mark) == "Cf" or bool(_IGNORED.match(mark))


def _usual(mark: str) -> str:
    if "\uff01" <= mark <= "\uff5e":
        return chr(ord(mark) - 0xFEE0)
    return str(unicodedata.decimal(mark)) if mark.isdecimal() and not mark.isascii() else mark


def _told_apart(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, letters that were struck out by a stroke of their own as pieces too."""
    found: list[Piece] = []
    for piece in pieces:
        text = piece.text if THING in piece.looks else plain_text(piece.text)
        if not any(stroke in text for stroke in _STRIKES):
            found.append(replace(piece, text=text))
            continue
        marks = [(mark, after in _STRIKES) for mark, after in zip(text, [*text[1:], " "], strict=True)]
        for is_struck, own in groupby((one for one in marks if one[0] not in _STRIKES), key=lambda one: one[1]):
            looks = piece.looks | {STRUCK} if is_struck else piece.looks
            found.append(Piece("".join(mark for mark, _ in own), looks))
    return found


def _shown(pieces: list[Piece]) -> tuple[list[Piece], str]:
    """The pieces that count, and why they cannot be stood by; '' if they can."""
    full = [piece for piece in pieces if piece.text.strip()]
    seen = [piece for piece in pieces if HIDDEN not in piece.looks]
    if full and not _stands(seen):
        return pieces, "characters_hidden"
    clean = [piece for piece in seen if not piece.looks & {STRUCK, REMOVED}]
    changed = "change_not_accepted" if any(piece.looks & _CHANGE for piece in seen if piece.text) else ""
    if _says(seen) and not _says(clean):
        return [piece for piece in seen if _says([piece])], changed or "struck_out"
    upright = [piece for piece in clean if not piece.looks & _SCRIPT]
    if any(piece.looks & _SCRIPT for piece in clean) and _says(clean) and not _says(upright):
        return [replace(piece, looks=piece.looks - _SCRIPT) for piece in clean], "characters_raised"
    things = [piece for piece in clean if THING in piece.looks]
    if things and _says([piece for piece in clean if piece not in things]):
        words = [piece for piece in clean if piece not in things or piece.text in (CHECKED, UNCHECKED)]
        return words, changed or ("" if len(words) == len(clean) else "symbol_beside")
    return clean, changed


def _stands(pieces: Iterable[Piece]) -> bool:
    return any(piece.text.strip() for piece in pieces)


def _says(pieces: Iterable[Piece]) -> bool:
    """True for pieces that are more than blanks and dots."""
    return any(THING in piece.looks or any(mark.isalnum() for mark in piece.text) for piece in pieces)


def _as_typed(pieces: Iterable[Piece]) -> Iterable[str]:
    """The text of each piece; of a raised or lowered one in raised letters, as far as Unicode has them."""
    for piece in pieces:
        if piece.looks & _SCRIPT:
            yield "".join(_HIGH.get(mark.lower(), "") for mark in nfc(piece.text))
        else:
            yield piece.text
