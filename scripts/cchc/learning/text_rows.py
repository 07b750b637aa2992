"""The rows of a form in a text without tables: lines parted into cells by their marks, or by the units known.

A text does not say which words of a line belong to which column, so this is the least sure way to learn a form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from cchc.reading.documents import Line
from cchc.reading.number_grammar import looks_like_a_figure
from cchc.reading.table.column_headings import column_name
from cchc.reading.table.known_labels import folded_text
from cchc.reference.form import load_forms

_BETWEEN_CELLS = re.compile(r"\s*\|\s*|\t+|\s{2,}")
_NUMBER = re.compile(r"((?:[IVX]+|[A-D]|\d+(?:\.\d+)*)[.)]?)\s+(?=[^\W\d_])")
_CODE = re.compile(r"[^=]*=\s*\d\b[;,]?")  # `Có = 1`, or what is left of it
_WRAPPED = 24  # a label line shorter than this, in characters, did not fill its column
_HEADED_LEAST = 2  # so many names of columns in a line head the table


@dataclass
class _Row:
    number: str
    label: str
    unit: str
    answer: str
    page: int
    line: int
    last: str = field(default="", repr=False)  # the last line of its label
    has_note: bool = False


def rows_of_lines(lines: Sequence[Line]) -> tuple[list[str], list[dict]]:
    """The lines above the first heading, and number, label, unit, answer, page and line of each row under it.

    Both are empty where no line heads a table.
    """
    start = next((at for at, line in enumerate(lines) if _is_heading(line.text)), None)
    if start is None:
        return [], []
    rows: list[_Row] = []
    for line in lines[start + 1 :]:
        text = line.text.strip()
        if not _is_heading(text):
            _take(text, line, rows)
    told = ("number", "label", "unit", "answer", "page", "line")
    return [line.text for line in lines[:start]], [{name: getattr(row, name) for name in told} for row in rows]


def _is_heading(text: str) -> bool:
    cells = _BETWEEN_CELLS.split(text.strip(" |"))
    if sum(column_name(cell) is not None for cell in cells) >= _HEADED_LEAST:
        return True
    folded = folded_text(text)
    return "chi tieu" in folded and any(word in folded for word in ("don vi", "so luong", "ket qua", "ghi chu"))


def _take(text: str, line: Line, rows: list[_Row]) -> None:
    """Let a line begin a row or go on with the last one."""
    if rows and "=" in rows[-1].unit and _CODE.fullmatch(text):
        rows[-1].unit = f"{rows[-1].unit} {text}"
        return
    number = (found[1] if (found := _NUMBER.match(text.replace(" | ", "  "))) else "").strip()
    cells = [cell for cell in _BETWEEN_CELLS.split(text[len(number) :].strip(" |.)")) if cell]
    if len(cells) == 1:
        cells = _by_unit(cells[0])
    label, *others = cells or [""]
    unit = others.pop(0) if others and not looks_like_a_figure(others[0]) else ""
    answer = others.pop(0) if others and looks_like_a_figure(others[0]) else ""
    is_unit = bool(unit) and (folded_text(unit) in _units() or ("=" in unit and bool(answer)))
    if number or ((is_unit or answer) and label[:1].isupper() and not _CODE.search(label)):
        rows.append(_Row(number, label, unit, answer, line.page, line.number, label, bool(others)))
    elif rows:
        _go_on(rows[-1], label, unit)


def _go_on(row: _Row, label: str, unit: str) -> None:
    whole_unit = folded_text(f"{row.unit} {label}")
    if row.unit and not unit and (_CODE.search(label) or whole_unit in _units()):
        row.unit = f"{row.unit} {label}"
        return
    if unit:
        row.unit = f"{row.unit} {unit}".strip()
    if len(row.last) >= _WRAPPED or not (row.has_note or row.unit):
        row.label, row.last = f"{row.label} {label}".strip(), label


def _by_unit(text: str) -> list[str]:
    """A line whose cells only blanks part: label, unit and figure, where a known unit stands before the end."""
    words = text.split(" ")
    figure = [words.pop()] if len(words) > 1 and looks_like_a_figure(words[-1]) else []
    for size in range(min(4, len(words) - 1), 0, -1):
        tail = " ".join(words[-size:])
        if (tail[:1].isupper() or tail == "%") and folded_text(tail) in _units():
            return [" ".join(words[:-size]), tail, *figure]
    return [" ".join(words), *figure]


@cache
def _units() -> frozenset[str]:
    return frozenset(folded_text(row.unit_vi) for form in load_forms() for row in form.rows if row.unit_vi)
