"""The answer cells of an archived scan or PDF as small pictures, and the pages of those that no cell shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cchc.deciding.questions import Question
from cchc.landing.recording import archived
from cchc.reading.extraction import Extraction
from cchc.reading.formats.declaring import format_of
from cchc.reading.many_files import read_many
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


def load_pictures(questions: Iterable[Question], root: Path, told: Callable[[str], None]) -> Pictures:
    """The pictures of cells that have one, and for those that have none their pages. `told` hears why there are none.

    Where cells stand is not kept at landing, so that each document with pages is read once more.
    """
    wanted: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        wanted[question.report_id].append(question)
    cells: dict[tuple[str, str], bytes] = {}
    pages: dict[tuple[str, int], bytes] = {}
    for report_id, asked in wanted.items():
        report = asked[0].report
        if not format_of(report["source_format"]).has_pages:
            continue
        path = archived(report["source_sha256"], report["source_format"], root)
        if not path.is_file():
            told(f"{report_id}: its document is not in the archive, so that its cells are shown without pictures.")
            continue
        (read,) = read_many([path], report["unit_code"], int(report["report_year"]), partial=True)
        extraction = next((one for one in read.extractions if one.heading.report_id == report_id), None)
        if extraction is None:
            told(f"{report_id}: no pictures of its cells: {read.error or 'the document reads as another report'}")
            continue
        own, around = cut_pictures(extraction, {one.landed["indicator_code"]: one.pages for one in asked})
        cells.update({(report_id, code): content for code, content in own.items()})
        pages.update({(report_id, page): content for page, content in around.items()})
    return Pictures(cells, pages)


def cut_pictures(
    extraction: Extraction, asked: Mapping[str, Iterable[int]]
) -> tuple[dict[str, bytes], dict[int, bytes]]:
    """A JPEG of each cell asked for, by code, where the document shows its cells; else of its pages, by number."""
    placed = zip((row["indicator_code"] for row in extraction.rows), extraction.places, strict=True)
    boxed = [(code, place.page, place.box) for code, place in placed if place.box is not None]
    unseen = {page for code in asked.keys() - {code for code, _, _ in boxed} for page in asked[code]}
    cut: dict[str, bytes] = {}
    pages: dict[int, bytes] = {}
    for picture in page_pictures(extraction.document) if boxed or unseen else ():
        own = [(code, box) for code, page, box in boxed if page == picture.number]
        upright, boxes = picture.upright([box for _, box in own])
        if picture.number in unseen:
            pages[picture.number] = upright.whole_jpeg()
        for (code, _), box in zip(own, boxes, strict=True):
            content = upright.crop_jpeg(box) if code in asked else b""
            if content:
                cut[code] = content
    return cut, pages
