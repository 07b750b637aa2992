"""Where the answers of a report stand in its document and why some are doubted, as landing keeps it.

A seed of its own: only some documents know their cells, and what was read stays under the columns that others rely on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cchc.reading.documents import Document, Line
from cchc.reading.extraction import Extraction
from cchc.reading.formats.declaring import format_of
from cchc.reference.doubt_words import joined, parted
from cchc.seeds.reading import read_seed

COLUMNS = (
    "report_id", "indicator_code", "doubt", "doubt_about", "table_kind", "table_number", "table_row", "table_column",
    "box_left", "box_top", "box_right", "box_bottom", "box_unit",
)  # fmt: skip
POINT, PIXEL = "point", "pixel"
SHEET, TABLE = "sheet", "table"
_SIDES = COLUMNS[8:12]


@dataclass(frozen=True)
class LandedPlace:
    """Where an answer stands in the archived document: its page, and its box there if known, left, top, right, bottom.

    A box is in pixels of the picture that was scanned if it `is_scanned`, else in points of the page. `doubt` as of a
    Cell. `table` is what a person can count (`sheet` or `table`), which one it is, and which row in it.
    """

    page: int | None
    doubt: str = ""
    box: tuple[float, float, float, float] | None = None
    is_scanned: bool = False
    table: tuple[str, str, str] | None = None


def places_to_land(extraction: Extraction) -> Iterator[dict[str, str]]:
    """A row for each answer of which more is known than its page and lines."""
    unit = PIXEL if extraction.document.is_scanned else POINT
    counted = _counted_rows(extraction.document)
    for row, place in zip(extraction.rows, extraction.places, strict=False):  # a reading may have no places at all
        if place.doubt or place.column is not None or place.box is not None:
            code, about = parted(place.doubt)
            table = counted.get((place.page, place.number), ("", "", ""))
            sides = ("",) * 4 if place.box is None else (f"{side:.1f}" for side in place.box)
            yield {
                "report_id": row["report_id"],
                "indicator_code": row["indicator_code"],
                "doubt": code,
                "doubt_about": about,
                **dict(zip(COLUMNS[4:7], table, strict=True)),
                "table_column": "" if place.column is None else str(place.column + 1),
                "box_unit": "" if place.box is None else unit,
                **dict(zip(_SIDES, sides, strict=True)),
            }


def _counted_rows(document: Document) -> dict[tuple[int | None, int | None], tuple[str, str, str]]:
    """Kind and number of the table, and the row in it, by page and number, where a person can count them: the rows of
    a workbook's sheets, and those of the tables of a text, in their order; none of what was scanned or printed."""
    suffix = f".{document.format}"
    declared = format_of(document.format)
    if suffix in declared.sheets:
        return {(row.page, row.number): (SHEET, str(row.page), str(row.number)) for row in document.table}
    if not declared.is_typed or document.is_scanned:
        return {}
    tables = [part for part in document.parts if not isinstance(part, Line)]
    return {
        (row.page, row.number): (TABLE, str(number), str(at))
        for number, rows in enumerate(tables, start=1)
        for at, row in enumerate(rows, start=1)
    }


def landed_places(landed: Path, rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], LandedPlace]:
    """Where the answers of these landed rows stand, by report and code; of one without a place its page alone."""
    kept = {(one["report_id"], one["indicator_code"]): one for one in read_seed(landed / "answer_places.csv")}
    return {
        key: _place(row["page"], kept.get(key)) for row in rows for key in [(row["report_id"], row["indicator_code"])]
    }


def _place(page: str, kept: Mapping[str, str] | None) -> LandedPlace:
    number = int(page) if page else None
    if kept is None:
        return LandedPlace(number)
    doubt, unit = joined(kept["doubt"], kept["doubt_about"]), kept["box_unit"]
    table = (kept["table_kind"], kept["table_number"], kept["table_row"]) if kept["table_kind"] else None
    if not unit:
        return LandedPlace(number, doubt, table=table)
    left, top, right, bottom = (float(kept[side]) for side in _SIDES)
    return LandedPlace(number, doubt, (left, top, right, bottom), unit == PIXEL, table)
