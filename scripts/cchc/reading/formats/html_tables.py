"""HTML as pieces: the rows of its tables, and its words line by line, each as it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb
from dataclasses import replace

from lxml import html

from cchc.reading.documents import Cell
from cchc.reading.pieces import (
    CHECKED,
    FAINT,
    FORMULA,
    HIDDEN,
    LOWERED,
    NUMBERING,
    PICTURE,
    RAISED,
    RIGHT_TO_LEFT,
    SHAPE,
    STRUCK,
    THING,
    UNCHECKED,
    Piece,
    cell_of,
    seen_on,
)

_LOOKS = {"rt": RAISED, "sup": RAISED, "sub": LOWERED, "s": STRUCK, "strike": STRUCK, "del": STRUCK}
_THINGS = {"img": PICTURE, "svg": PICTURE, "canvas": PICTURE, "object": PICTURE, "embed": PICTURE, "iframe": PICTURE,
           "video": PICTURE, "progress": SHAPE, "meter": SHAPE, "math": FORMULA}  # fmt: skip
_BLOCKS = {"p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "ul", "ol", "hr", "title", "section"}
_SILENT = {"script", "style", "head", "noscript", "template"}
_STYLES = (  # what a style says, without blanks, and how that looks
    (re.compile(r"text-decoration(?:-line)?:[^;]*line-through"), STRUCK),
    (re.compile(r"display:none|visibility:hidden|opacity:0(?:;|$)|font-size:0"), HIDDEN),
    (re.compile(r"vertical-align:super"), RAISED),
    (re.compile(r"vertical-align:sub(?!s)"), LOWERED),
    # moved, cut off or turned by rules that only a browser works out
    (
        re.compile(r"position:(?!static)|clip|transform:|text-indent:-|overflow:hidden|(?<![-\w])(?:width|height):0"),
        FAINT,
    ),
)
_CLASS = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
_NAMED = {"white": "FFFFFF", "black": "000000"}
_COLOUR = re.compile(r"(?<![-\w])color:(#?\w+(?:\([^)]*\))?)")
_GROUND = re.compile(r"background(?:-color)?:(#?\w+(?:\([^)]*\))?)")
_SEEN_THROUGH = re.compile(r"transparent|(?:rgba|hsla)\(.*,0?\.?0+\)")
_BLANKS = re.compile(r"[ \t\r\n]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPAN_MOST = 200  # rows or columns that a cell may reach over


class HtmlPieces:
    """Makes pieces of the elements of one document, by its tags and styles."""

    def __init__(self, root, proves_empty: bool) -> None:
        """`proves_empty`: a cell without text is empty, as none made by a program that read a picture is."""
        self._proves_empty = proves_empty
        sheets = " ".join(style.text or "" for style in root.iter("style"))
        self._classes = {name: _looks_of_style(rules) for name, rules in _CLASS.findall(sheets)}

    def rows(self, table) -> Iterator[tuple[int | None, tuple[Cell, ...]]]:
        """The rows of a table, each with its line in the source and its cells by column."""
        reaching: dict[int, int] = {}  # by column, how many rows more a cell above reaches over
        for row in table.iter("tr"):
            if next(row.iterancestors("table"), None) is not table:
                continue
            cells: dict[int, Cell] = {}
            at = 0
            for element in row.iterchildren("td", "th"):
                while reaching.get(at, 0):
                    at += 1
                wide, tall = _span(element, "colspan"), _span(element, "rowspan")
                cell = cell_of(self.of(element), spans_rows=tall > 1)
                cells[at] = replace(cell, is_bounded=self._proves_empty and not cell.doubt)
                for column in range(at, at + wide):
                    reaching[column] = tall
                at += wide
            width = max((*cells, *(column for column, rows in reaching.items() if rows)), default=-1) + 1
            reaching = {column: rows - 1 for column, rows in reaching.items() if rows > 1}
            yield row.sourceline, tuple(cells.get(column, Cell()) for column in range(width))

    def of(self, element, looks: frozenset[str] = frozenset(), is_typed: bool = False) -> Iterator[Piece]:
        """The pieces in an element. `is_typed`: its line ends are those of the text that it stands in."""
        own = looks | self._looks(element)
        yield from _words(element.text, own, is_typed)
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _THINGS:
                yield Piece(_THINGS[tag], own | self._looks(child) | {THING})
            elif tag == "bdo" or (tag and "bidi-override" in child.get("style", "")):
                yield Piece(RIGHT_TO_LEFT, own)
                yield from self.of(child, own, is_typed)
            elif tag == "input":
                yield from _input(child, own)
            elif tag == "select":
                chosen = [one for one in child.iter("option") if one.get("selected") is not None]
                yield Piece("".join((chosen or list(child.iter("option")))[0].itertext()) if len(child) else "", own)
            elif tag and tag not in _SILENT:
                if tag in _BLOCKS:
                    yield Piece("\n")
                elif tag in ("td", "th"):
                    yield Piece("\t")
                if tag == "li" and element.tag == "ol":
                    yield Piece(NUMBERING, own | {THING})
                yield from self.of(child, own, is_typed)
                if tag in _BLOCKS and tag != "br":
                    yield Piece("\n")
            yield from _words(child.tail, own, is_typed)

    def _looks(self, element) -> frozenset[str]:
        tag = element.tag if isinstance(element.tag, str) else ""
        looks = {_LOOKS[tag]} if tag in _LOOKS else set()
        looks |= _looks_of_style(element.get("style", ""))
        for name in element.get("class", "").split():
            looks |= self._classes.get(name, frozenset())
        if element.get("hidden") is not None:
            looks.add(HIDDEN)
        colour = _colour(element)
        if colour and _SEEN_THROUGH.fullmatch(colour):
            looks.add(HIDDEN)
        elif colour:
            grounds = (_ground(one) for one in (element, *element.iterancestors()))
            looks |= seen_on(_hex(colour), _hex(next(filter(None, grounds), "white")))
        return frozenset(looks)


def parse(text: str):
    """The element of a text of HTML, be it a whole document or words with a table in them."""
    return html.fromstring(f"<div>{_CONTROLS.sub(' ', text)}</div>")


def _looks_of_style(style: str) -> frozenset[str]:
    bare = "".join(style.lower().split())
    return frozenset(look for pattern, look in _STYLES if pattern.search(bare)) if bare else frozenset()


def _colour(element) -> str | None:
    found = _COLOUR.search("".join(element.get("style", "").lower().split()))
    return found[1] if found else element.get("color", "").lower() or None


def _ground(element) -> str | None:
    found = _GROUND.search("".join(element.get("style", "").lower().split()))
    return found[1] if found else element.get("bgcolor", "").lower() or None


def _hex(colour: str) -> str:
    """RRGGBB, of a colour that is written so or in one of the shorter ways; else its name."""
    if colour.startswith("hsl"):
        hue, strength, light = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
        return "".join(f"{round(255 * part):02X}" for part in hls_to_rgb(hue / 360, light / 100, strength / 100))
    if colour.startswith("rgb"):
        return "".join(f"{min(int(part), 255):02X}" for part in re.findall(r"\d+", colour)[:3])
    bare = colour.removeprefix("#")
    return _NAMED.get(colour, "".join(2 * mark for mark in bare) if len(bare) == 3 else bare).upper()


def _words(text: str | None, looks: frozenset[str], is_typed: bool) -> Iterator[Piece]:
    if text:
        yield Piece(text if is_typed else _BLANKS.sub(" ", text), looks)


def _input(element, looks: frozenset[str]) -> Iterator[Piece]:
    if element.get("type", "text") in ("checkbox", "radio"):
        yield Piece(UNCHECKED if element.get("checked") is None else CHECKED, looks | {THING})
    elif element.get("type", "text") != "hidden":
        yield Piece(element.get("value", ""), looks)


def _span(element, name: str) -> int:
    text = element.get(name, "1").strip()
    return min(max(int(text), 1), _SPAN_MOST) if text.isdecimal() else 1
