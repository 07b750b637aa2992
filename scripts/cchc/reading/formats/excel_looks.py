"""The pieces of an Excel cell: text as it looks, by the cell's own font or that of each stretch of rich text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openpyxl.cell.rich_text import CellRichText, TextBlock

from cchc.reading.formats.symbols import is_sign_font, sign_pieces
from cchc.reading.pieces import HIDDEN, LOWERED, RAISED, STRUCK, Piece, seen_on

_SCRIPTS = {"superscript": RAISED, "subscript": LOWERED}
_WHITE_INDEXES = (1, 9)  # of the old list of 64 colours
_BLACK_INDEXES = (0, 8, 64)
_PAPER, _INK = "FFFFFF", "000000"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TINY = 2  # points of a letter that nobody sees


class CellLooks:
    """How cells look, each font looked at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, int], tuple[frozenset[str], str | None]] = {}

    def pieces(self, cell, value) -> Iterator[Piece]:
        """The pieces of a cell's text, plain or rich."""
        looks, font = self.of(cell)
        is_rich = isinstance(value, CellRichText)
        for block in value if is_rich else (value,):
            if isinstance(block, TextBlock):
                own = font_looks(block.font, _fill(cell))
                size = block.font.sz or cell.font.sz or 0.0
                yield from sign_pieces(_unescaped(block.text or ""), block.font.rFont or font, own, size)
            else:
                yield from sign_pieces(_unescaped(str(block)), font, looks, cell.font.sz or 0.0 if is_rich else 0.0)

    def of(self, cell) -> tuple[frozenset[str], str | None]:
        """How a cell's font looks, and its name if its letters are signs."""
        if not cell.has_style:
            return frozenset(), None
        key = (cell._style.fontId, cell._style.fillId, cell._style.borderId)
        if key not in self._known:
            font = cell.font
            looks = font_looks(font, _fill(cell)) | ({STRUCK} if _is_crossed(cell.border) else frozenset())
            self._known[key] = looks, font.name if is_sign_font(font.name) else None
        return self._known[key]


def _is_crossed(border) -> bool:
    """Whether a slanted border runs through a cell."""
    return bool((border.diagonalUp or border.diagonalDown) and border.diagonal and border.diagonal.style)


def font_looks(font, fill: str | None) -> frozenset[str]:
    """How letters of a font look on a ground (RRGGBB; None for paper)."""
    looks = set()
    if font.strike:
        looks.add(STRUCK)
    if font.vertAlign in _SCRIPTS:
        looks.add(_SCRIPTS[font.vertAlign])
    colour = rgb(font.color) or (_INK if _is_usual(font.color) else None)
    if colour is not None:
        looks |= seen_on(colour, fill or _PAPER)
    if font.sz is not None and font.sz <= _TINY:
        looks.add(HIDDEN)
    return frozenset(looks)


def _is_usual(colour) -> bool:
    """True for the colour that letters have if nobody chose one."""
    return (
        colour is None
        or (colour.type == "theme" and colour.theme == 1 and not colour.tint)
        or (colour.type == "indexed" and colour.indexed in _BLACK_INDEXES)
    )


def _unescaped(text: str) -> str:
    """Text without the letters that its file writes by their codes, `_x000D_` for the end of a line."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _fill(cell) -> str | None:
    """The colour of a cell's ground as RRGGBB; None for none."""
    fill = cell.fill
    if getattr(fill, "fill_type", None) is None:
        return None
    return (rgb(getattr(fill, "fgColor", None)) if fill.fill_type == "solid" else None) or "a colour"


def rgb(colour) -> str | None:
    """RRGGBB; None for the usual colour of letters, or one that only the theme knows."""
    if colour is None:
        return None
    if colour.type == "theme":
        tint = colour.tint or 0
        if colour.theme == 0:
            return f"{round(255 * (1 + min(tint, 0))):02X}" * 3
        return f"{round(255 * tint):02X}" * 3 if colour.theme == 1 and tint > 0 else None
    if colour.type == "indexed":
        return "FFFFFF" if colour.indexed in _WHITE_INDEXES else None
    return colour.rgb[-6:].upper() if isinstance(colour.rgb, str) else None
