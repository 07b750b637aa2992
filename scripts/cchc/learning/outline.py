"""Where each row of a form stands: its section, the code that follows from the numbers printed, and its parent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cchc.errors import CchcError
from cchc.learning.document_rows import PrintedRow, PrintedTable
from cchc.learning.scanned_numbers import ROMANS, with_likely_numbers
from cchc.reading.table.known_labels import folded_text

_TITLED = re.compile(r"\s*(?:biểu mẫu|biểu|bảng|phụ lục|mẫu)(?: số)?\s*(\d+|[IVX]+)\b\s*[.:–-]?\s*(.*)", re.IGNORECASE)
_ROMAN_TITLED = re.compile(r"\s*([IVX]+)\s*[.)]\s*(\S.*)")
_NO_TITLE = re.compile(r"\(|đơn vị( tính)?\s*:|đvt", re.IGNORECASE)
_BULLETS = "-–+*•"
_AGAIN_MOST = 0.5  # share of the labels that may stand in a document twice
_BESIDE_MOST = 0.2  # share of the rows in tables beside a form that has its sections in one


@dataclass(frozen=True)
class OutlineRow:
    """A row of the form in its place. `number` as printed; `doubt` says why its code may be another.

    A row that prints no number has the next free code under its parent, and `is_numbered` false.
    """

    section_code: str
    number: str
    indicator_code: str
    parent_code: str
    label: str
    unit: str = ""
    answer: str = ""
    page: int = 0
    line: int = 0
    is_section: bool = False
    is_numbered: bool = True
    doubt: str = ""


@dataclass
class _Section:
    code: str
    codes: dict[str, OutlineRow] = field(default_factory=dict)  # printed ones, by code
    number: tuple[str, ...] = ()  # the last one printed
    last_code: str = ""  # that of the last row which is no bullet
    dash_code: str = ""
    group: str = ""  # code of a heading without a number under which numbers begin anew
    unnumbered: dict[str, int] = field(default_factory=dict)  # rows without a number by parent


def outlined(path: Path, tables: Sequence[PrintedTable], is_scanned: bool) -> tuple[tuple[OutlineRow, ...], list[str]]:
    """The rows of a form in order, a row for each section among them; and what of the document was left out, in words.

    Raises CchcError where two forms stand in the document.
    """
    if is_scanned:
        tables = [replace(table, rows=tuple(with_likely_numbers(table.rows))) for table in tables]
    tables, left_out = _form_of(path, tables)
    _check_once(path, tables)
    rows: list[OutlineRow] = []
    section: _Section | None = None
    seen: list[str] = []
    has_sections = any(_roman(row.number) for table in tables for row in table.rows)
    for table in tables:
        first = next((number for row in table.rows if (number := _parts(row.number))), ())
        if not has_sections and (section is None or _begins_anew(first, section)):
            code, label = _title(table.above, len(seen), alone=len(tables) == 1)
            seen.append(code if code not in seen else ROMANS[len(seen)])
            section = _Section(seen[-1])
            at = table.rows[0]
            rows.append(OutlineRow(section.code, "", section.code, "", label, page=at.page, line=0, is_section=True))
        for row in table.rows:
            code = _roman(row.number)
            if code and has_sections and (is_scanned or not row.unit):
                if code in seen:
                    raise CchcError(
                        f"{path}: page {row.page}, row {row.line}: section {code} begins a second time, with "
                        f"“{row.label}”, as if two forms stood in it. Save each form as a file of its own."
                    )
                seen.append(code)
                section = _Section(code)
                rows.append(
                    OutlineRow(code, row.number, code, "", row.label, page=row.page, line=row.line, is_section=True)
                )
                continue
            if section is None:
                section = _Section("I")
                seen.append("I")
                rows.append(OutlineRow("I", "", "I", "", _title(table.above, 0, True)[1], is_section=True))
            rows.append(_placed(row, section))
    return tuple(_with_free_codes(rows)), left_out


def _form_of(path: Path, tables: Sequence[PrintedTable]) -> tuple[list[PrintedTable], list[str]]:
    """The tables of the form: where one has sections of its own, small ones beside it are no part of it."""
    own = [table for table in tables if any(_roman(row.number) for row in table.rows)]
    beside = [
        table
        for table in tables
        if own
        and table not in own
        and next((_parts(row.number) for row in table.rows if row.number), ())[:1] == ("1",)
        and tables.index(table) < tables.index(own[0])
    ]
    total = sum(len(table.rows) for table in tables)
    if sum(len(table.rows) for table in beside) > _BESIDE_MOST * total:
        first = beside[0].rows[0]
        raise CchcError(
            f"{path}: two forms stand in it: one has its sections numbered I, II, …, another begins on page "
            f"{first.page}, row {first.line} ('{first.label}'). Save each form as a file of its own."
        )
    left_out = [f"a table of {len(table.rows)} rows on page {table.rows[0].page}" for table in beside]
    return [table for table in tables if table not in beside], left_out


def _check_once(path: Path, tables: Sequence[PrintedTable]) -> None:
    """Raise CchcError where most rows stand in the document twice."""
    counts = Counter((row.number.strip(". "), folded_text(row.label)) for table in tables for row in table.rows)
    again = sum(count - 1 for count in counts.values())
    if again >= _AGAIN_MOST * len(counts):
        raise CchcError(
            f"{path}: {again} of its {counts.total()} rows stand in it more than once, as if it held the form twice. "
            "Save the form once, in a file of its own."
        )


def _title(above: Sequence[str], before: int, alone: bool) -> tuple[str, str]:
    """Code and label of the section that a table is: from `Biểu mẫu 2` and the words after it, or the last title."""
    lines = [line.strip() for line in above if line.strip() and not _NO_TITLE.match(line.strip())]
    for at in reversed(range(len(lines))):
        if found := _TITLED.fullmatch(lines[at]):
            code = ROMANS[int(found[1]) - 1] if found[1].isdigit() and 0 < int(found[1]) <= 20 else found[1]
            words = [found[2], *lines[at + 1 :]] if found[2] else lines[at + 1 :]
            return code, " ".join(words) or lines[at]
        if found := _ROMAN_TITLED.fullmatch(lines[at]):
            return found[1], found[2]
    titles = [line for line in lines if line.isupper()] if alone else []
    return ROMANS[before], (titles or lines or ["Biểu số liệu"])[-1]


def _begins_anew(first: tuple[str, ...], section: _Section) -> bool:
    """True where the first number of a table is none that comes after those of the table before."""
    return bool(first) and [int(part) for part in first] <= [int(part) for part in section.number]


def _roman(number: str) -> str:
    """The section that a number is, as `II`; '' where it is none."""
    bare = number.strip(" .)")
    return bare if bare in ROMANS else ""


def _doubt(row: PrintedRow) -> str:
    """Why the number of a row may be another."""
    if not row.misread:
        return ""
    return f"number read as “{row.misread}”" if row.misread.strip("? ") else "number not read"


def _parts(number: str) -> tuple[str, ...]:
    """`3.2.` as ('3', '2'); () where it is no such number."""
    bare = number.strip(" .)")
    return tuple(str(int(part)) for part in bare.split(".")) if re.fullmatch(r"\d+(?:\.\d+)*", bare) else ()


def _placed(row: PrintedRow, section: _Section) -> OutlineRow:
    number = row.number.strip(" .)").removeprefix(f"{section.code}.")
    label = row.label
    bullet = number if number and number in _BULLETS else label[0] if label[0] in _BULLETS and label[1:2] == " " else ""
    if bullet:
        parent = section.dash_code if bullet == "+" and section.dash_code else section.last_code or section.code
        placed = _child(section, parent, row, label.lstrip(f"{_BULLETS} "))
        if bullet != "+":
            section.dash_code = placed.indicator_code
        return placed
    section.dash_code = ""
    parts, doubt = _number(number, section), _doubt(row)
    if parts:
        base = f"{section.group}." if section.group else f"{section.code}."
        code = base + ".".join(parts)
        if code in section.codes and not section.group:
            group = section.last_code if section.last_code not in section.codes else ""
            if group and parts[-1] == "1":
                section.group = group  # numbers begin anew under a heading without one
                code = f"{group}.{'.'.join(parts)}"
        if code in section.codes:
            parts, doubt = _next(section.number), f"the number {number} stands in section {section.code} twice"
            code = base + ".".join(parts)
        section.number = parts
        placed = OutlineRow(
            section.code,
            row.number,
            code,
            _parent(code, section),
            label,
            row.unit,
            row.answer,
            row.page,
            row.line,
            doubt=doubt,
        )
        section.codes[code] = placed
    elif re.fullmatch(r"[a-zđ]", number):
        parent = next((code for code in reversed(section.codes) if not code[-1].isalpha()), section.code)
        code = f"{parent}.{number}"
        placed = OutlineRow(section.code, row.number, code, parent, label, row.unit, row.answer, row.page, row.line)
        if code in section.codes:
            placed = _child(section, parent, row, label)
        section.codes[placed.indicator_code] = placed
    else:
        parent = next(reversed(section.codes), section.code)
        placed = _child(section, parent, row, label)
    section.last_code = placed.indicator_code
    return placed


def _child(section: _Section, parent: str, row: PrintedRow, label: str) -> OutlineRow:
    """A row without a number, as the next one under its parent; `?` stands for its number until all are known."""
    at = section.unnumbered[parent] = section.unnumbered.get(parent, 0) + 1
    return OutlineRow(
        section.code, "", f"{parent}.?{at}", parent, label, row.unit, row.answer, row.page, row.line, is_numbered=False
    )


def _parent(code: str, section: _Section) -> str:
    """The nearest row above whose code the code begins with."""
    steps = code.split(".")
    above = (".".join(steps[:end]) for end in range(len(steps) - 1, 0, -1))
    return next((one for one in above if one in section.codes or one == section.group), section.code)


def _number(number: str, section: _Section) -> tuple[str, ...]:
    """The parts of a printed number; of one that a sheet took for a day or a decimal, what must follow."""
    parts = _parts(number)
    following = list(_following(section.number))
    if parts:
        dropped = (*parts[:-1], f"{parts[-1]}0")  # a sheet turns 3.10 into 3.1
        is_taken = f"{section.code}.{'.'.join(parts)}" in section.codes
        return dropped if is_taken and dropped in following else parts
    day = re.fullmatch(r"(\d\d)/(\d\d)/\d{4}", number)  # a sheet takes 1.2 for one
    guess = (str(int(day[1])), str(int(day[2]))) if day else ()
    return guess if guess in following else ()


def _following(number: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The numbers that may follow one: under it, beside it, and beside those above it."""
    yield (*number, "1")
    for end in range(len(number), 0, -1):
        yield (*number[: end - 1], str(int(number[end - 1]) + 1))


def _next(number: tuple[str, ...]) -> tuple[str, ...]:
    return (*number[:-1], str(int(number[-1]) + 1)) if number else ("1",)


def moved_under(rows: Sequence[OutlineRow], parents: Mapping[str, str]) -> tuple[OutlineRow, ...]:
    """The rows, of which those without a number stand under other parents: code by code."""
    moved = (replace(row, parent_code=parents.get(row.indicator_code, row.parent_code)) for row in rows)
    return tuple(_with_free_codes(list(moved)))


def _with_free_codes(rows: Sequence[OutlineRow]) -> Iterator[OutlineRow]:
    """The rows; those without a printed number have the next that is free under their parent."""
    taken = {row.indicator_code for row in rows if row.is_numbered}
    codes: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        parent = codes.get(row.parent_code, row.parent_code)
        code = row.indicator_code
        if not row.is_numbered:
            counts[parent] += 1
            while f"{parent}.{counts[parent]}" in taken:
                counts[parent] += 1
            code = f"{parent}.{counts[parent]}"
        elif parent != row.parent_code:
            code = f"{parent}{code.removeprefix(row.parent_code)}"
        taken.add(code)
        codes[row.indicator_code] = code
        yield replace(row, indicator_code=code, parent_code=parent)
