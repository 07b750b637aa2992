"""One reader a file format. Each yields a `Document`, or several; `read_parts` picks by the file's name."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from cchc.errors import CchcError
from cchc.reading.documents import Document, Part
from cchc.reading.formats.declaring import formats
from cchc.reading.limits import CELLS, CHARACTERS, LINES


def read_parts(path: Path) -> tuple[Part, ...]:
    """Read a document: one report, or several where a workbook has them side by side.

    Raises CchcError as `read_document`, and for one that holds more than a report or a province's workbook can.
    """
    module = _reader_of(path)
    parts = module.read_parts(path) if hasattr(module, "read_parts") else (Part(module.read(path)),)
    for part in parts:
        _check_size(path, part.document)
    return parts


def read_document(path: Path) -> Document:
    """Read a document. Raises CchcError if it is absent, empty, or of a format that cannot be read."""
    return read_parts(path)[0].document


def _reader_of(path: Path) -> ModuleType:
    if not path.is_file():
        raise CchcError(f"{path}: no such file. Check the name and the folder.")
    suffix = path.suffix.lower()
    if suffix not in formats():
        raise CchcError(
            f"{path}: cannot read files that end in '{path.suffix}'. Expected one of: {', '.join(formats())}."
        )
    return import_module(f"{__name__}.{formats()[suffix].module}")


def _check_size(path: Path, document: Document) -> None:
    texts = [cell.text for row in document.table for cell in row.cells if cell.text]
    LINES.check(path, len(document.lines))
    CELLS.check(path, len(texts))
    CHARACTERS.check(path, sum(map(len, texts)) + sum(len(line.text) for line in document.lines))
