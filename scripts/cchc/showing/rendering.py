"""What was read from documents, as one HTML page: each page with its answers outlined, each value beside its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cchc.html_pages import script, templates
from cchc.reading.documents import Place
from cchc.reading.extraction import Extraction, extract_all
from cchc.reading.text.report_heading import Heading
from cchc.reference.code_words import code_words
from cchc.reference.doubt_words import doubt_words
from cchc.reference.form import FormRow
from cchc.reference.periods import last_day, named_vi
from cchc.reference.units import load_units
from cchc.showing.document_text import TextRow, text_pages
from cchc.showing.page_pictures import Box, PagePicture, page_pictures

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class ShownRow:
    """One answered row of the form. `area` is left, top, width, height of its cell in percent of the page."""

    at: int
    code: str
    label: str
    unit: str
    value: str
    printed: str
    status: str
    doubt: tuple[str, str]
    number: int | None
    area: tuple[float, ...] | None
    crop: str


@dataclass(frozen=True)
class ShownPage:
    """One page: its picture as a data address and the picture's width by height, or its own text; and its rows."""

    number: int
    picture: str
    ratio: float
    text: list[TextRow]
    rows: list[ShownRow]

    @property
    def statuses(self) -> dict[int, str]:
        return {row.at: row.status for row in self.rows}


def page_of(path: Path, *given: Any) -> str:
    """What `render` makes of what `extract_all` reads in a document, which takes as much besides the path."""
    return render(extract_all(path, *given))


def render(extractions: Iterable[Extraction]) -> str:
    """One HTML page for one document or more; it needs no other file and no server.

    Raises CchcError if a document that was read cannot be opened any more.
    """
    reports = [_report(extraction) for extraction in extractions]
    statuses = {word.code: (word.vi, word.en) for word in code_words("read_status").values()}
    page = templates(_HERE).get_template("page.html")
    moves = script((_HERE / "page.js").read_text(encoding="utf-8"))
    return page.render(reports=reports, statuses=statuses, script=moves)


def _report(extraction: Extraction) -> dict:
    heading, document = extraction.heading, extraction.document
    return {
        "report_id": heading.report_id,
        "unit": _unit_name(heading),
        "year": heading.year,
        "period": named_vi(heading.year, heading.period),
        "document_number": heading.document_number or "",
        "signed_on": f"{heading.signed_on:%d/%m/%Y}" if heading.signed_on else "",
        "form": extraction.form.version,
        "file": document.path.name,
        "sha256": document.sha256[:12],
        "counts": extraction.statuses,
        "pages": _pages(extraction),
    }


def _unit_name(heading: Heading) -> str:
    """The unit as it was called in the report's time; its code where the seed does not tell."""
    on = last_day(heading.year, heading.period)
    units = (unit for unit in load_units() if unit.unit_code == heading.unit_code and unit.is_valid_on(on))
    return next((f"{unit.unit_type_vi.capitalize()} {unit.unit_name_vi}" for unit in units), heading.unit_code)


def _pages(extraction: Extraction) -> list[ShownPage]:
    if any(place.box for place in extraction.places):
        return list(_picture_pages(extraction))
    text = text_pages(extraction.document, extraction.places, extraction.rows)
    found = {piece.row: page for page, rows in text.items() for row in rows for piece in row.pieces}
    on_page = _on_pages([found.get(at) for at in range(len(extraction.rows))], list(text))
    return [ShownPage(page, "", 0, rows, _rows(extraction, on_page[page])) for page, rows in text.items()]


def _picture_pages(extraction: Extraction) -> Iterator[ShownPage]:
    pictures = page_pictures(extraction.document.path, extraction.document.is_scanned)
    on_page = _on_pages([place.page for place in extraction.places], [])
    for scanned in pictures:
        own = on_page[scanned.number]
        places = {at: extraction.places[at] for at in own}
        boxed = {at: one.box for at, one in places.items() if one.box is not None and one.page == scanned.number}
        picture, boxes = scanned.upright(list(boxed.values()))
        width, height = picture.size
        rows = _rows(extraction, own, picture, dict(zip(boxed, boxes, strict=True)))
        yield ShownPage(picture.number, picture.whole(), width / height, [], rows)


def _on_pages(pages: list[int | None], known: list[int]) -> dict[int, list[int]]:
    """The rows of each page. A row that was not found stands after the one before it."""
    page = next((page for page in pages if page is not None), known[0] if known else 1)
    rows: dict[int, list[int]] = defaultdict(list)
    for at, own in enumerate(pages):
        page = own or page
        rows[page].append(at)
    return rows


def _rows(
    extraction: Extraction, own: list[int], picture: PagePicture | None = None, boxes: dict[int, Box] | None = None
) -> list[ShownRow]:
    form_rows = {row.indicator_code: row for row in extraction.form.answered}
    shown = []
    for at in own:
        row, place, box = extraction.rows[at], extraction.places[at], (boxes or {}).get(at)
        area, crop = (_area(box, picture.size), picture.crop(box)) if picture and box else (None, "")
        shown.append(_row(at, row, place, form_rows[row["indicator_code"]], area, crop))
    return shown


def _row(
    at: int, row: dict[str, str], place: Place, form_row: FormRow, area: tuple[float, ...] | None, crop: str
) -> ShownRow:
    value = f"{row['value']}/{row['base_value']}" if row["base_value"] else row["value"]
    return ShownRow(
        at=at,
        code=form_row.indicator_code,
        label=form_row.label_vi,
        unit=form_row.unit_vi,
        value=value,
        printed=row["raw_value"],
        status=row["read_status"],
        doubt=doubt_words(place.doubt),
        number=place.number,
        area=area,
        crop=crop,
    )


def _area(box: Box, size: tuple[float, float]) -> tuple[float, ...]:
    (left, top, right, bottom), (width, height) = box, size
    parts = (left / width, top / height, (right - left) / width, (bottom - top) / height)
    return tuple(round(100 * part, 3) for part in parts)
