"""The appendix of a document whose format knows its cells: which column is which, and what each row answers."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from cchc.form import Form, FormRow
from cchc.reading.alignment import PlacedRow, place_rows
from cchc.reading.cells import NO_CELLS, Cells, confidence_of
from cchc.reading.documents import Cell, Line, TableRow
from cchc.reading.number_grammar import BLANK, CLEAR, DOUBTFUL, Reading, read_figure, read_stored_number
from cchc.text import fold

_HEADINGS = {
    "number": ("stt", "so tt"),
    "label": ("chi tieu thong ke", "chi tieu", "noi dung"),
    "unit": ("don vi tinh", "don vi"),
    "answer": ("so luong/ty le", "so luong", "ket qua thong ke", "ket qua", "so lieu"),
    "note": ("ghi chu",),
}
_HEADING_LIKE = 80  # a cell this like the name of a column (0-100) heads it
_WORD_LETTERS = 6  # a cell with fewer letters is a number (`VIII`), not words
_NUMBERED_LEAST = 3  # so many cells of one figure or letter each number columns
_CELL_DOUBTED = 0.9  # a reader's confidence (0-1) below which a cell is not read as clear


@dataclass(frozen=True)
class Columns:
    """Where in a row label, unit, answer and note stand; None for a column the table does not have."""

    label: int
    answer: int
    unit: int | None = None
    note: int | None = None


def find_columns(rows: tuple[TableRow, ...]) -> tuple[Columns, int] | None:
    """The columns by their heading, and the index of the last heading row; None where no row heads a table.

    A heading may take two rows (`Kết quả thống kê` over unit, answer and note), so each pair is tried as one.
    """
    for index, row in enumerate(rows):
        single = _columns_of([row])
        pair = _columns_of(rows[index : index + 2])
        if single and not (pair and _is_fuller(pair, single)):
            return single, index
        if pair:
            return pair, min(index + 1, len(rows) - 1)
    return None


def _columns_of(rows) -> Columns | None:
    found: dict[str, int] = {}
    for row in rows:
        for at, cell in enumerate(row.cells):
            name = column_name(cell.text)
            if name and name not in found:
                found[name] = at
            elif name == "answer" and "ket qua" not in fold(cell.text):
                found[name] = at  # `Kết quả thống kê` heads several columns; `Số lượng` under it is the one
    if "label" not in found or "answer" not in found or found["answer"] == found["label"]:
        return None
    if found.get("unit") == found["answer"]:
        return None
    return Columns(found["label"], found["answer"], found.get("unit"), found.get("note"))


def _is_fuller(one: Columns, other: Columns) -> bool:
    def count(columns: Columns) -> int:
        return sum(part is not None for part in (columns.unit, columns.note))

    return count(one) > count(other) or (count(one) == count(other) and one.answer != other.answer)


def column_name(text: str) -> str | None:
    """Which column a cell heads: number, label, unit, answer or note; None if none."""
    folded = " ".join(fold(text).split())
    for name, headings in _HEADINGS.items():
        if any(fuzz.ratio(folded, heading) >= _HEADING_LIKE for heading in headings):
            return name
    return None


def place_table_rows(
    rows: tuple[TableRow, ...], columns: Columns, start: int, form: Form
) -> tuple[list[PlacedRow], dict[int, TableRow]]:
    """Place every row of the form on table rows; also the table rows by the line number standing for them."""
    own = [row for row in rows[start + 1 :] if not _is_heading(row)]
    by_number = dict(enumerate(own, start=1))
    lines = [
        Line(row.page, number, text)
        for number, row in by_number.items()
        if (text := f"{_label(row, columns).text} {_cell(row, columns.unit).text}".strip())
        or _cell(row, columns.answer).text
    ]
    return place_rows(lines, form), by_number


def _is_heading(row: TableRow) -> bool:
    texts = [text for cell in row.cells if (text := cell.text.strip())]
    names = {column_name(text) for text in texts}
    names_columns = bool(names) and None not in names and ("label" in names or names <= {"unit", "answer", "note"})
    return names_columns or _numbers_columns(texts)


def _numbers_columns(texts: list[str]) -> bool:
    """True for the row under a heading that numbers its columns: `(1) (2) (3)` or `A B 1 2`."""
    marks = [text.strip("()[]") for text in texts]
    figures = [int(mark) for mark in marks if mark.isdigit() and len(mark) == 1]
    letters = [mark for mark in marks if mark in ("A", "B", "C")]
    is_counted = figures == list(range(figures[0], figures[0] + len(figures))) if figures else False
    return len(marks) >= _NUMBERED_LEAST and len(figures) + len(letters) == len(marks) and is_counted


def _cell(row: TableRow, column: int | None) -> Cell:
    return row.cells[column] if column is not None and column < len(row.cells) else Cell()


def _label(row: TableRow, columns: Columns) -> Cell:
    """The label's cell; where it is blank, words before it: a heading may be merged over number and label."""
    own = _cell(row, columns.label)
    if own.text.strip():
        return own
    taken = {columns.unit, columns.answer, columns.note}
    before = [cell for at, cell in enumerate(row.cells[: columns.label]) if at not in taken]
    return next((cell for cell in before if sum(mark.isalpha() for mark in cell.text) >= _WORD_LETTERS), own)


def read_table_cells(
    form_row: FormRow, placed: PlacedRow, rows: dict[int, TableRow], columns: Columns
) -> tuple[Cells, TableRow | None]:
    """The cells of one form row, and the table row its answer stands on."""
    if not placed.lines or not form_row.is_answered:
        return NO_CELLS, None
    own = [rows[line.number] for line in placed.lines]
    answered = [row for row in own if _shown(_cell(row, columns.answer))]
    answer_row = answered[0] if answered else own[0]
    reading = _read(form_row, [_cell(row, columns.answer) for row in answered])
    cells = Cells(
        label=" ".join(text for row in own if (text := _shown(_label(row, columns)))),
        unit=_joined(own, columns.unit),
        answer=" ".join(_shown(_cell(row, columns.answer)) for row in answered),
        note=_joined(own, columns.note),
        reading=reading,
        confidence=confidence_of(reading, placed.similarity),
        line=None,
    )
    return cells, answer_row


def _read(row: FormRow, cells: list[Cell]) -> Reading:
    """One cell is read as it stands; an answer in pieces is read joined and never stood by."""
    if not cells:
        return Reading(BLANK)
    if len(cells) > 1:
        return _doubted(read_figure("".join(_shown(cell) for cell in cells), row.answer_type, row.codes))
    only = cells[0]
    if only.number is not None:
        reading = read_stored_number(only.number, only.decimals or 0, row.answer_type, row.codes)
    else:
        reading = read_figure(_shown(only), row.answer_type, row.codes)
    is_odd = "%" in only.text and row.answer_type != "percent"
    return _doubted(reading) if only.doubt or is_odd or only.confidence < _CELL_DOUBTED else reading


def _doubted(reading: Reading) -> Reading:
    if reading.status != CLEAR:
        return reading
    return Reading(DOUBTFUL, reading.value, reading.base_value, reading.decimals)


def _shown(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _joined(rows: list[TableRow], column: int | None) -> str:
    return " ".join(text for row in rows if (text := _shown(_cell(row, column))))
