"""Fonts whose letters are signs: what a `ü` in Wingdings shows."""

from __future__ import annotations

from collections.abc import Iterator

from cchc.reading.pieces import THING, Piece

_OTHER_SIGN = "◆"
_CIRCLED, _BLACK = "⓪①②③④⑤⑥⑦⑧⑨⑩", "⓿❶❷❸❹❺❻❼❽❾❿"
# Boxes that were drawn and not chosen have other signs than those of controls, whose state is known.
_WINGDINGS = {0xFC: "✓", 0xFE: "🗹", 0xFD: "🗷", 0xFB: "✗", 0xA8: "◻", 0x6F: "□", 0x6E: "■", 0x78: "🗷", 0x6C: "●",
              **{0x80 + at: mark for at, mark in enumerate(_CIRCLED + _BLACK)}}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x52: "🗹", 0x51: "🗷", 0x53: "🗷", 0x54: "🗷", 0x4F: "✗", 0xA3: "◻", 0x98: "●",
                **{0x69 + at: mark for at, mark in enumerate(_CIRCLED + _BLACK)}}  # fmt: skip
_SIGNS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": {}, "webdings": {0x61: "✓", 0x72: "✗"},
          "marlett": {0x62: "✓", 0x61: "✓"}, "zapfdingbats": {0x33: "✓", 0x34: "✔", 0x37: "✗"}}  # fmt: skip
_OWN_USE = range(0xF000, 0xF100)  # where Word puts the letters of such fonts


def is_sign_font(font: str | None) -> bool:
    return bool(font) and font.lower() in _SIGNS


def sign_pieces(
    text: str, font: str | None, looks: frozenset[str] = frozenset(), size: float = 0.0, lift: float = 0.0
) -> Iterator[Piece]:
    """The pieces of text in a font: words as they are, and signs, each a thing; a figure in a circle is text."""
    if not (is_sign_font(font) or any(ord(mark) in _OWN_USE for mark in text)):
        yield Piece(text, looks, size, lift)
        return
    signs = _SIGNS.get((font or "").lower())
    for mark in text:
        code = ord(mark) - _OWN_USE.start if ord(mark) in _OWN_USE else ord(mark)
        if mark.isspace() or signs is None:  # the font named Symbol has figures where others have them
            shown = mark if mark.isspace() else chr(code)
            yield Piece(shown, looks) if shown.isalnum() or shown.isspace() else Piece(_OTHER_SIGN, looks | {THING})
        else:
            sign = signs.get(code, _OTHER_SIGN)
            yield Piece(sign, looks if sign in _CIRCLED + _BLACK else looks | {THING})
