"""HTML as pieces: the rows of its tables, and its words line by line, each as it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import html

from cchc.reading.documents import Cell
from cchc.reading.formats.html_styles import USUAL_SIZE, Styles, is_painted, is_parted, is_turned, keeps_blanks
from cchc.reading.pieces import (
    CHECKED,
    FORMULA,
    HIDDEN,
    NUMBERING,
    PICTURE,
    RIGHT_TO_LEFT,
    SHAPE,
    THING,
    UNCHECKED,
    Piece,
    cell_of,
)

_THINGS = {"img": PICTURE, "svg": PICTURE, "canvas": PICTURE, "object": PICTURE, "embed": PICTURE, "iframe": PICTURE,
           "video": PICTURE, "progress": SHAPE, "meter": SHAPE, "math": FORMULA,
           "v:imagedata": PICTURE, "v:line": SHAPE, "v:oval": SHAPE}  # fmt: skip
_DRAWN_INPUTS = {"range", "color", "image", "password", "file"}  # what they hold is not what they show
_BLOCKS = {"p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "ul", "ol", "hr", "title", "section",
           "dl", "dt", "dd", "pre", "blockquote", "address", "center", "article"}  # fmt: skip
_SILENT = {"script", "style", "head", "noscript", "template", "datalist", "rp"}
_CLOSED = {"dialog"}  # shown if it says that it is open
_AS_TYPED = {"pre", "textarea"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPAN_MOST = 200  # rows or columns that a cell may reach over


class HtmlPieces:
    """Makes pieces of the elements of one document, by its tags and styles."""

    def __init__(self, root, proves_empty: bool) -> None:
        """`proves_empty`: a cell without text is empty, as none made by a program that read a picture is."""
        self._proves_empty = proves_empty
        self._styles = Styles(" ".join(style.text or "" for style in root.iter("style")))

    def rows(self, table) -> Iterator[tuple[int | None, tuple[Cell, ...]]]:
        """The rows of a table, each with its line in the source and its cells by column."""
        reaching: dict[int, int] = {}  # by column, how many rows more a cell above reaches over
        hidden = {at: frozenset({HIDDEN}) for at, element in _columns(table) if HIDDEN in self._styles.looks(element)}
        for row in table.iter("tr"):
            if next(row.iterancestors("table"), None) is not table:
                continue
            looks, size = self._from_above(row)
            cells: dict[int, Cell] = {}
            at = 0
            for element in row.iterchildren("td", "th"):
                while reaching.get(at, 0):
                    at += 1
                wide, tall = _span(element, "colspan"), _span(element, "rowspan")
                above = hidden.get(at, looks)
                cell = cell_of(self.of(element, above, size), spans_rows=tall > 1)
                cells[at] = replace(cell, is_bounded=self._proves_empty and not cell.doubt)
                for column in range(at, at + wide):
                    reaching[column] = tall
                at += wide
            width = max((*cells, *(column for column, rows in reaching.items() if rows)), default=-1) + 1
            reaching = {column: rows - 1 for column, rows in reaching.items() if rows > 1}
            yield row.sourceline, tuple(cells.get(column, Cell()) for column in range(width))

    def _from_above(self, row) -> tuple[frozenset[str], float]:
        """How a row and what it stands in make all its cells look, and the size of their letters."""
        looks, size = frozenset(), USUAL_SIZE
        for element in (*reversed(list(row.iterancestors())), row):
            declared = self._styles.declared(element)
            looks |= self._styles.looks(element, declared)
            size = self._styles.size(element, declared, size)
        return looks, size

    def of(
        self, element, looks: frozenset[str] = frozenset(), size: float = USUAL_SIZE, is_typed: bool = False
    ) -> Iterator[Piece]:
        """The pieces in an element. `is_typed`: its line ends are those of the text that it stands in."""
        declared = self._styles.declared(element)
        own, size = looks | self._styles.looks(element, declared), self._styles.size(element, declared, size)
        if declared and is_painted(declared):
            yield Piece(PICTURE, own | {THING})
        if self._styles.adds_words(element):
            yield Piece(SHAPE, own | {THING})
        if element.tag == "bdo" or is_turned(declared):
            yield Piece(RIGHT_TO_LEFT, own)
        is_typed = is_typed or element.tag in _AS_TYPED or keeps_blanks(declared)
        yield from _words(element.text, own, size, is_typed)
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _THINGS:
                yield Piece(_THINGS[tag], own | self._styles.looks(child) | {THING})
            elif tag == "input":
                yield from _input(child, own | self._styles.looks(child))
            elif tag == "select":
                chosen = [one for one in child.iter("option") if one.get("selected") is not None]
                yield Piece("".join((chosen or list(child.iter("option")))[0].itertext()) if len(child) else "", own)
            elif tag and tag not in _SILENT and not (tag in _CLOSED and child.get("open") is None):
                is_block, is_aside = tag in _BLOCKS, is_parted(self._styles.declared(child))
                if is_block:
                    yield Piece("\n")
                elif is_aside or tag in ("td", "th"):
                    yield Piece("\t")
                if tag == "li" and element.tag == "ol":
                    yield Piece(NUMBERING, own | {THING})
                yield from self.of(child, own, size, is_typed)
                if is_block and tag != "br":
                    yield Piece("\n")
                elif is_aside:
                    yield Piece("\t")
            yield from _words(child.tail, own, size, is_typed)


def parse(text: str):
    """The element of a text of HTML, be it a whole document or words with a table in them."""
    return html.fromstring(f"<div>{_CONTROLS.sub(' ', text)}</div>")


def _words(text: str | None, looks: frozenset[str], size: float, is_typed: bool) -> Iterator[Piece]:
    if text:
        yield Piece(text if is_typed else _BLANKS.sub(" ", text), looks, size)


def _columns(table) -> Iterator[tuple[int, Any]]:
    """The elements that say how each column of a table looks, by its place."""
    at = 0
    for element in table.iter("col"):
        for _ in range(_span(element, "span")):
            yield at, element
            at += 1


def _input(element, looks: frozenset[str]) -> Iterator[Piece]:
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        yield Piece(UNCHECKED if element.get("checked") is None else CHECKED, looks | {THING})
    elif kind in _DRAWN_INPUTS:
        yield Piece(SHAPE, looks | {THING})
    elif kind != "hidden":
        yield Piece(element.get("value", ""), looks)


def _span(element, name: str) -> int:
    text = element.get(name, "1").strip()
    return min(max(int(text), 1), _SPAN_MOST) if text.isdecimal() else 1
