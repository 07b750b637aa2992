"""What lies over the cells of a workbook: pictures, shapes with or without words, boxes to tick."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from cchc.reading.pieces import CHECKED, PICTURE, SHAPE, THING, UNCHECKED, Piece

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
        if not any(name.startswith(("xl/drawings/", "xl/ctrlProps/")) for name in names):
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
    for part in targets.values():
        if part.startswith("xl/drawings/") and part.endswith(".xml") and part in names:
            drawing = _xml(package, part)
            for anchor in drawing if drawing is not None else ():
                piece = _piece(anchor)
                if piece is not None and (cells := _cells(anchor)):
                    yield Overlay(cells, piece)
    if any(part.startswith("xl/ctrlProps/") for part in targets.values()):
        root = _xml(package, sheet)
        seen = set()
        for control in root.iter("{*}control") if root is not None else ():
            part = targets.get(control.get(_ID, ""), "")
            properties = _xml(package, part) if part in names and part not in seen else None
            anchor = next(control.iter("{*}anchor"), None)
            if properties is not None and anchor is not None:
                seen.add(part)
                yield Overlay(_cells(anchor)[:1], _control(properties))


def _control(properties) -> Piece:
    if properties.get("objectType") not in ("CheckBox", "Radio"):
        return Piece(SHAPE, frozenset({THING}))
    is_checked = properties.get("checked") == "Checked"
    return Piece(CHECKED if is_checked else UNCHECKED, frozenset({THING}))


def _piece(anchor) -> Piece | None:
    kinds = {child.tag.rpartition("}")[2]: child for child in anchor if isinstance(child.tag, str)}
    if "pic" in kinds:
        return Piece(PICTURE, frozenset({THING}))
    shape = next((kinds[kind] for kind in ("sp", "cxnSp", "grpSp", "graphicFrame") if kind in kinds), None)
    if shape is None:
        return None  # a control: its own part tells
    words = "".join(text.text or "" for text in shape.iter("{*}t")).strip()
    return Piece(words) if words else Piece(SHAPE, frozenset({THING}))


def _cells(anchor) -> tuple[tuple[int, int], ...]:
    start, end = anchor.find("{*}from"), anchor.find("{*}to")
    if start is None:
        return ()
    row, column = _number(start, "row"), _number(start, "col")
    last_row, last_column = row, column
    if end is not None:
        last_row = max(_number(end, "row") - (not _number(end, "rowOff")), row)
        last_column = max(_number(end, "col") - (not _number(end, "colOff")), column)
    area = [(at + 1, over + 1) for at in range(row, min(last_row, row + _CELLS_MOST) + 1)
            for over in range(column, min(last_column, column + 50) + 1)]  # fmt: skip
    return tuple(area[:_CELLS_MOST])


def _number(place, name: str) -> int:
    text = place.findtext(f"{{*}}{name}") or "0"
    return int(text) if text.isdecimal() else 0


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
