"""One reader a file format. Each yields a `Document`; `read_document` picks by the file's name."""

from pathlib import Path

from cchc.errors import CchcError
from cchc.reading.documents import Document
from cchc.reading.readers import ocr_text

READERS = {".txt": ocr_text.read}


def read_document(path: Path) -> Document:
    """Read a document. Raises CchcError if it is absent, empty, or of a format that cannot be read."""
    if not path.is_file():
        raise CchcError(f"{path}: no such file. Check the name and the folder.")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise CchcError(
            f"{path}: cannot read files that end in '{path.suffix}'. Expected one of: {', '.join(READERS)}."
        )
    return reader(path)
