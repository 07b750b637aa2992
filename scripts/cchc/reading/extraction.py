"""A document becomes rows: one for every answered row of the form, in form order, with their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from rapidfuzz import fuzz

from cchc.errors import CchcError
from cchc.reading.documents import Document, Line, Place
from cchc.reading.formats import read_parts
from cchc.reading.number_grammar import BLANK, CLEAR, doubted, unproven
from cchc.reading.ordered_text import order_doubt, place_text_rows, stacked_answers
from cchc.reading.recognising import check_is_report, forms_worth_reading, other_form
from cchc.reading.scanning.page_order import check_page_order
from cchc.reading.table.answers import place_table_rows, read_table_cells
from cchc.reading.table.column_headings import TableHeading, find_heading
from cchc.reading.table.empty_cells import surroundings
from cchc.reading.table.known_labels import folded_text
from cchc.reading.text.contradictions import contradicted
from cchc.reading.text.narrative import ToldFigure, read_narrative, read_notes
from cchc.reading.text.old_letters import old_encoding
from cchc.reading.text.report_heading import Heading, heading_lines, is_of_one_below, read_heading, year_told
from cchc.reading.text.row_alignment import PlacedRow, appendix_lines
from cchc.reading.text.row_cells import MOST_SURE, Cells, doubted_cells, read_cells
from cchc.reading.text.writing_habits import unlike_its_document
from cchc.reference.doubt_words import ROW_NOT_FOUND, joined
from cchc.reference.form import Form, FormRow, load_forms
from cchc.reference.periods import last_day
from cchc.reference.unit_names import is_called
from cchc.reference.units import Unit, load_units

ROW_COLUMNS = (
    "report_id", "form_version", "indicator_code", "raw_label", "raw_unit", "raw_value", "raw_note", "value",
    "base_value", "decimals", "read_status", "confidence", "page", "line_from", "line_to",
)  # fmt: skip
FIGURE_COLUMNS = (
    "report_id", "figure_number", "figure_source", "concept", "indicator_code", "raw_text", "value", "decimals",
    "page", "line_from", "line_to", "words",
)  # fmt: skip

_ROWS_FOUND_LEAST = 0.85  # share of a form's rows that must be found in a table
_TEXT_ROWS_FOUND_LEAST = 0.6  # in lines of text, which an engine may have torn
_LIKE_LEAST = 0.6  # share of a form's rows that must stand on rows of a table like their labels
_TORN = 0.98  # a text with a smaller share of a form's rows is torn: none of its figures is read as clear
_ALONE_MOST = 0.4  # share of the labels of a page that may stand without unit and answer
_CELLS_LEAST = 3  # of a row of a table that has columns
_PART_LEAST = 0.1  # share of a form's rows in the part of a report that is read as far as it goes
_SIMILARITY_LEAST = 0.6  # mean similarity of the rows found, below which it is another form
_FOUND_SHARE = 0.8  # share of the similarity typical of a document that a row in it has at least
_ALIKE = 0.1  # forms that fit a document so nearly the same print the same
_MISSING_RUN_MOST = 9  # so many rows in a run without a line mean that a page is missing
_SURE_PLACE = 0.58  # a row placed on lines less like its label than this is not read as clear
_WHOLE_LABEL = 90  # a row with a label this like its own (0-100) stands on all of it and nothing else
_OWN_LINE, _OWN_LEAD, _OWN_LETTERS = 80, 12, 15  # a line so like the row (0-100), so much less like another, so long
_NEIGHBOURS = 5  # rows so near to one that was not found may stand on each other's lines


@dataclass(frozen=True)
class Extraction:
    """What was read from one document. Rows and figures are text, as they land; see ROW_COLUMNS.

    `places` has for each of the rows where its answer stands; `left_out` names columns of figures that are no unit's;
    `missing` says what of a report that is not whole was not found.
    """

    document: Document
    heading: Heading
    form: Form
    rows: tuple[dict[str, str], ...]
    figures: tuple[dict[str, str], ...]
    places: tuple[Place, ...] = ()
    left_out: tuple[str, ...] = ()
    missing: str = ""

    @property
    def statuses(self) -> Counter[str]:
        return Counter(row["read_status"] for row in self.rows)


@dataclass(frozen=True)
class _ReadRow:
    """One form row as read: its cells, the lines it may be found on, and how like its label they are.

    `is_known` if a cell of its own says its label.
    """

    row: FormRow
    cells: Cells
    lines: tuple[Line, ...]
    place: Place
    similarity: float
    is_known: bool = False


@dataclass(frozen=True)
class _Reading:
    """A document read as one form: its narrative, and every row of the form, in form order."""

    form: Form
    narrative: tuple[Line, ...]
    rows: tuple[_ReadRow, ...]

    @property
    def typical_similarity(self) -> float:
        """How like their labels the rows found stand, on average (0-1)."""
        found = [row.similarity for row in self.rows if row.lines]
        return sum(found) / len(found) if found else 0.0

    def fit(self, least: float) -> float:
        """How well the form fits the document: what its rows find there, less what each of them ought to find."""
        return sum(row.similarity - least for row in self.rows)

    def found(self, least: float) -> float:
        """How well those of the form's rows fit that stand there."""
        return sum(max(row.similarity - least, 0.0) for row in self.rows)


def extract_all(
    path: Path,
    unit_code: str | None = None,
    year: int | None = None,
    partial: bool = False,
    period: str | None = None,
) -> tuple[Extraction, ...]:
    """Read every report of a file: one, or those of a workbook, side by side (or of them one unit's) or on sheets.

    What is given is taken and not sought in the heading: the unit (its code or its name), the year, the part of it.
    One of which a page or most lines are lost is read as far as it goes where `partial`, and refused otherwise. Raises
    CchcError where it is no report on a known form, or its unit or year are not told.
    """
    parts = read_parts(path)
    if len(parts) > 1 and unit_code:
        parts = tuple(part for part in parts if part.unit_code is None or is_called(unit_code, part.unit_code))
        if not parts:
            raise CchcError(f"{path}: no column or row of it is of unit {unit_code}.")
    read = tuple(
        replace(
            extract_document(part.document, part.unit_code or unit_code, part.year or year, partial, period),
            left_out=part.left_out,
        )
        for part in parts
    )
    ids = [one.heading.report_id for one in read]
    if len(set(ids)) < len(ids):
        raise CchcError(
            f"{path}: two reports stand in it of one unit and one time ({', '.join(ids)}). Save each as a file of its "
            "own, or say over each table which time it is of."
        )
    return read


def extract(path: Path, unit_code: str | None = None, year: int | None = None) -> Extraction:
    """Read a file of one report. Raises CchcError as `extract_all`, and where there are several."""
    read = extract_all(path, unit_code, year)
    if len(read) > 1:
        names = ", ".join(one.heading.report_id for one in read)
        raise CchcError(f"{path}: {len(read)} reports stand in it side by side ({names}). Name one: --unit.")
    return read[0]


def extract_document(
    document: Document,
    unit_code: str | None = None,
    year: int | None = None,
    partial: bool = False,
    period: str | None = None,
) -> Extraction:
    """As `extract_all`, for one report of a document that has been read."""
    if year is not None and not any(form.covers(year) for form in load_forms()):
        raise CchcError(f"{document.path}: no form in seeds/reference/form_versions.csv serves {year}.")
    _check_letters(document)
    check_is_report(document)
    if document.is_scanned:
        check_page_order(document.path, document.parts)
    told = year or year_told(heading_lines(document, list(document.lines)))
    table = find_heading(document.table, told)
    if document.table and table is None:
        raise CchcError(
            f"{document.path}: no heading over its columns says where the answers of {told or 'the report'} stand. "
            f"Expected one column headed 'Số lượng/Tỷ lệ' or 'Năm {told or 2021}'; write it there."
        )
    readings = _best_first([_read_as(document, form, table) for form in forms_worth_reading(document, load_forms())])
    missing = _check_whole(document, readings[0], partial)
    document_heading = heading_lines(document, list(readings[0].narrative))
    heading = read_heading(document, document_heading, unit_code, year, period)
    is_told = unit_code is not None or is_of_one_below(document_heading, last_day(heading.year, heading.period))
    reading = _on_true_form(document, readings, heading, is_told)
    form = reading.form
    told = read_narrative(reading.narrative) + read_notes((read.row, read.lines) for read in reading.rows)
    all_rows = reading.rows if document.table else _with_contradictions(reading.rows, told)
    answered = [at for at, read in enumerate(all_rows) if read.row.is_answered]
    rows = tuple(_row(heading, all_rows, at) for at in answered)
    places = tuple(_place(all_rows, at) for at in answered)
    return Extraction(document, heading, form, rows, tuple(_figures(heading, form, told)), places, missing=missing)


def _check_letters(document: Document) -> None:
    cells = (cell.text for row in document.table for cell in row.cells)
    encoding = None if document.is_scanned else old_encoding([*(line.text for line in document.lines), *cells])
    if encoding:
        raise CchcError(
            f"{document.path}: typed for fonts older than Unicode, in {encoding}, so its letters are others than it "
            "shows. Convert it to Unicode (UniKey: Toolkit, Ctrl+Shift+F6) and a Unicode font, and save it again."
        )


def _least(readings: list[_Reading]) -> float:
    """The similarity that a row must bring if its form is to fit the better for it: a row that is not in the
    document takes lines of its neighbours, and is less like them than rows that are there are like theirs."""
    return _FOUND_SHARE * max(reading.typical_similarity for reading in readings)


def _best_first(readings: list[_Reading]) -> list[_Reading]:
    """The readings, that of the likeliest form first; of a report of which much is missing, as each form may have it,
    that whose rows are found."""
    least = _least(readings)
    if all(reading.fit(least) < 0 for reading in readings):
        return sorted(readings, key=lambda reading: -reading.found(least))
    return sorted(readings, key=lambda reading: -reading.fit(least))


def _on_true_form(document: Document, readings: list[_Reading], heading: Heading, is_told: bool) -> _Reading:
    """The reading as the form that the document is laid out on: the best one, whatever the heading would suggest.

    Forms that print the same cannot be told apart by what stands there, so among those year and unit decide. Below the
    province, a level that has no form of its own reports on that of another; on the province's where the unit `is_told`
    beyond doubt, for the report of a province may name others.
    """
    year, unit = heading.year, _unit_of(heading)
    best, least = readings[0], _least(readings)
    alike = [reading for reading in readings if best.fit(least) - reading.fit(least) < _ALIKE]
    in_force = [reading for reading in alike if reading.form.covers(year)]
    for_level = [reading for reading in in_force if unit.unit_level in reading.form.government_levels]
    serving = [form for form in load_forms() if form.covers(year)]
    own = [form for form in serving if unit.unit_level in form.government_levels]
    if not in_force:
        raise CchcError(
            f"{document.path}: laid out as form {best.form.version}, which does not serve {year}; "
            f"{_named(own or serving)} does. Check the year in the heading, ask for the report on the right form, or "
            "let seeds/reference/form_versions.csv say that the form serves that year too."
        )
    is_of_province = best.form.government_levels == ("province",)
    may_serve = is_of_province if unit.unit_level == "province" else is_told or not is_of_province
    if not for_level and (own or not may_serve):
        raise CchcError(
            f"{document.path}: laid out as form {best.form.version}, on which the "
            f"{' and '.join(best.form.government_levels)} level reports; {unit.unit_type_vi} {unit.unit_name_vi} "
            f"({unit.unit_code}) is of the {unit.unit_level} level, and reports on {_named(own)}. Check the unit in "
            f"the heading or give the right one (--unit), ask for the report on the right form, or let "
            "seeds/reference/form_versions.csv say that the form serves that level too."
        )
    return (for_level or in_force)[0]


def _named(forms: Sequence[Form]) -> str:
    return " or ".join(f"form {form.version}" for form in forms) or "no form"


def _unit_of(heading: Heading) -> Unit:
    on = last_day(heading.year, heading.period)
    return next(unit for unit in load_units() if unit.unit_code == heading.unit_code and unit.is_valid_on(on))


def _read_as(document: Document, form: Form, heading: TableHeading | None) -> _Reading:
    """Read a document as one form, by its table where the format knows its cells, else by its lines."""
    if heading is not None:
        return _Reading(form, document.lines, tuple(_table_rows(document, form, heading)))
    narrative, appendix = appendix_lines(document.lines, form)
    return _Reading(form, tuple(narrative), tuple(_text_rows(appendix, form, _lost_columns(document))))


def _lost_columns(document: Document) -> bool:
    """Whether most lines are rows of tables of which none is the report's, so that nobody knows their columns."""
    rows = {
        (row.page, row.number)
        for part in document.parts
        if not isinstance(part, Line)
        for row in part
        if sum(bool(cell.text.strip()) for cell in row.cells) >= _CELLS_LEAST
    }
    return sum((line.page, line.number) in rows for line in document.lines) > len(document.lines) / 2


def _text_rows(appendix: list[Line], form: Form, lost_columns: bool) -> Iterator[_ReadRow]:
    placed = place_text_rows(appendix, form)
    read = [read_cells(row, place) for row, place in zip(form.rows, placed, strict=True)]
    is_torn = sum(bool(place.lines) for place in placed) < _TORN * len(placed)
    in_blocks = _pages_in_blocks(form, placed, read)
    read = unlike_its_document(form.rows, read)
    stacked = stacked_answers(appendix, form)
    for at, (row, place, cells) in enumerate(zip(form.rows, placed, read, strict=True)):
        answer_line = cells.line or (place.lines[0] if place.lines else None)
        found = Place(answer_line.page, answer_line.number) if answer_line else Place()
        is_in_block = any(line.page in in_blocks for line in place.lines)
        is_in_block |= bool(in_blocks) and len(cells.answer) == 1 and not row.codes  # it may be the rest of another
        doubt = "text_torn" if is_torn or lost_columns or is_in_block else order_doubt(at, place, cells, form)
        doubt = doubt or ("lines_of_row_beside" if cells.line and cells.line.number in stacked else "")
        if doubt:
            cells, found = doubted_cells(cells), replace(found, doubt=doubt)
        yield _ReadRow(row, cells, place.lines, found, place.similarity)


def _pages_in_blocks(form: Form, placed: Sequence[PlacedRow], read: Sequence[Cells]) -> set[int]:
    """The pages on which most labels stand alone: an engine wrote their columns one after another."""
    alone: dict[int, list[bool]] = {}
    for row, place, cells in zip(form.rows, placed, read, strict=True):
        if row.is_answered and row.unit_vi and place.lines:
            alone.setdefault(place.lines[0].page, []).append(not (cells.unit or cells.answer))
    return {page for page, own in alone.items() if sum(own) > _ALONE_MOST * len(own)}


def _table_rows(document: Document, form: Form, heading: TableHeading) -> Iterator[_ReadRow]:
    placed, table_rows = place_table_rows(document.table, heading, form)
    beside = surroundings(placed, table_rows, heading.columns)
    for row, place in zip(form.rows, placed, strict=True):
        cells, answer_place = read_table_cells(row, place, table_rows, heading.columns, beside)
        own = [table_rows[line.number] for line in place.lines]
        lines = tuple(Line(one.page, one.number, " ".join(cell.text for cell in one.cells)) for one in own)
        yield _ReadRow(row, cells, lines, answer_place, place.similarity, place.is_known)


def _check_whole(document: Document, reading: _Reading, partial: bool) -> str:
    """What is missing of a report that is read as far as it goes, '' of one that is whole.

    Raises CchcError for one that is not, if it is not to be read as a part; and for what is no report on the form.
    """
    rows, version = reading.rows, reading.form.version
    found = [row for row in rows if row.lines]
    similarity = reading.typical_similarity
    start, length = _longest_missing_run(rows)
    least = _ROWS_FOUND_LEAST if document.table else _TEXT_ROWS_FOUND_LEAST
    answered = [row for row in rows if row.row.is_answered]
    like = sum(row.similarity >= _SURE_PLACE for row in answered)
    is_like = similarity >= _SIMILARITY_LEAST and not (document.table and like < _LIKE_LEAST * len(answered))
    is_enough = sum(bool(row.lines) for row in answered) >= least * len(answered) and length <= _MISSING_RUN_MOST
    if is_like and is_enough:
        return ""
    first, last = rows[start].row, rows[start + length - 1].row
    after = f" after line {found[-1].lines[-1].number}" if found and start + length == len(rows) else ""
    missing = (
        f"rows {first.indicator_code} to {last.indicator_code} of form {version} were not found{after} "
        f"({length} of {len(rows)} rows; {len(rows) - len(found)} in all)"
    )
    if partial and similarity >= _SIMILARITY_LEAST and len(found) >= _PART_LEAST * len(rows):
        return missing
    is_whole_elsewhere = len(found) >= least * (len(rows) - length)
    if similarity >= _SIMILARITY_LEAST and length > _MISSING_RUN_MOST and is_whole_elsewhere:
        raise CchcError(
            f"{document.path}: {missing}. Is a page missing or the report cut? Get the whole report; to read what "
            "there is of it, give --partial."
        )
    raise CchcError(other_form(document, reading.form, sum(row.similarity >= _SURE_PLACE for row in rows)))


def _longest_missing_run(rows: tuple[_ReadRow, ...]) -> tuple[int, int]:
    """Where the longest run of rows without a line starts, and how many rows it has."""
    best = start = length = 0
    for index, row in enumerate(rows):
        length = 0 if row.lines else length + 1
        if length > best:
            best, start = length, index - length + 1
    return start, best


def _is_sure(rows: tuple[_ReadRow, ...], at: int) -> bool:
    """True if a row stands on lines like its label, and no row near it is missing whose lines it may have taken.

    A row that stands on its whole label has not taken the lines of a heading that was left out.
    """
    row = rows[at]
    if row.is_known:
        return True
    near = rows[max(at - _NEIGHBOURS, 0) : at + _NEIGHBOURS + 1]
    has_label = fuzz.ratio(folded_text(row.cells.label), row.row.folded_label) >= _WHOLE_LABEL
    missing = [one for one in near if not one.lines and (one.row.is_answered or not has_label)]
    return row.similarity >= _SURE_PLACE and (not missing or _stands_by_itself(row, missing))


def _stands_by_itself(row: _ReadRow, missing: Sequence[_ReadRow]) -> bool:
    """True if the line of a text that has the answer bears the row's own words, and none of the missing rows'."""
    if row.cells.line is None:
        return False
    text = " ".join(word for word in folded_text(row.cells.line.text).split() if word != row.cells.answer)
    own = _likeness(text, row.row)
    is_own = own >= _OWN_LINE and sum(mark.isalpha() for mark in text) >= _OWN_LETTERS
    return is_own and all(_likeness(text, one.row) < own - _OWN_LEAD for one in missing)


def _likeness(text: str, row: FormRow) -> float:
    return fuzz.partial_ratio(text, f"{row.folded_label} {row.folded_unit}")


def _with_contradictions(rows: tuple[_ReadRow, ...], told: Sequence[ToldFigure]) -> tuple[_ReadRow, ...]:
    """The rows of a text, whose digits may be misread; those that other figures gainsay are no longer clear."""
    clear = {
        one.row.concept: one.cells.reading
        for at, one in enumerate(rows)
        if one.cells.reading.status == CLEAR and _is_sure(rows, at)
    }
    found = contradicted(clear, told)
    return tuple(
        replace(
            one,
            cells=doubted_cells(one.cells),
            place=replace(one.place, doubt=joined("unlike_other_figures", found[one.row.concept])),
        )
        if one.row.concept in found
        else one
        for one in rows
    )


def _place(rows: tuple[_ReadRow, ...], at: int) -> Place:
    """Where the answer stands; with the doubt that a row not found, or placed unsurely, has."""
    place, status = rows[at].place, rows[at].cells.reading.status
    if place.number is None:
        return replace(place, doubt=ROW_NOT_FOUND)
    is_unsure = status in (CLEAR, BLANK) and not _is_sure(rows, at)
    return replace(place, doubt="row_on_other_lines") if is_unsure and not place.doubt else place


def _row(heading: Heading, rows: tuple[_ReadRow, ...], at: int) -> dict[str, str]:
    read = rows[at]
    cells, reading, lines = read.cells, read.cells.reading, read.lines
    if not _is_sure(rows, at):
        reading = unproven(doubted(reading))
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
        "read_status": reading.status,
        "confidence": f"{min(cells.confidence, MOST_SURE[reading.status]):.3f}",
        "page": "" if read.place.page is None else str(read.place.page),
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
