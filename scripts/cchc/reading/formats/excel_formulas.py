"""What sums in a workbook give: programs that do not calculate store 0, or what a formula gave before."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

_DEEP_MOST = 20  # formulas upon formulas
_CELLS_MOST = 5_000  # of one range
_TERM = re.compile(r"([+-]?)(SUM\(([^()]*)\)|\$?[A-Z]{1,3}\$?\d+|\d+(?:\.\d+)?)")
_RANGE = re.compile(r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?")


def formula_text(value) -> str:
    """The text of a formula; one over several cells is kept as an object."""
    return str(getattr(value, "text", value) or "")


def sum_of(formula: str, sheet: Worksheet, deep: int = 0) -> Decimal | None:
    """What a formula of sums and differences of cells of its own sheet gives; None for any other."""
    text = formula.removeprefix("=").replace(" ", "").upper()
    total, at = Decimal(0), 0
    while at < len(text):
        term = _TERM.match(text, at)
        if term is None or (at and not term[1]):
            return None
        value = _term(term, sheet, deep)
        if value is None:
            return None
        total += -value if term[1] == "-" else value
        at = term.end()
    return total if text else None


def _term(term: re.Match[str], sheet: Worksheet, deep: int) -> Decimal | None:
    if term[3] is not None:
        values = [_range(part, sheet, deep, is_sum=True) for part in re.split("[,;]", term[3])]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if len(known) == len(values) else None
    if term[2][0].isdecimal():
        return Decimal(term[2])
    return _range(term[2], sheet, deep, is_sum=False)


def _range(text: str, sheet: Worksheet, deep: int, *, is_sum: bool) -> Decimal | None:
    if not _RANGE.fullmatch(text) or deep > _DEEP_MOST:
        return None
    left, top, right, bottom = range_boundaries(text)
    if (right - left + 1) * (bottom - top + 1) > _CELLS_MOST:
        return None
    total = Decimal(0)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            cell = sheet._cells.get((row, column))
            value = _value(cell, sheet, deep)
            if value is None and not is_sum:
                return None
            total += value or 0
    return total


def _value(cell, sheet: Worksheet, deep: int) -> Decimal | None:
    if cell is None or cell.value is None:
        return Decimal(0)
    if cell.data_type == "f":
        return sum_of(formula_text(cell.value), sheet, deep + 1)
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return None
    try:
        return Decimal(str(cell.value))
    except InvalidOperation:
        return None
