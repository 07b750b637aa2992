"""The answer cells of an archived scan or PDF as small pictures, and the pages of those that no cell shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from cchc.deciding.questions import Question, Questions
from cchc.errors import CchcError
from cchc.landing.answer_places import LandedPlace
from cchc.landing.recording import archived
from cchc.reading.formats.declaring import format_of
from cchc.reading.within_limits import within_limits
from cchc.showing.page_pictures import page_pictures


@dataclass(frozen=True)
class Pictures:
    """JPEG files: of cells by report and code, and of pages by report and number."""

    cells: Mapping[tuple[str, str], bytes] = field(default_factory=dict)
    pages: Mapping[tuple[str, int], bytes] = field(default_factory=dict)

    def of_cell(self, question: Question) -> bytes | None:
        return self.cells.get((question.report_id, question.form_row.indicator_code))

    def pages_of(self, question: Question) -> list[int]:
        """The pages to look at for a cell that has no picture of its own."""
        return [] if self.of_cell(question) else [at for at in question.pages if (question.report_id, at) in self.pages]


def load_pictures(questions: Questions, root: Path, told: Callable[[str], None]) -> Pictures:
    """The pictures of cells, and of the pages for those that have none; `told` hears why a report has none."""
    cells: dict[tuple[str, str], bytes] = {}
    pages: dict[tuple[str, int], bytes] = {}
    for report_id, asking in groupby(questions.cells, key=lambda question: question.report_id):
        asked = list(asking)
        report = asked[0].report
        if not format_of(report["source_format"]).has_pages:
            continue
        path = archived(report["source_sha256"], report["source_format"], root)
        if not path.is_file():
            told(f"{report_id}: its document is not in the archive, so that its cells are shown without pictures.")
            continue
        places = {code: place for (owner, code), place in questions.places.items() if owner == report_id}
        if not any(place.box for place in places.values()):
            told(
                f"{report_id}: it is not on record where its cells stand, so that whole pages are shown. If it landed "
                "before that was kept, land its document once more (`cchc land`)."
            )
        try:
            pages_asked = {one.form_row.indicator_code: one.pages for one in asked}
            own, around = within_limits(path, cut_pictures, path, places, pages_asked)
        except CchcError as error:
            told(f"{report_id}: no pictures of its cells: {error}")
            continue
        cells.update({(report_id, code): content for code, content in own.items()})
        pages.update({(report_id, page): content for page, content in around.items()})
    return Pictures(cells, pages)


def cut_pictures(
    path: Path, places: Mapping[str, LandedPlace], asked: Mapping[str, Iterable[int]]
) -> tuple[dict[str, bytes], dict[int, bytes]]:
    """A JPEG of each cell asked for, by code, where `places` knows it; else of the pages to look at, by number.

    `places` are those of every answer of the document, by code. Raises CchcError if the file cannot be opened.
    """
    boxed = [(code, place.page, place.box) for code, place in places.items() if place.box is not None]
    unseen = {page for code in asked.keys() - {code for code, _, _ in boxed} for page in asked[code]}
    cut: dict[str, bytes] = {}
    pages: dict[int, bytes] = {}
    is_scanned = path.suffix != ".pdf" or any(place.is_scanned for place in places.values())
    for picture in page_pictures(path, is_scanned) if boxed or unseen else ():
        own = [(code, box) for code, page, box in boxed if page == picture.number]
        upright, boxes = picture.upright([box for _, box in own])
        if picture.number in unseen:
            pages[picture.number] = upright.whole_jpeg()
        for (code, _), box in zip(own, boxes, strict=True):
            content = upright.crop_jpeg(box) if code in asked else b""
            if content:
                cut[code] = content
    return cut, pages
