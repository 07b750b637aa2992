"""One reader a file format. Each yields a `Document`, or several; `read_parts` picks by the file's name."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from cchc.errors import CchcError
from cchc.reading.documents import Document, Part

READERS = {  # by module, so that a text is read without loading what reads pictures
    **dict.fromkeys((".txt", ".md"), "ocr_text"),
    **dict.fromkeys((".html", ".htm"), "marked_text"),
    **dict.fromkeys((".csv", ".tsv"), "delimited"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), "excel"),
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), "word"),
    ".pdf": "pdf_text",
    **dict.fromkeys((".doc", ".dot", ".odt", ".rtf", ".xls", ".xlt", ".ods", ".xlsb"), "converted"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), "scan"),
}
# Not read from a folder, only by name: tables and pages that programs, this one too, write beside the reports.
BY_NAME_ALONE = (".csv", ".tsv", ".html", ".htm", ".md")


def read_parts(path: Path) -> tuple[Part, ...]:
    """Read a document: one report, or several where a workbook has them side by side. Raises as `read_document`."""
    module = _reader_of(path)
    return module.read_parts(path) if hasattr(module, "read_parts") else (Part(module.read(path)),)


def read_document(path: Path) -> Document:
    """Read a document. Raises CchcError if it is absent, empty, or of a format that cannot be read."""
    return read_parts(path)[0].document


def _reader_of(path: Path) -> ModuleType:
    if not path.is_file():
        raise CchcError(f"{path}: no such file. Check the name and the folder.")
    suffix = path.suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise CchcError(
            f"{path}: cannot read files that end in '{path.suffix}'. Expected one of: {', '.join(READERS)}."
        )
    return import_module(f"{__name__}.{reader}")
