"""The answer cells of an archived scan or PDF as small pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from cchc.deciding.questions import Question
from cchc.landing import archived
from cchc.reading.extraction import Extraction
from cchc.reading.many import read_many
from cchc.showing.page_pictures import page_pictures

_WITH_PAGES = ("pdf", "png", "jpg", "jpeg", "tif", "tiff")

Crops = dict[tuple[str, str], bytes]


def load_crops(questions: Iterable[Question], root: Path, told: Callable[[str], None]) -> Crops:
    """A JPEG for each cell that has one, by report and code. `told` hears why a document gives none.

    Where cells stand is not kept at landing, so that each document with pages is read once more.
    """
    wanted: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        wanted[question.report_id].append(question)
    crops: Crops = {}
    for report_id, asked in wanted.items():
        report = asked[0].report
        if report["source_format"] not in _WITH_PAGES:
            continue
        path = archived(report["source_sha256"], report["source_format"], root)
        if not path.is_file():
            told(f"{report_id}: its document is not in the archive, so that its cells are shown without pictures.")
            continue
        (read,) = read_many([path], report["unit_code"], int(report["report_year"]))
        extraction = next((one for one in read.extractions if one.heading.report_id == report_id), None)
        if extraction is None:
            told(f"{report_id}: no pictures of its cells: {read.error or 'the document reads as another report'}")
            continue
        cut = cut_crops(extraction, {question.landed["indicator_code"] for question in asked})
        crops.update({(report_id, code): content for code, content in cut.items()})
    return crops


def cut_crops(extraction: Extraction, codes: Collection[str]) -> dict[str, bytes]:
    """A JPEG of each answer cell of a read document, by code, where the document shows its cells."""
    boxed = [(row["indicator_code"], place) for row, place in zip(extraction.rows, extraction.places, strict=True)]
    boxed = [(code, place) for code, place in boxed if place.box]
    cut: dict[str, bytes] = {}
    for picture in page_pictures(extraction.document) if boxed else ():
        own = [(code, place.box) for code, place in boxed if place.page == picture.number]
        upright, boxes = picture.upright([box for _, box in own])
        for (code, _), box in zip(own, boxes, strict=True):
            content = upright.crop_jpeg(box) if code in codes else b""
            if content:
                cut[code] = content
    return cut
