"""A report whose pages were pasted as pictures into a Word or Excel file: read as the scan that it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cchc.errors import CchcError
from cchc.reading.documents import Document, Line
from cchc.reading.table.report_tables import Table


def read_pasted(path: Path, content: bytes, parts: Sequence[Line | Table]) -> Document | None:
    """The document as a scan, its own words before it; None where it has no such pictures, or a report beside them."""
    if not any(name in content for name in (b"word/media/", b"xl/media/")):
        return None
    from cchc.reading.recognising import may_be_report
    from cchc.reading.scanning.pasted_pictures import pasted_pages

    if may_be_report(parts) or not pasted_pages(content):
        return None
    try:
        from cchc.reading.formats import scan
    except ImportError as error:
        raise CchcError(
            f"{path}: its pages are pictures pasted into it, and pictures cannot be read here. Send the file that the "
            "pictures were made from."
        ) from error
    return scan.read(path, [part for part in parts if isinstance(part, Line)])
