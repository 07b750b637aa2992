"""Word and Excel files are zip packages: looked at from outside before a library opens them."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from cchc.errors import CchcError

_FILE_MOST = 100_000_000  # bytes of a file
_XML_MOST = 40_000_000  # bytes that a package's XML may unpack to; a report takes less than one million
_UNPACKED_MOST = 500_000_000  # bytes that a package, pictures and all, may unpack to
_PARTS_MOST = 5_000  # files in a package
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_OTHER = {
    b"%PDF": "a PDF file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"{\\rtf": "a rich text file",
    b"<": "a web page or XML",
}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")  # names in the strict kind of Office XML
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_OTHER_DOCUMENT = re.compile(  # what the main part of a Word file says that it is, with macros or as a template
    rb"application/vnd\.(?:ms-word\.(?:document|template)\.macroEnabled(?:Template)?"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MAIN_PARTS = {
    "xl/workbook.xml": ("an Excel workbook", ".xlsx"),
    "xl/workbook.bin": ("a binary Excel workbook", ".xlsb"),
    "word/document.xml": ("a Word document", ".docx"),
    "ppt/presentation.xml": ("a presentation", ".pptx"),
    "content.xml": ("an OpenDocument file", ".odt or .ods"),
}


def read_package(path: Path, main_part: str) -> bytes:
    """The bytes of a package that has `main_part`. Raises CchcError for what is none, or is locked, cut or a bomb."""
    expected, suffix = _MAIN_PARTS[main_part]
    if path.stat().st_size > _FILE_MOST:
        raise CchcError(
            f"{path}: larger than {_FILE_MOST // 1_000_000} MB. Expected one report; take the pictures out."
        )
    content = path.read_bytes()
    if content.startswith(_OLE):
        if _PROTECTED in content:
            raise CchcError(f"{path}: protected by a password. Save it again as {suffix} without a password.")
        raise CchcError(f"{path}: an old Office file under the name {suffix}. Save it as {suffix} in Word or Excel.")
    if not content.startswith(b"PK"):
        kind = next((name for magic, name in _OTHER.items() if content.lstrip().startswith(magic)), "something else")
        what = kind if content.strip(b"\0 \r\n\t") else "empty"
        raise CchcError(f"{path}: {what}, not {expected}. Give the file its right ending, or save it as {suffix}.")
    _check_parts(path, content, main_part)
    return _as_usual(content)


def _as_usual(content: bytes) -> bytes:
    """The package as libraries know it: one in the strict kind of Office XML, with macros, or a template, rewritten."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = set(package.namelist())
        types = package.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
        is_strict = "_rels/.rels" in names and _STRICT.search(package.read("_rels/.rels"))
        if not is_strict and not _OTHER_DOCUMENT.search(types):
            return content
        rewritten = BytesIO()
        with zipfile.ZipFile(rewritten, "w") as usual:
            for name in names:
                text = package.read(name)
                if name == "[Content_Types].xml":
                    text = _OTHER_DOCUMENT.sub(_DOCUMENT, text)
                elif is_strict and name.endswith((".xml", ".rels")):
                    text = _STRICT.sub(_USUAL, text)
                usual.writestr(name, text)
    return rewritten.getvalue()


def _check_parts(path: Path, content: bytes, main_part: str) -> None:
    expected, suffix = _MAIN_PARTS[main_part]
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise CchcError(f"{path}: the file is cut or damaged ({error}). Get it again and send it whole.") from error
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels", ".vml")))
    if xml > _XML_MOST or len(parts) > _PARTS_MOST or sum(part.file_size for part in parts) > _UNPACKED_MOST:
        raise CchcError(
            f"{path}: unpacks to {sum(part.file_size for part in parts) / 1_000_000:,.0f} MB in {len(parts)} parts, "
            f"more than a report ever does ({_XML_MOST // 1_000_000} MB of text). "
            "Copy the report's sheet or pages into a new file."
        )
    names = {part.filename for part in parts}
    if main_part not in names:
        kind = next(
            (f"{name} ({ending})" for part, (name, ending) in _MAIN_PARTS.items() if part in names), "a zip file"
        )
        raise CchcError(f"{path}: {kind}, not {expected}. Give the file its right ending, or save it as {suffix}.")
