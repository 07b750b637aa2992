"""Where figures stand in the document: its pages as pictures, or its own lines, out of the archive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from cchc.errors import CchcError
from cchc.landing.recording import archived
from cchc.reading.formats import read_parts
from cchc.reading.formats.declaring import format_of
from cchc.reading.within_limits import within_limits
from cchc.showing.page_pictures import page_pictures


class Cited(Protocol):
    """What tells where it stands: its page, and its lines from first to last."""

    @property
    def page(self) -> int | None: ...
    @property
    def line_from(self) -> int | None: ...
    @property
    def line_to(self) -> int | None: ...


@dataclass(frozen=True)
class SourcePage:
    """A page that figures stand on: its picture as a data address, or its lines by number."""

    number: int
    picture: str
    lines: tuple[tuple[int, str], ...]


def source_pages(report: dict, figures: Iterable[Cited], root: Path) -> list[SourcePage]:
    """The pages of a report's document that its figures stand on; none where the archive has it not.

    A PDF or a scan gives pictures, anything else the lines that the figures stand on. Raises CchcError for a document
    that exceeds the limits of a file.
    """
    path = archived(report["source_sha256"], report["source_format"], root)
    if not path.is_file():
        return []
    cited = [figure for figure in figures if figure.line_from is not None]
    if format_of(report["source_format"]).has_pages:
        return within_limits(path, _pictures, path, report, {figure.page for figure in cited})
    return within_limits(path, _lines, path, report, cited)


def _pictures(path: Path, report: dict, pages: set[int | None]) -> list[SourcePage]:
    is_scanned = report["source_format"] != "pdf"  # whose pages are drawn alike, scanned or not
    drawn = page_pictures(path, is_scanned)
    return [SourcePage(page.number, page.whole(), ()) for page in drawn if page.number in pages]


def _lines(path: Path, report: dict, cited: list[Cited]) -> list[SourcePage]:
    """The cited lines as the reader gives them; of reports side by side in one workbook, this report's.

    Those on sheets of their own have their sheet's number as their page.
    """
    try:
        parts = read_parts(path)
    except CchcError:  # the archive's file was harmed: the page tells the lines' numbers alone
        return []
    by_sheet = [part.document for part in parts if part.unit_code is None]
    beside = [part.document for part in parts if part.unit_code == report["unit_code"]]
    texts: dict[tuple[int | None, int], str] = {}
    for document in by_sheet or beside[:1]:
        texts |= {(line.page if document.table else None, line.number): line.text for line in document.lines}
        texts |= {(row.page, row.number): " │ ".join(cell.text for cell in row.cells) for row in document.table}
    wanted = {
        (figure.page or 0, number)
        for figure in cited
        if figure.line_from is not None and figure.line_to is not None
        for number in range(figure.line_from, figure.line_to + 1)
    }
    # Lines of a text are counted through all of it, and its pages once more where its rows are found.
    told = {place: texts.get(place, texts.get((None, place[1]))) for place in sorted(wanted)}
    found = [(page, number, text) for (page, number), text in told.items() if text is not None]
    return [
        SourcePage(page, "", tuple((number, text) for _, number, text in lines))
        for page, lines in groupby(found, key=lambda place: place[0])
    ]
