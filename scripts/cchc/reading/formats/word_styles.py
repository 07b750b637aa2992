"""How a stretch of a Word document's text looks, by its own formatting and the styles that it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from docx.oxml.ns import qn
from lxml import etree

from cchc.reading.pieces import FAINT, HIDDEN, LOWERED, RAISED, STRUCK, seen_on

_OFF = {"0", "false", "off", "none"}
_TINY = 4  # half points of a letter that nobody sees
_LIFTED = 1 / 6  # share of the letters' height by which a stretch is raised
_SIZE = 22  # half points, where nothing says
_BASED_MOST = 30  # styles upon styles
_PAPER = "FFFFFF"
_SQUEEZED = -60  # twentieths of a point between letters that lie over each other
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_THIN = 10  # per cent of their usual width: letters that nobody sees
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


@dataclass(frozen=True)
class Looks:
    """What is set; None for what is not. `strike`, `vanish`: how often a level of styles turns it over."""

    strike: bool | None = None
    dstrike: bool | None = None
    vanish: bool | None = None
    vert_align: str | None = None
    position: int | None = None
    colour: str | None = None
    fill: str | None = None
    size: int | None = None
    font: str | None = None
    scale: float | None = None
    is_squeezed: bool | None = None

    def over(self, below: Looks) -> Looks:
        """These laid over others: what is set here counts."""
        own = {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}
        return replace(below, **own)


class RunLooks(NamedTuple):
    """How a run looks: its font, the size of its letters and how far they are lifted, both in half points."""

    looks: frozenset[str] = frozenset()
    font: str | None = None
    size: float = 0.0
    lift: float = 0.0


class Styles:
    """The styles of a document."""

    def __init__(self, styles) -> None:
        """`styles`: the element w:styles, None where a document has none."""
        self._styles: dict[str, Any] = {}
        self._defaults: dict[str, str] = {}
        self._known: dict[str | None, Looks] = {}
        self._dark: dict[str | None, bool] = {}
        self._looks: dict[tuple[bytes | str | None, ...], RunLooks] = {}
        self._base = Looks()
        if styles is None:
            return
        for style in styles.iterfind(qn("w:style")):
            style_id = style.get(qn("w:styleId"), "")
            self._styles[style_id] = style
            if style.get(qn("w:default")) in ("1", "true", "on"):
                self._defaults[style.get(qn("w:type"), "")] = style_id
        self._base = looks_of(styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"))

    def of_style(self, style_id: str | None) -> Looks:
        """What a style and those that it is based on set."""
        if style_id not in self._known:
            looks, at = Looks(), style_id
            for _ in range(_BASED_MOST):
                style = self._styles.get(at) if at else None
                if style is None:
                    break
                looks = looks.over(_with_fill(style, looks_of(style.find(qn("w:rPr")))))
                at = _value(style, "w:basedOn")
            self._known[style_id] = looks
        return self._known[style_id]

    def has_fill(self, style_id: str | None) -> bool:
        """True for a style of tables that paints some of its cells."""
        at = style_id
        if style_id not in self._dark:
            found = False
            for _ in range(_BASED_MOST):
                style = self._styles.get(at) if at else None
                if style is None:
                    break
                found = found or any(_fill(shade) not in (None, _PAPER) for shade in style.iter(qn("w:shd")))
                at = _value(style, "w:basedOn")
            self._dark[style_id] = found
        return self._dark[style_id]

    def is_numbered(self, paragraph_style: str | None) -> bool:
        """True for a style of paragraphs that puts numbers before them."""
        at = paragraph_style
        for _ in range(_BASED_MOST):
            style = self._styles.get(at) if at else None
            if style is None:
                return False
            number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
            if number is not None:
                return number.get(qn("w:val"), "0") != "0"
            at = _value(style, "w:basedOn")
        return False

    def looks(self, run, paragraph, table_style: str | None, cell_fill: str | None) -> RunLooks:
        """How the text of a run looks."""
        properties = run.find(qn("w:rPr"))
        paragraph_properties = paragraph.find(qn("w:pPr")) if paragraph is not None else None
        paragraph_style = _value(paragraph_properties, "w:pStyle") or self._defaults.get("paragraph")
        paragraph_fill = None if paragraph_properties is None else _fill(paragraph_properties.find(qn("w:shd")))
        given = b"" if properties is None else etree.tostring(properties)
        key = (given, paragraph_style, paragraph_fill, table_style, cell_fill)
        if key not in self._looks:
            self._looks[key] = self._worked_out(properties, paragraph_style, paragraph_fill, table_style, cell_fill)
        return self._looks[key]

    def _worked_out(
        self, properties, paragraph_style: str | None, paragraph_fill: str | None, table_style: str | None,
        cell_fill: str | None,
    ) -> RunLooks:  # fmt: skip
        direct = looks_of(properties)
        of_paragraph = self.of_style(paragraph_style)
        levels = (
            self.of_style(table_style or self._defaults.get("table")),
            replace(of_paragraph, fill=paragraph_fill) if paragraph_fill else of_paragraph,
            self.of_style(_value(properties, "w:rStyle")),
        )
        looks = self._base
        for level in levels:
            looks = level.over(looks)
        looks = direct.over(
            replace(looks, strike=_turned("strike", self._base, levels), vanish=_turned("vanish", self._base, levels))
        )
        lift = 0 if looks.position is None else looks.position
        return RunLooks(self._named(looks, table_style, cell_fill), looks.font, looks.size or _SIZE, lift)

    def _named(self, looks: Looks, table_style: str | None, cell_fill: str | None) -> frozenset[str]:
        named = set()
        if looks.strike or looks.dstrike:
            named.add(STRUCK)
        fill = looks.fill or cell_fill or ("a style's" if self.has_fill(table_style) else _PAPER)
        if looks.colour is not None:
            named |= seen_on(looks.colour, fill)
        is_tiny = looks.size is not None and looks.size <= _TINY
        if looks.is_squeezed:
            named.add(FAINT)
        if looks.vanish or is_tiny or (looks.scale is not None and looks.scale <= _THIN):
            named.add(HIDDEN)
        lifted = looks.position or 0
        least = max(_LIFTED * (looks.size or _SIZE), 2)
        if looks.vert_align == "superscript" or lifted > least:
            named.add(RAISED)
        elif looks.vert_align == "subscript" or lifted < -least:
            named.add(LOWERED)
        return frozenset(named)


def _turned(name: str, base: Looks, levels: tuple[Looks, ...]) -> bool:
    """A property that each level of styles which sets it turns over."""
    return bool(getattr(base, name)) or sum(bool(getattr(level, name)) for level in levels) % 2 == 1


def looks_of(properties) -> Looks:
    """What an element w:rPr sets."""
    if properties is None or not len(properties):
        return Looks()
    return Looks(
        strike=_is_on(properties, "w:strike"),
        dstrike=_is_on(properties, "w:dstrike"),
        vanish=_is_on(properties, "w:vanish"),
        vert_align=_value(properties, "w:vertAlign"),
        position=_half_points(_value(properties, "w:position")),
        colour=_filling(properties) or _colour(properties.find(qn("w:color"))),
        fill=_highlight(properties) or _fill(properties.find(qn("w:shd"))),
        size=_half_points(_value(properties, "w:sz")),
        font=_font(properties.find(qn("w:rFonts"))),
        scale=_per_cent(_value(properties, "w:w")),
        is_squeezed=_is_squeezed(properties) or None,
    )


def _filling(properties) -> str | None:
    """The colour that an effect of Word 2010 fills letters with, on paper as far as they are seen through."""
    effect = properties.find(f"{_WORD_2010}textFill")
    if effect is None or not len(effect):
        return None
    kind = effect[0]
    if kind.tag == f"{_WORD_2010}noFill":
        return _PAPER
    colour = next(iter(kind), None) if kind.tag == f"{_WORD_2010}solidFill" else None
    if colour is None:
        return None
    value = colour.get(f"{_WORD_2010}val", "")
    if value in ("bg1", "lt1"):
        return _PAPER
    alpha = colour.find(f"{_WORD_2010}alpha")
    seen_through = None if alpha is None else _per_cent(alpha.get(f"{_WORD_2010}val"))
    if seen_through:
        share = min(seen_through / 100_000, 1.0)
        levels = (int(value[at : at + 2], 16) if re.fullmatch("[0-9a-fA-F]{6}", value) else 0 for at in (0, 2, 4))
        return "".join(f"{round(255 * share + (1 - share) * level):02X}" for level in levels)
    return value.upper() if re.fullmatch("[0-9a-fA-F]{6}", value) else None


def _is_squeezed(properties) -> bool:
    """Whether letters lie over each other, or two lines of them are set as one."""
    layout = properties.find(qn("w:eastAsianLayout"))
    if layout is not None and layout.get(qn("w:combine"), "0") not in _OFF:
        return True
    room = _half_points(_value(properties, "w:spacing"))
    width = _half_points(_value(properties, "w:fitText"))
    return (room is not None and room <= _SQUEEZED) or (width is not None and width < -_SQUEEZED)


def _with_fill(style, looks: Looks) -> Looks:
    fill = _fill(style.find(f"{qn('w:pPr')}/{qn('w:shd')}"))
    return replace(looks, fill=looks.fill or fill) if fill else looks


def _is_on(properties, name: str) -> bool | None:
    mark = properties.find(qn(name))
    return None if mark is None else mark.get(qn("w:val"), "1") not in _OFF


def _value(element, name: str) -> str | None:
    found = element.find(qn(name)) if element is not None else None
    return None if found is None else found.get(qn("w:val"))


def _half_points(text: str | None) -> int | None:
    """Half points; the strict kind of document may say `3pt`."""
    try:
        return None if text is None else int(2 * float(text[:-2]) if text.endswith("pt") else float(text))
    except ValueError:
        return None


def _per_cent(text: str | None) -> float | None:
    try:
        return None if text is None else float(text.rstrip("%"))
    except ValueError:
        return None


def _font(fonts) -> str | None:
    return None if fonts is None else fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi"))


def _colour(element) -> str | None:
    if element is None:
        return None
    theme = element.get(qn("w:themeColor"), "")
    if theme in ("background1", "light1") and element.get(qn("w:themeShade")) is None:
        return "FFFFFF"
    return element.get(qn("w:val"), "auto").upper()


def fill_of(shade) -> str | None:
    """The colour, as RRGGBB, that an element w:shd paints; None where it paints none."""
    return _fill(shade)


def _fill(shade) -> str | None:
    if shade is None:
        return None
    fill = shade.get(qn("w:color" if shade.get(qn("w:val")) == "solid" else "w:fill"), "auto").upper()
    return None if fill in ("AUTO", "") else fill


def _highlight(properties) -> str | None:
    name = _value(properties, "w:highlight")
    return None if name in (None, "none") else _HIGHLIGHTS.get(name, name.upper())
