"""Rules of a sheet's conditional formatting that strike out or hide what stands in a cell."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from cchc.reading.formats.excel_looks import font_looks, rgb
from cchc.reading.pieces import HIDDEN

_COMPARED = {
    "equal": operator.eq, "notEqual": operator.ne, "lessThan": operator.lt, "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt, "greaterThanOrEqual": operator.ge,
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_OF_OWN_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(=|<>|<=?|>=?)(-?\d+(?:\.\d+)?)")
_OF_EMPTY_CELLS = ("containsBlanks", "containsErrors")


def looks_by_rules(sheet: Worksheet) -> dict[tuple[int, int], frozenset[str]]:
    """By row and column, how cells look for which such a rule holds, or may hold: few rules can be worked out here."""
    found: dict[tuple[int, int], frozenset[str]] = {}
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            looks = _looks(rule.dxf) if rule.type not in _OF_EMPTY_CELLS else frozenset()
            if any(sign is not None and sign.showValue is False for sign in (rule.iconSet, rule.dataBar)):
                looks |= {HIDDEN}  # an icon or a bar in the place of the number
            for place in _cells(sheet, area) if looks else ():
                if _may_hold(rule, sheet._cells[place], area):
                    found[place] = found.get(place, frozenset()) | looks
    return found


def _cells(sheet: Worksheet, area) -> Iterator[tuple[int, int]]:
    bounds = [one.bounds for one in area.cells.ranges]
    for row, column in sheet._cells:
        if any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in bounds):
            yield row, column


def _looks(style) -> frozenset[str]:
    """What a rule's style changes to the worse."""
    if style is None:
        return frozenset()
    shown = getattr(style.numFmt, "formatCode", None)
    hides = shown is not None and shown != "General" and not re.search("[0#?@]", shown)
    ground = rgb(getattr(style.fill, "bgColor", None)) if style.fill else None
    return (font_looks(style.font, ground) if style.font else frozenset()) | ({HIDDEN} if hides else frozenset())


def _may_hold(rule, cell, area) -> bool:
    """Whether a rule holds for a cell; True where that cannot be told."""
    formula = (rule.formula or [""])[0].replace(" ", "")
    if rule.type == "cellIs" and rule.operator in _COMPARED:
        compared, bound = rule.operator, formula
    elif (own := _OF_OWN_CELL.fullmatch(formula)) and f"{own[1]}{own[2]}" == str(area.sqref).split(":")[0].split()[0]:
        compared, bound = own[3], own[4]
    else:
        return True
    try:
        return not isinstance(cell.value, int | float) or _COMPARED[compared](cell.value, float(bound))
    except ValueError:
        return True
