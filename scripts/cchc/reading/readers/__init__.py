"""One reader a file format. Each yields a `Document`; `read_document` picks by the file's name."""

from pathlib import Path

from cchc.errors import CchcError
from cchc.reading.documents import Document
from cchc.reading.readers import excel, ocr_text, pdf_text, word

READERS = {".txt": ocr_text.read, ".xlsx": excel.read, ".docx": word.read, ".pdf": pdf_text.read}
OLD_KINDS = {".doc": ("Word", ".docx"), ".xls": ("Excel", ".xlsx")}


def read_document(path: Path) -> Document:
    """Read a document. Raises CchcError if it is absent, empty, or of a format that cannot be read."""
    if not path.is_file():
        raise CchcError(f"{path}: no such file. Check the name and the folder.")
    suffix = path.suffix.lower()
    if suffix in OLD_KINDS:
        program, kind = OLD_KINDS[suffix]
        raise CchcError(f"{path}: an old {program} file cannot be read. Open it in {program} and save it as {kind}.")
    reader = READERS.get(suffix)
    if reader is None:
        raise CchcError(
            f"{path}: cannot read files that end in '{path.suffix}'. Expected one of: {', '.join(READERS)}."
        )
    return reader(path)
