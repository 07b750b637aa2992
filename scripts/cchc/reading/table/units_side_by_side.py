"""The province's own workbook: one sheet with a column (or a row) a district. Each becomes a report of its own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cchc.errors import CchcError
from cchc.reading.documents import Cell, Line, Part, TableRow
from cchc.reading.table.column_headings import column_name, contents_of, is_of_another, paths_over
from cchc.reading.table.known_labels import folded_text, labels_found
from cchc.reading.table.report_tables import Table, document_of
from cchc.reference.column_headings import printed_headings
from cchc.reference.form import FormRow, load_forms
from cchc.reference.periods import last_day
from cchc.reference.units import Unit, find_units, load_units
from cchc.text import fold, nfc

_UNITS_LEAST = 2  # units that stand side by side
_NAMES_MOST = 4  # columns that may hold the units' names
_HEADING_ROWS = 4  # a heading takes no more rows
_LABELS_LEAST = 30  # labels or codes of the form that head columns, where a row is a district
_YEAR = re.compile(r"\b(20\d\d)\b")
_DATED = re.compile(r"(?:\bn[ăa]m\s+)?\b20\d\d\b", re.IGNORECASE)
_TOTAL = re.compile(  # `Cộng`, `Trung bình các huyện`; but Cộng Hòa and Trung Bình are communes too
    r"(tong|toan|ca|cap|chung|cong|binh quan|trung binh|xep hang|xep loai|nguon)"
    r"( (so|cong|hop|tinh|thanh pho|huyen|thi xa|toan|cac|chung|don vi|nam)\b.*)?"
)
_HEADING = tuple(map(Cell, printed_headings("label", "unit", "answer")))


@dataclass(frozen=True)
class _Series:
    """A column or row that is a unit's: the unit, its year if the heading tells it, and its place in the sheet."""

    at: int
    unit: Unit
    year: int | None


def parts_side_by_side(path: Path, content: bytes, file_format: str, sheets: Sequence[Table]) -> tuple[Part, ...]:
    """The reports of a workbook with several units side by side; none if it is no such workbook.

    A report may go on over sheets. Raises CchcError that names each column headed by what is no known unit.
    """
    rows_of: dict[tuple[str, int | None], list[TableRow]] = defaultdict(list)
    titles: list[Line] = []
    left_out: list[str] = []
    for sheet in sheets:
        for title, unit_code, year, rows in _read_across(path, sheet, left_out) or _read_down(path, sheet, left_out):
            titles += [line for line in title if line not in titles]
            rows_of[unit_code, year] += rows
    if len({unit_code for unit_code, _ in rows_of}) < _UNITS_LEAST:
        return ()
    return tuple(
        Part(
            document_of(path, content, file_format, [*titles, (_heading(rows[0]), *rows)]),
            unit_code,
            year,
            tuple(left_out),
        )
        for (unit_code, year), rows in rows_of.items()
    )


def _heading(row: TableRow) -> TableRow:
    return TableRow(row.page, row.number, _HEADING)


_Read = tuple[list[Line], str, int | None, list[TableRow]]


def _read_across(path: Path, sheet: Table, left_out: list[str]) -> list[_Read]:
    """Indicators down, a column a unit."""
    found = _labels_heading(sheet)
    if found is None:
        return []
    start, label = found
    title = _lines(sheet[:start])
    names = {at: column_name(one.text) for at, one in enumerate(sheet[start].cells)}
    measure = next((at for at, name in names.items() if name == "unit"), None)
    height = _heading_height(sheet[start:], label)
    headings = paths_over([row for row in sheet[start : start + height] if not _is_numbering(row)])
    free = {at: path for at, path in headings.items() if at not in (label, measure) and names.get(at) != "number"}
    series = _series(path, sheet, free, title, lambda at: f"column {_letter(at)}, row {sheet[start].number}")
    if len({one.unit for one in series}) < _UNITS_LEAST:
        return []
    left_out.extend(_left_out(sheet, free, series, lambda at: f"column {_letter(at)}"))
    body = sheet[start + height :]
    return [
        (
            title,
            one.unit.unit_code,
            one.year,
            [TableRow(row.page, row.number, (_at(row, label), _at(row, measure), _at(row, one.at))) for row in body],
        )
        for one in series
    ]


def _labels_heading(sheet: Table) -> tuple[int, int] | None:
    """The row that heads the form's labels, and their column: by the words over them, or else by what they are."""
    for at, row in enumerate(sheet):
        for column, cell in enumerate(row.cells):
            if column_name(cell.text) == "label":
                return at, column
    contents = contents_of(sheet)
    start = first = min(contents.at, default=0)
    while start and first - start < _HEADING_ROWS and len(_filled(sheet[start - 1])) >= _UNITS_LEAST:
        start -= 1
    return (start, contents.labels[0]) if start < first else None


def _filled(row: TableRow) -> list[Cell]:
    return [cell for cell in row.cells if cell.text.strip()]


def _heading_height(rows: Table, label: int) -> int:
    """Rows that the heading takes: until the label's column has a text again."""
    for at, row in enumerate(rows[1:_HEADING_ROWS], start=1):
        if _at(row, label).text.strip() and not _is_numbering(row):
            return at
    return 1


def _is_numbering(row: TableRow) -> bool:
    """True for a row that numbers the columns: `(1) (2) (3)` or `A B 1 2`."""
    marks = [cell.text.strip("() ") for cell in row.cells if cell.text.strip()]
    return all(mark in ("A", "B", "C") or (mark.isdigit() and len(mark) < 3) for mark in marks)


def _read_down(path: Path, sheet: Table, left_out: list[str]) -> list[_Read]:
    """A row a unit, indicators across; headed by labels, or by codes of a form."""
    width = max((len(row.cells) for row in sheet), default=0)
    if width < _LABELS_LEAST:
        return []
    for column in range(_NAMES_MOST):
        named = {at: row.cells[column].text for at, row in enumerate(sheet) if column < len(row.cells)}
        first = next((at for at, text in named.items() if _units_named(text, None)), None)
        if first is None:
            continue
        labels = _labels_across(sheet[:first], column)
        if sum(label is not None for _, label in labels) < _LABELS_LEAST:
            continue
        top = min(row.number for _, row in _heading_rows(sheet[:first], column))
        title = _lines([row for row in sheet[:first] if row.number < top])
        own = _names_down(sheet, first, column)
        series = _series(path, sheet, own, title, lambda at: f"row {sheet[at].number}")
        if len({one.unit for one in series}) >= _UNITS_LEAST:
            left_out.extend(_left_out(sheet, own, series, lambda at: f"row {sheet[at].number}"))
            return [(title, one.unit.unit_code, one.year, _turned(sheet[one.at], labels)) for one in series]
    return []


def _names_down(sheet: Table, first: int, column: int) -> dict[int, list[str]]:
    """By row, the name of its unit and the year in a column of years if there is one; a name may stand over rows."""
    rows = {at: row for at, row in enumerate(sheet) if at >= first}
    years = next(
        (
            at
            for at in range(column + 1, column + _NAMES_MOST)
            if sum(bool(_YEAR.fullmatch(_at(row, at).text.strip())) for row in rows.values()) >= _UNITS_LEAST
        ),
        None,
    )
    names: dict[int, list[str]] = {}
    above = ""
    for at, row in rows.items():
        year = _at(row, years).text.strip()
        above = _at(row, column).text.strip() or (above if year else "")
        if above:
            names[at] = [above, year]
    return names


def _left_out(sheet: Table, headings: dict[int, list[str]], series: list[_Series], place) -> list[str]:
    """The columns or rows beside the units' that hold figures, as totals do, in words."""
    own = {one.at for one in series}
    return [f"{place(at)} “{' '.join(path).strip()}”" for at, path in headings.items()
            if at not in own and column_name(" ".join(path)) not in ("note", "number")]  # fmt: skip


def _heading_rows(rows: Table, column: int) -> list[tuple[int, TableRow]]:
    """The last rows above the first unit that head more than a few columns."""
    heading = []
    for at in reversed(range(len(rows))):
        filled = [cell for cell in rows[at].cells[column + 1 :] if cell.text.strip()]
        if len(filled) < _UNITS_LEAST:
            break
        heading.append((at, rows[at]))
    return heading[::-1] or [(len(rows) - 1, rows[-1])] if rows else []


def _labels_across(rows: Table, column: int) -> list[tuple[int, str | None]]:
    """Column by column, the label of the indicator; a column None before it is a section over those that follow."""
    heading = [row for _, row in _heading_rows(rows, column)]
    if not heading:
        return []
    known = [
        (labels_found(tuple(_as_rows(row))), *_rows_by_code([_code(cell) for cell in row.cells]), row)
        for row in heading
    ]
    most, codes, by_code, own = max(known, key=lambda one: max(one[0], one[1]))
    above = heading[: heading.index(own)]
    found: list[tuple[int, str | None]] = []
    told: set[str] = set()
    for at in range(column + 1, max(len(row.cells) for row in heading)):
        for row in above:
            found += [(-1, line.strip()) for line in _at(row, at).text.splitlines() if line.strip()]
        text = _at(own, at).text.strip()
        form_row = by_code.get(_code(_at(own, at))) if codes > most else None
        if form_row:
            found += [(-1, one.label_vi) for one in _ancestors(form_row, by_code) if one.indicator_code not in told]
            told |= {one.indicator_code for one in _ancestors(form_row, by_code)} | {form_row.indicator_code}
            text = form_row.label_vi
        found.append((at, text or None))
    return found


def _as_rows(row: TableRow) -> Iterator[TableRow]:
    for cell in row.cells:
        yield TableRow(row.page, row.number, (cell,))


def _turned(row: TableRow, labels: list[tuple[int, str | None]]) -> list[TableRow]:
    return [
        TableRow(row.page, row.number, (Cell(label), Cell(), _at(row, at) if at >= 0 else Cell()))
        for at, label in labels
        if label is not None
    ]


def _rows_by_code(codes: list[str]) -> tuple[int, dict[str, FormRow]]:
    """How many of the codes the form has that they name most nearly in full, and its rows by their codes."""
    forms = [{row.indicator_code: row for row in form.rows} for form in load_forms()]
    nearest = max(forms, key=lambda rows: len(rows.keys() & codes) / len(rows.keys() | codes))
    return sum(code in nearest for code in codes), nearest


def _ancestors(row: FormRow, by_code: dict[str, FormRow]) -> list[FormRow]:
    steps = row.indicator_code.split(".")
    codes = [".".join(steps[:end]) for end in range(1, len(steps))]
    return [by_code[code] for code in codes if code in by_code]


def _code(cell: Cell) -> str:
    return cell.text.strip().rstrip(".")


def _series(path: Path, sheet: Table, headings: dict[int, list[str]], title: list[Line], place) -> list[_Series]:
    """The units among the headings, each named in one of the texts over it. Raises CchcError for those that are none,
    where others are."""
    elsewhere = " \n ".join(line.text for line in title)
    told = _YEAR.search(elsewhere)
    named, years = {}, {}
    for at, texts in headings.items():
        year = _YEAR.search(" ".join(texts)) or told
        years[at] = int(year[1]) if year else None
        bare = [one for text in reversed(texts) for one in (_undated(text), _YEAR.sub(" ", text))]  # `Ngã Năm 2021`
        units = () if _is_beside(texts) else (_units_named(text, years[at], elsewhere) for text in bare)
        named[at] = next((own for own in units if own), [])
    provinces = Counter(units[0].province_code for units in named.values() if len(units) == 1)
    home = provinces.most_common(1)[0][0] if provinces else None  # `huyện Châu Thành` is that of its neighbours
    found, strange = [], []
    for at, units in named.items():
        own = units if len(units) == 1 else [unit for unit in units if unit.province_code == home]
        if len(own) == 1:
            found.append(_Series(at, own[0], years[at]))
        elif not _is_beside(headings[at]):
            strange.append(f"{place(at)} “{' '.join(headings[at]).strip()}”")
    if len({one.unit for one in found}) >= _UNITS_LEAST and strange:
        raise CchcError(
            f"{path}: sheet {sheet[0].page}: no administrative unit of that time is named so, or several are: "
            f"{'; '.join(strange)}. Write the unit's type and name (`huyện Mỹ Xuyên`) or its code (`947`)."
        )
    return found


def _undated(text: str) -> str:
    return " ".join(_DATED.sub(" ", nfc(text)).split())


def _is_beside(texts: Sequence[str]) -> bool:
    """True for what heads no unit's figures: totals and averages, the province, notes, plans and comparisons."""
    folded = [text for one in texts if (text := folded_text(_undated(one)))]
    return not folded or any(
        text.startswith("tinh ") or _TOTAL.fullmatch(text) or is_of_another(text)
        or column_name(text) in ("note", "number")
        for text in folded
    )  # fmt: skip


def _units_named(text: str, year: int | None, elsewhere: str = "") -> list[Unit]:
    """The districts (or communes) that a heading may name, by name or code; none if it is no unit's."""
    bare = " ".join(text.split())
    if not bare or _is_beside([bare]):
        return []
    days = [last_day(year)] if year else [last_day(2021), date.today()]
    for on in days:
        if bare.isdigit():
            units = [one for one in load_units() if one.unit_code == bare and one.unit_level != "province"]
            return [one for one in units if year is None or one.is_valid_on(on)][:1]
        matches = [
            one
            for one in find_units(f"UBND {bare}", on, elsewhere)
            if one.unit.unit_level != "province" and len(one.words) >= len(fold(bare)) / 3
        ]
        if matches:
            return [one.unit for one in matches if one.is_as_good_as(matches[0])]
    return []


def _lines(rows: Sequence[TableRow]) -> list[Line]:
    return [
        Line(row.page, row.number, text)
        for row in rows
        if (text := " ".join(cell.text.strip() for cell in row.cells if cell.text.strip()))
    ]


def _at(row: TableRow, column: int | None) -> Cell:
    return row.cells[column] if column is not None and column < len(row.cells) else Cell()


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column + 1)
