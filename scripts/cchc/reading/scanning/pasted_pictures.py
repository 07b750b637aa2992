"""Pictures that were pasted into a Word document or an Excel workbook, in the order in which they stand there."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree
from PIL import Image

OFFICE = (".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx", ".xltm")
_SIDE_LEAST = 600  # pixels of the short side of what may be a page
_SIZE_MOST = 100_000_000  # bytes of one picture
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=True)
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def pasted_pages(content: bytes) -> list[bytes]:
    """The pictures of an Office package that are as large as a page is, each once, as files of pictures."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = set(package.namelist())
        parts = ["word/document.xml"] if "word/document.xml" in names else sorted(
            (name for name in names if name.startswith("xl/drawings/") and name.endswith(".xml")), key=_number_of
        )  # fmt: skip
        media = dict.fromkeys(one for part in parts for one in _shown(package, names, part))
        return [
            picture
            for name in media
            if name in names and package.getinfo(name).file_size <= _SIZE_MOST
            if _is_page(picture := package.read(name))
        ]


def _number_of(name: str) -> tuple[int, str]:
    digits = "".join(mark for mark in posixpath.basename(name) if mark.isdecimal())
    return int(digits or 0), name


def _shown(package: zipfile.ZipFile, names: set[str], part: str) -> Iterator[str]:
    """The names of the pictures that a part shows, in order."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in names:
        return
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/")
        for one in etree.fromstring(package.read(relations), _PARSER)
    }
    for element in etree.fromstring(package.read(part), _PARSER).iter("{*}blip", "{*}imagedata"):
        target = targets.get(element.get(f"{_RELATIONS}embed") or element.get(f"{_RELATIONS}id"))
        if target:
            yield target


def _is_page(content: bytes) -> bool:
    try:
        with Image.open(BytesIO(content)) as picture:
            return min(picture.size) >= _SIDE_LEAST
    except (OSError, Image.DecompressionBombError, SyntaxError, ValueError):
        return False
