"""What lies over the cells of a workbook: pictures, shapes with or without words, boxes to tick."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from cchc.reading.pieces import CHECKED, PICTURE, SHAPE, THING, UNCHECKED, Piece

_OVER_CELLS = ("xl/drawings/", "xl/ctrlProps/")
_SHAPES = ("sp", "cxnSp", "grpSp", "graphicFrame", "contentPart")
_WIDTH, _HEIGHT = 9.14, 15.0  # letters of a column and points of a row, where a sheet says nothing
_LETTER, _POINT = 66_675, 12_700  # units of a letter's width and of a point
_COLUMNS_MOST = 200
_CELLS_MOST = 400  # under one drawing
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=False)
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Overlay:
    """A drawing, and the cells (row, column, from 1) that it lies over."""

    cells: tuple[tuple[int, int], ...]
    piece: Piece


def overlays(content: bytes) -> dict[str, list[Overlay]]:
    """By the title of each sheet that has any, what lies over its cells."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = set(package.namelist())
        if not any(name.startswith(_OVER_CELLS) for name in names):
            return {}
        book = _xml(package, "xl/workbook.xml")
        targets = _targets(package, names, "xl/workbook.xml")
        sheets = {
            sheet.get("name", ""): targets.get(sheet.get(_ID, ""), "")
            for sheet in (book.iter("{*}sheet") if book is not None else ())
        }
        return {title: found for title, part in sheets.items() if (found := list(_over(package, names, part)))}


def _over(package: zipfile.ZipFile, names: set[str], sheet: str) -> Iterator[Overlay]:
    targets = _targets(package, names, sheet)
    if not any(part.startswith(_OVER_CELLS) for part in targets.values()):
        return
    root = _xml(package, sheet)
    sizes = _Sizes(root)
    for part in targets.values():
        if part.startswith("xl/drawings/") and part.endswith(".xml") and part in names:
            drawing = _xml(package, part)
            for anchor in drawing if drawing is not None else ():
                piece = _piece(anchor)
                if piece is not None and (cells := _cells(anchor, sizes)):
                    yield Overlay(cells, piece)
    if any(part.startswith("xl/ctrlProps/") for part in targets.values()):
        seen = set()
        for control in root.iter("{*}control") if root is not None else ():
            part = targets.get(control.get(_ID, ""), "")
            properties = _xml(package, part) if part in names and part not in seen else None
            anchor = next(control.iter("{*}anchor"), None)
            if properties is not None and anchor is not None:
                seen.add(part)
                yield Overlay(_cells(anchor, sizes)[:1], _control(properties))


def _control(properties) -> Piece:
    if properties.get("objectType") not in ("CheckBox", "Radio"):
        return Piece(SHAPE, frozenset({THING}))
    is_checked = properties.get("checked") == "Checked"
    return Piece(CHECKED if is_checked else UNCHECKED, frozenset({THING}))


def _piece(anchor) -> Piece | None:
    kinds = {child.tag.rpartition("}")[2]: child for child in anchor if isinstance(child.tag, str)}
    for child in anchor.iterchildren("{*}AlternateContent"):  # what newer programs drew, as strokes of a pen
        kinds |= {one.tag.rpartition("}")[2]: one for one in child.iterfind("{*}Choice/*") if isinstance(one.tag, str)}
    if "pic" in kinds:
        return Piece(PICTURE, frozenset({THING}))
    shape = next((kinds[kind] for kind in _SHAPES if kind in kinds), None)
    if shape is None:
        return None  # a control: its own part tells
    words = "".join(text.text or "" for text in shape.iter("{*}t")).strip()
    return Piece(words) if words else Piece(SHAPE, frozenset({THING}))


def _cells(anchor, sizes: _Sizes) -> tuple[tuple[int, int], ...]:
    """The cells under a drawing: from one to another, as large as it says from one on, or from a place on the sheet."""
    start, end, size = anchor.find("{*}from"), anchor.find("{*}to"), anchor.find("{*}ext")
    if start is not None:
        row, column = _number(start, "row"), _number(start, "col")
        down, aside = _number(start, "rowOff"), _number(start, "colOff")
    elif (place := anchor.find("{*}pos")) is not None:
        row, down = sizes.at(1, 0, _extent(place, "y"))
        column, aside = sizes.at(0, 0, _extent(place, "x"))
    else:
        return ()
    last_row, last_column = row, column
    if end is not None:
        last_row = max(_number(end, "row") - (not _number(end, "rowOff")), row)
        last_column = max(_number(end, "col") - (not _number(end, "colOff")), column)
    elif size is not None:
        last_row = sizes.at(1, row, down + _extent(size, "cy") - 1)[0]
        last_column = sizes.at(0, column, aside + _extent(size, "cx") - 1)[0]
    area = [(at + 1, over + 1) for at in range(row, min(last_row, row + _CELLS_MOST) + 1)
            for over in range(column, min(last_column, column + 50) + 1)]  # fmt: skip
    return tuple(area[:_CELLS_MOST])


class _Sizes:
    """How wide the columns of a sheet are and how high its rows, in its own small units."""

    def __init__(self, sheet) -> None:
        """`sheet`: the root of its part; None where it is damaged."""
        self._known: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self._usual = [round(_WIDTH * _LETTER), round(_HEIGHT * _POINT)]
        usual = sheet.find("{*}sheetFormatPr") if sheet is not None else None
        if usual is not None:
            self._usual = [round(float(usual.get("defaultColWidth", _WIDTH)) * _LETTER),
                           round(float(usual.get("defaultRowHeight", _HEIGHT)) * _POINT)]  # fmt: skip
        for column in sheet.iterfind("{*}cols/{*}col") if sheet is not None else ():
            for at in range(int(column.get("min", 1)), min(int(column.get("max", 1)), _COLUMNS_MOST) + 1):
                shown = column.get("hidden") not in ("1", "true")
                self._known[0][at - 1] = round(float(column.get("width", _WIDTH)) * _LETTER) if shown else 0
        for row in sheet.iterfind("{*}sheetData/{*}row") if sheet is not None else ():
            if row.get("ht") is not None or row.get("hidden") in ("1", "true"):
                shown = row.get("hidden") not in ("1", "true")
                self._known[1][int(row.get("r", 1)) - 1] = round(float(row.get("ht", _HEIGHT)) * _POINT) if shown else 0

    def at(self, way: int, start: int, beyond: int) -> tuple[int, int]:
        """Which row (`way` 1) or column (0), from 0, lies so far beyond the start of one, and how far into it."""
        at = start
        while at < start + _CELLS_MOST and beyond >= (size := self._known[way].get(at, self._usual[way])):
            beyond -= size
            at += 1
        return at, max(beyond, 0)


def _extent(element, name: str) -> int:
    return _whole(element.get(name))


def _number(place, name: str) -> int:
    return _whole(place.findtext(f"{{*}}{name}"))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _targets(package: zipfile.ZipFile, names: set[str], part: str) -> dict[str, str]:
    """By its id, the part that a part refers to."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    root = _xml(package, path) if path in names else None
    return {
        one.get("Id", ""): posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/")
        for one in (root if root is not None else ())
        if one.get("TargetMode") != "External"
    }


def _xml(package: zipfile.ZipFile, part: str):
    try:
        return etree.fromstring(package.read(part), _PARSER)
    except (etree.XMLSyntaxError, KeyError):
        return None
