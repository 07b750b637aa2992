"""A document becomes rows: one for every answered row of the form, in form order, with their place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from cchc.errors import CchcError
from cchc.form import Form, FormRow, load_forms
from cchc.reading.alignment import PlacedRow, appendix_lines, place_rows
from cchc.reading.cells import Cells, read_cells
from cchc.reading.documents import Document, Line
from cchc.reading.heading import Heading, heading_lines, read_heading
from cchc.reading.narrative import ToldFigure, read_narrative, read_notes
from cchc.reading.number_grammar import CLEAR, DOUBTFUL
from cchc.reading.readers import read_document

ROW_COLUMNS = (
    "report_id", "form_version", "indicator_code", "raw_label", "raw_unit", "raw_value", "raw_note", "value",
    "base_value", "decimals", "read_status", "confidence", "page", "line_from", "line_to",
)  # fmt: skip
FIGURE_COLUMNS = (
    "report_id", "figure_number", "figure_source", "concept", "indicator_code", "raw_text", "value", "decimals",
    "page", "line_from", "line_to", "words",
)  # fmt: skip

_ROWS_FOUND_LEAST = 0.85  # share of a form's rows that must be found
_SIMILARITY_LEAST = 0.6  # mean similarity of the rows found, below which it is another form
_MISSING_RUN_MOST = 9  # so many rows in a run without a line mean that a page is missing
_SURE_PLACE = 0.58  # a row placed on lines less like its label than this is not read as clear
_NEIGHBOURS = 5  # rows so near to one that was not found may stand on each other's lines


@dataclass(frozen=True)
class Extraction:
    """What was read from one document. Rows and figures are text, as they land; see ROW_COLUMNS."""

    document: Document
    heading: Heading
    form: Form
    rows: tuple[dict[str, str], ...]
    figures: tuple[dict[str, str], ...]

    @property
    def statuses(self) -> Counter[str]:
        return Counter(row["read_status"] for row in self.rows)


def extract(path: Path, unit_code: str | None = None, year: int | None = None) -> Extraction:
    """Read one document. Raises CchcError where it is no report on a known form, or its unit or year are not told."""
    document = read_document(path)
    form, narrative, placed = _place_on_best_form(document, year)
    heading = read_heading(document, heading_lines(document, narrative), unit_code, year)
    if not form.covers(heading.year):
        raise CchcError(
            f"{path}: laid out as form {form.version}, which does not serve {heading.year}. "
            "Check the year in the heading, or add the form of that year to seeds/reference."
        )
    rows = [
        _row(heading, row, place, read_cells(row, place), _is_sure(index, placed))
        for index, (row, place) in enumerate(zip(form.rows, placed, strict=True))
        if row.is_answered
    ]
    told = read_narrative(narrative) + read_notes(form, placed)
    return Extraction(document, heading, form, tuple(rows), tuple(_figures(heading, form, told)))


def _place_on_best_form(document: Document, year: int | None) -> tuple[Form, list[Line], list[PlacedRow]]:
    """The form whose rows the document shows best. Raises CchcError where none is shown whole."""
    best: tuple[float, Form, list[Line], list[PlacedRow]] | None = None
    for form in load_forms():
        if year is not None and not form.covers(year):
            continue
        narrative, appendix = appendix_lines(document.lines, form)
        placed = place_rows(appendix, form)
        score = sum(place.similarity for place in placed) / len(form.rows)
        if best is None or score > best[0]:
            best = (score, form, narrative, placed)
    if best is None:
        raise CchcError(f"{document.path}: no form in seeds/reference/form_versions.csv serves {year}.")
    _, form, narrative, placed = best
    _check_whole(document, form, placed)
    return form, narrative, placed


def _check_whole(document: Document, form: Form, placed: list[PlacedRow]) -> None:
    found = [place for place in placed if place.lines]
    similarity = sum(place.similarity for place in found) / len(found) if found else 0.0
    start, length = _longest_missing_run(placed)
    if found and similarity >= _SIMILARITY_LEAST and length > _MISSING_RUN_MOST:
        first, last = form.rows[start], form.rows[start + length - 1]
        after = f" after line {found[-1].lines[-1].number}" if start + length == len(placed) else ""
        raise CchcError(
            f"{document.path}: rows {first.indicator_code} to {last.indicator_code} of form {form.version} were not "
            f"found{after} ({length} of {len(placed)} rows). Is a page missing or the report cut? Get the whole report."
        )
    if len(found) < _ROWS_FOUND_LEAST * len(placed) or similarity < _SIMILARITY_LEAST:
        raise CchcError(
            f"{document.path}: only {len(found)} of {len(placed)} rows of form {form.version} were found, "
            f"{similarity:.0%} alike. Expected the appendix table of a district's CCHC report in Vietnamese; "
            "is it another form, another language, or unreadable text?"
        )


def _longest_missing_run(placed: list[PlacedRow]) -> tuple[int, int]:
    best, start = (0, 0), 0
    for index, place in enumerate([*placed, PlacedRow(0, (Line(0, 0, ""),), 0.0)]):
        if place.lines:
            best = max(best, (start, index - start), key=lambda run: run[1])
            start = index + 1
    return best


def _is_sure(index: int, placed: list[PlacedRow]) -> bool:
    """True if a row stands on lines like its label, and no row near it is missing whose lines it may have taken."""
    near = placed[max(index - _NEIGHBOURS, 0) : index + _NEIGHBOURS + 1]
    return placed[index].similarity >= _SURE_PLACE and all(place.lines for place in near)


def _row(heading: Heading, row: FormRow, place: PlacedRow, cells: Cells, is_sure: bool) -> dict[str, str]:
    reading = cells.reading
    is_unsure = reading.status == CLEAR and not is_sure
    lines = place.lines
    answer_line = cells.line or (lines[0] if lines else None)
    return {
        "report_id": heading.report_id,
        "form_version": row.form_version,
        "indicator_code": row.indicator_code,
        "raw_label": cells.label,
        "raw_unit": cells.unit,
        "raw_value": cells.answer,
        "raw_note": cells.note,
        "value": plain(reading.value),
        "base_value": plain(reading.base_value),
        "decimals": "" if reading.decimals is None else str(reading.decimals),
        "read_status": DOUBTFUL if is_unsure else reading.status,
        "confidence": f"{min(cells.confidence, 0.5) if is_unsure else cells.confidence:.3f}",
        "page": str(answer_line.page) if answer_line else "",
        "line_from": str(lines[0].number) if lines else "",
        "line_to": str(lines[-1].number) if lines else "",
    }


def _figures(heading: Heading, form: Form, told: list[ToldFigure]) -> list[dict[str, str]]:
    codes = {row.concept: row.indicator_code for row in form.answered}
    return [
        {
            "report_id": heading.report_id,
            "figure_number": str(number),
            "figure_source": figure.figure_source,
            "concept": figure.concept,
            "indicator_code": codes.get(figure.concept, ""),
            "raw_text": figure.raw_text,
            "value": plain(figure.value),
            "decimals": str(figure.decimals),
            "page": str(figure.page),
            "line_from": str(figure.line_from),
            "line_to": str(figure.line_to),
            "words": figure.words,
        }
        for number, figure in enumerate(told, start=1)
    ]


def plain(value: Decimal | None) -> str:
    """A decimal without grouping or exponent; '' for none."""
    return "" if value is None else f"{value:f}"
