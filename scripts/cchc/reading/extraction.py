"""A document becomes rows: one for every answered row of the form, in form order, with their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from cchc.errors import CchcError
from cchc.form import Form, FormRow, load_forms
from cchc.reading.alignment import appendix_lines, place_rows
from cchc.reading.cells import Cells, read_cells
from cchc.reading.documents import Document, Line
from cchc.reading.heading import Heading, heading_lines, read_heading
from cchc.reading.narrative import ToldFigure, read_narrative, read_notes
from cchc.reading.number_grammar import CLEAR, DOUBTFUL
from cchc.reading.readers import read_document
from cchc.reading.tables import Columns, find_columns, place_table_rows, read_table_cells

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


@dataclass(frozen=True)
class _ReadRow:
    """One form row as read: its cells, the lines it may be found on, and how like its label they are."""

    row: FormRow
    cells: Cells
    lines: tuple[Line, ...]
    page: int | None
    similarity: float


@dataclass(frozen=True)
class _Reading:
    """A document read as one form: its narrative, and every row of the form, in form order."""

    form: Form
    narrative: tuple[Line, ...]
    rows: tuple[_ReadRow, ...]

    @property
    def score(self) -> float:
        return sum(row.similarity for row in self.rows) / len(self.rows)


def extract(path: Path, unit_code: str | None = None, year: int | None = None) -> Extraction:
    """Read one document. Raises CchcError where it is no report on a known form, or its unit or year are not told."""
    return extract_document(read_document(path), unit_code, year)


def extract_document(document: Document, unit_code: str | None = None, year: int | None = None) -> Extraction:
    """As `extract`, for a document that has been read."""
    readings = [_read_as(document, form) for form in load_forms() if year is None or form.covers(year)]
    if not readings:
        raise CchcError(f"{document.path}: no form in seeds/reference/form_versions.csv serves {year}.")
    reading = max(readings, key=lambda one: one.score)
    _check_whole(document, reading)
    heading = read_heading(document, heading_lines(document, list(reading.narrative)), unit_code, year)
    form = reading.form
    if not form.covers(heading.year):
        raise CchcError(
            f"{document.path}: laid out as form {form.version}, which does not serve {heading.year}. "
            "Check the year in the heading, or add the form of that year to seeds/reference."
        )
    rows = [_row(heading, reading.rows, at) for at, read in enumerate(reading.rows) if read.row.is_answered]
    told = read_narrative(reading.narrative) + read_notes((read.row, read.lines) for read in reading.rows)
    return Extraction(document, heading, form, tuple(rows), tuple(_figures(heading, form, told)))


def _read_as(document: Document, form: Form) -> _Reading:
    """Read a document as one form, by its table where the format knows its cells, else by its lines."""
    found = find_columns(document.table)
    if found is not None:
        return _Reading(form, document.lines, tuple(_table_rows(document, form, *found)))
    narrative, appendix = appendix_lines(document.lines, form)
    return _Reading(form, tuple(narrative), tuple(_text_rows(appendix, form)))


def _text_rows(appendix: list[Line], form: Form) -> Iterator[_ReadRow]:
    for row, place in zip(form.rows, place_rows(appendix, form), strict=True):
        cells = read_cells(row, place)
        answer_line = cells.line or (place.lines[0] if place.lines else None)
        yield _ReadRow(row, cells, place.lines, answer_line.page if answer_line else None, place.similarity)


def _table_rows(document: Document, form: Form, columns: Columns, start: int) -> Iterator[_ReadRow]:
    placed, table_rows = place_table_rows(document.table, columns, start, form)
    for row, place in zip(form.rows, placed, strict=True):
        cells, answer_row = read_table_cells(row, place, table_rows, columns)
        own = [table_rows[line.number] for line in place.lines]
        lines = tuple(Line(one.page, one.number, " ".join(cell.text for cell in one.cells)) for one in own)
        yield _ReadRow(row, cells, lines, answer_row.page if answer_row else None, place.similarity)


def _check_whole(document: Document, reading: _Reading) -> None:
    rows, version = reading.rows, reading.form.version
    found = [row for row in rows if row.lines]
    similarity = sum(row.similarity for row in found) / len(found) if found else 0.0
    start, length = _longest_missing_run(rows)
    if found and similarity >= _SIMILARITY_LEAST and length > _MISSING_RUN_MOST:
        first, last = rows[start].row, rows[start + length - 1].row
        after = f" after line {found[-1].lines[-1].number}" if start + length == len(rows) else ""
        raise CchcError(
            f"{document.path}: rows {first.indicator_code} to {last.indicator_code} of form {version} were not "
            f"found{after} ({length} of {len(rows)} rows). Is a page missing or the report cut? Get the whole report."
        )
    if len(found) < _ROWS_FOUND_LEAST * len(rows) or similarity < _SIMILARITY_LEAST:
        raise CchcError(
            f"{document.path}: only {len(found)} of {len(rows)} rows of form {version} were found, "
            f"{similarity:.0%} alike. Expected the appendix table of a district's CCHC report in Vietnamese; "
            "is it another form, another language, or unreadable text?"
        )


def _longest_missing_run(rows: tuple[_ReadRow, ...]) -> tuple[int, int]:
    """Where the longest run of rows without a line starts, and how many rows it has."""
    best = start = length = 0
    for index, row in enumerate(rows):
        length = 0 if row.lines else length + 1
        if length > best:
            best, start = length, index - length + 1
    return start, best


def _is_sure(rows: tuple[_ReadRow, ...], at: int) -> bool:
    """True if a row stands on lines like its label, and no row near it is missing whose lines it may have taken."""
    near = rows[max(at - _NEIGHBOURS, 0) : at + _NEIGHBOURS + 1]
    return rows[at].similarity >= _SURE_PLACE and all(row.lines for row in near)


def _row(heading: Heading, rows: tuple[_ReadRow, ...], at: int) -> dict[str, str]:
    read = rows[at]
    cells, reading, lines = read.cells, read.cells.reading, read.lines
    is_unsure = reading.status == CLEAR and not _is_sure(rows, at)
    return {
        "report_id": heading.report_id,
        "form_version": read.row.form_version,
        "indicator_code": read.row.indicator_code,
        "raw_label": cells.label,
        "raw_unit": cells.unit,
        "raw_value": cells.answer,
        "raw_note": cells.note,
        "value": plain(reading.value),
        "base_value": plain(reading.base_value),
        "decimals": "" if reading.decimals is None else str(reading.decimals),
        "read_status": DOUBTFUL if is_unsure else reading.status,
        "confidence": f"{min(cells.confidence, 0.5) if is_unsure else cells.confidence:.3f}",
        "page": "" if read.page is None else str(read.page),
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
