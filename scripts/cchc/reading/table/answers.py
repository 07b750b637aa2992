"""The appendix of a document whose format knows its cells: what each row of its table answers."""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz import fuzz

from cchc.reading.documents import Cell, Line, Place, TableRow
from cchc.reading.number_grammar import (
    BLANK,
    UNREADABLE,
    Reading,
    doubted,
    read_figure,
    read_stored_number,
    unproven,
)
from cchc.reading.pieces import CHECKED, UNCHECKED
from cchc.reading.table.column_headings import Columns, TableHeading, column_name
from cchc.reading.table.empty_cells import Surroundings, doubt_of_blank
from cchc.reading.table.headed_cells import WORD_LETTERS, answer_columns, cell_at, joined, label_of, shown
from cchc.reading.table.known_labels import folded_text
from cchc.reading.table.loose_answers import may_be_of_another, with_answers_beside_labels
from cchc.reading.table.row_order import Labelled, Order, bare_label, in_form_order, is_of_another, rows_labelled
from cchc.reading.table.shifted_cells import with_cells_in_place
from cchc.reading.text.row_alignment import PlacedRow, place_rows
from cchc.reading.text.row_cells import NO_CELLS, Cells, confidence_of
from cchc.reference.form import Form, FormRow

_NAMED_LEAST = 3  # so many columns named, the label's among them, head a table though other headings are misread
_NUMBERED_LEAST = 3  # so many cells of one figure or letter each number columns
_CELL_DOUBTED = 0.9  # a reader's confidence (0-1) below which a cell is not read as clear
_WHOLE_LABEL = 90  # a row this like the label (0-100) has all of it
_OWN_PART = 80  # words this like a part of the label (0-100) may go on with it
_WITH_WORDS = re.compile(r"([\d.,/\s]*\d)(\s*)([^\W\d_][^\d]*)")  # `6.632 hồ sơ`
_STARRED = re.compile(r"(.*\d%?)\s*(?:\(\*+\)|\*+)")  # `37*`, `37 (**)`: a star is a note's mark
_NUMBERED = re.compile(r"(.*\d%?)\s*(?:\(\d{1,2}\)|\[\d{1,2}\])")  # `37 (1)`: the mark of a note, or a second figure
_BOXES = (CHECKED, UNCHECKED)
_TICK_FIRST, _TICK_LAST = re.compile("([☑☐])([^☑☐]*)"), re.compile("([^☑☐]*)([☑☐])")
_NAME_AND_CODE = ("{name} = {code}", "{name}={code}", "{name}: {code}", "{name} ({code})", "{code} ({name})",
                  "{code} - {name}")  # fmt: skip
_CODE_NAME = re.compile(r"([^=,;/]+?)\s*=\s*(\w+)")  # `Có = 1`


def place_table_rows(
    rows: tuple[TableRow, ...], heading: TableHeading, form: Form
) -> tuple[list[PlacedRow], dict[int, TableRow]]:
    """Place every row of the form on table rows; also the table rows by the line number standing for them."""
    columns = heading.columns
    heads = {_row_text(row) for row in rows[heading.first : heading.last + 1]}
    own = [row for row in rows[heading.last + 1 :] if not _is_heading(row) and _row_text(row) not in heads]
    own = with_answers_beside_labels(own, columns)
    by_number = dict(enumerate(with_cells_in_place(own, columns, form), start=1))
    lines = [
        Line(row.page, number, text)
        for number, row in by_number.items()
        if (text := f"{label_of(row, columns)} {cell_at(row, columns.unit).text}".strip())
        or answer_columns(row, columns)
    ]
    labels = rows_labelled([label_of(by_number[line.number], columns) for line in lines], form)
    order = in_form_order([Labelled((line,), rows) for line, rows in zip(lines, labels, strict=True)], form)
    placed = place_rows(list(order.lines), form, order.rows)
    return [
        _with_order(place, at, order, " ".join(label_of(by_number[line.number], columns) for line in place.lines), form)
        for at, place in enumerate(placed)
    ], by_number


def _with_order(place: PlacedRow, at: int, order: Order, label: str, form: Form) -> PlacedRow:
    """A row (from 0) as placed, with what its label here and elsewhere tells of it."""
    is_known = any(order.rows.get(line.number) == at for line in place.lines)
    doubt = ""
    if at in order.unsure:
        doubt = "label_in_other_order"
    elif place.lines and not is_known and is_of_another(bare_label(label), bare_label(form.rows[at].label_vi)):
        doubt = "label_has_other_words"
    return replace(place, repeats=order.repeats.get(at, ()), is_known=is_known, doubt=doubt)


def _row_text(row: TableRow) -> str:
    return " ".join(folded_text(cell.text) for cell in row.cells)


def _is_heading(row: TableRow) -> bool:
    texts = [text for cell in row.cells if (text := cell.text.strip())]
    names = {column_name(text) for text in texts}
    names_columns = bool(names) and None not in names and ("label" in names or names <= {"unit", "answer", "note"})
    is_partly_read = "label" in names and len(names - {None}) >= _NAMED_LEAST
    return names_columns or is_partly_read or _numbers_columns(texts)


def _numbers_columns(texts: list[str]) -> bool:
    """True for the row under a heading that numbers its columns: `(1) (2) (3)` or `A B 1 2`."""
    marks = [text.strip("()[]") for text in texts]
    figures = [int(mark) for mark in marks if mark.isdecimal() and len(mark) == 1]
    letters = [mark for mark in marks if mark in ("A", "B", "C")]
    is_counted = figures == list(range(figures[0], figures[0] + len(figures))) if figures else False
    return len(marks) >= _NUMBERED_LEAST and len(figures) + len(letters) == len(marks) and is_counted


def read_table_cells(
    form_row: FormRow, placed: PlacedRow, rows: dict[int, TableRow], columns: Columns, beside: Surroundings
) -> tuple[Cells, Place]:
    """The cells of one form row, and where its answer stands.

    No answer is a blank only where an empty cell, or a dash, shows that there is none and no figure stands about.
    """
    if not placed.lines:
        return NO_CELLS, Place()
    own = _without_strangers(form_row, [rows[line.number] for line in placed.lines], columns)
    answered = [(row, at) for row in own for at in answer_columns(row, columns)]
    row, at = answered[0] if answered else (own[0], columns.answer)
    place = Place(row.page, row.number, at, cell_at(row, at).box, cell_at(row, at).doubt)
    if not form_row.is_answered:
        return NO_CELLS, place
    reading = _read(form_row, [cell_at(row, at) for row, at in answered], len({row.number for row, _ in answered}))
    doubt = doubt_of_blank(form_row, placed, own, rows, columns, beside) if reading.status == BLANK else ""
    if doubt:
        reading, place = unproven(reading), replace(place, doubt=doubt)
    doubt = placed.doubt or _differs_elsewhere(answered, placed, rows, columns)
    at_line = next((line.number for line in placed.lines if rows[line.number] is row), None)
    if answered and at_line and may_be_of_another(at_line, [line.number for line in placed.lines], rows, columns):
        doubt = doubt or "lines_of_row_beside"
    if doubt:
        reading = unproven(reading) if reading.status == BLANK else doubted(reading)
        place = replace(place, doubt=place.doubt or doubt)
    cells = Cells(
        label=" ".join(text for row in own if (text := label_of(row, columns))),
        unit=joined(own, columns.unit),
        answer=" ".join(shown(cell_at(row, at)) for row, at in answered),
        note=joined(own, columns.note),
        reading=reading,
        confidence=confidence_of(reading, placed.similarity),
        line=None,
    )
    return cells, place


def _differs_elsewhere(
    answered: list[tuple[TableRow, int]],
    placed: PlacedRow,
    rows: dict[int, TableRow],
    columns: Columns,
) -> str:
    """Why the answer is not stood by: the row stands once more, with another one; '' if it does not."""
    here = {shown(cell_at(row, at)) for row, at in answered}
    there = {
        shown(cell_at(row, at))
        for run in placed.repeats
        for line in run
        for row in [rows[line.number]]
        for at in answer_columns(row, columns)
    }
    return "row_repeated" if there - here else ""


def _without_strangers(form_row: FormRow, rows: list[TableRow], columns: Columns) -> list[TableRow]:
    """The rows; where one of them has the whole label, those without whose words are no part of it."""
    labels = [folded_text(label_of(row, columns)) for row in rows]
    if len(rows) < 2 or not any(fuzz.ratio(label, form_row.folded_label) >= _WHOLE_LABEL for label in labels):
        return rows
    return [
        row
        for row, label in zip(rows, labels, strict=True)
        if sum(mark.isalpha() for mark in label) < WORD_LETTERS
        or fuzz.partial_ratio(label, form_row.folded_label) >= _OWN_PART
    ]


def _read(row: FormRow, cells: list[Cell], row_count: int) -> Reading:
    """One cell is read as it stands; an answer in pieces or in several columns is never stood by."""
    if not cells:
        return Reading(BLANK)
    if row_count > 1:
        return doubted(read_figure("".join(shown(cell) for cell in cells), row.answer_type, row.codes))
    only = cells[0]
    if only.number is not None:
        reading = read_stored_number(only.number, only.decimals or 0, row.answer_type, row.codes)
        if _has_other_words(row, shown(only)):
            reading = doubted(reading)
    else:
        reading = _read_text(row, shown(only))
    is_odd = "%" in only.text and (row.answer_type != "percent" or _is_percent_of_percent(row, only, reading))
    differ = len({shown(cell) for cell in cells}) > 1
    if not (only.doubt or is_odd or differ or only.confidence < _CELL_DOUBTED):
        return reading
    return Reading(UNREADABLE) if reading.status == BLANK else doubted(reading)  # what is unsure is no blank either


def _is_percent_of_percent(row: FormRow, cell: Cell, reading: Reading) -> bool:
    """True for 9143 % of a stored 91.43, which whoever stored it meant to be 91.43 %. Of a plan 200 % may be done."""
    most = 200 if row.may_pass_100 else 100
    return cell.number is not None and reading.value is not None and reading.value > most


def _read_text(row: FormRow, text: str) -> Reading:
    """A figure, alone or with its unit after it, or a code by its name; a figure with other words is never sure."""
    starred = _STARRED.fullmatch(text)
    text = starred[1] if starred else text
    numbered = _NUMBERED.fullmatch(text)
    if numbered:
        return doubted(_read_text(row, numbered[1]))
    if row.codes:
        if any(box in text for box in _BOXES):
            return _read_ticks(row, text)
        return read_figure(_codes_by_name(row).get(folded_text(text), text), row.answer_type, row.codes)
    parted = _WITH_WORDS.fullmatch(text)
    if not parted:
        return read_figure(text, row.answer_type)
    figure, blank = parted[1], parted[2]
    if _is_its_unit(row, parted[3]):
        return read_figure(figure, row.answer_type)
    whole = read_figure(text, row.answer_type)
    return doubted(read_figure(figure, row.answer_type)) if whole.status == UNREADABLE and blank else whole


def _is_its_unit(row: FormRow, words: str) -> bool:
    units = {row.folded_unit, *(part.strip() for part in re.split("[,/]", row.folded_unit))}
    return folded_text(words).strip(" .;,") in units


def _has_other_words(row: FormRow, text: str) -> bool:
    """True for a number that its format shows with words which are not its unit: `37 nghìn`."""
    parted = _WITH_WORDS.fullmatch(text)
    return parted is not None and not _is_its_unit(row, parted[3])


def _read_ticks(row: FormRow, text: str) -> Reading:
    """`☑ Có ☐ Không`: the code whose box alone is ticked, boxes before or after their words. A box alone is Có."""
    names = _codes_by_name(row)
    found = (
        _TICK_FIRST.findall(text) if text[0] in _BOXES else [(box, words) for words, box in _TICK_LAST.findall(text)]
    )
    boxes = [(box == CHECKED, folded_text(words).strip(" .,;:()")) for box, words in found]
    if len(boxes) == 1 and not boxes[0][1]:
        reading = read_figure(names.get("co" if boxes[0][0] else "khong", "?"), row.answer_type, row.codes)
        return reading if boxes[0][0] else doubted(reading)  # nobody may have touched an empty box
    ticked = [words for is_ticked, words in boxes if is_ticked]
    answer = names.get(ticked[0], ticked[0]) if len(ticked) == 1 else "?"
    return read_figure(answer, row.answer_type, row.codes)


def _codes_by_name(row: FormRow) -> dict[str, str]:
    """The code of each name of the code list, `Có`, and of each with its code, `Có = 1`, `1 (Có)`."""
    named = [(folded_text(name), code) for name, code in _CODE_NAME.findall(row.unit_vi)]
    return dict(named) | {way.format(name=name, code=code): code for name, code in named for way in _NAME_AND_CODE}
