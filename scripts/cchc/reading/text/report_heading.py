"""Who a report is from and what it covers: unit, year or part of a year, number and date, from its own heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cchc.errors import CchcError
from cchc.reading.documents import Document, Line
from cchc.reference.periods import WHOLE_YEAR, last_day
from cchc.reference.units import Unit, find_units, load_units, province_of, provinces_served
from cchc.text import fold

_TOP_LINES = 14  # lines of the document's beginning that may hold its heading
_RIVALS_NAMED = 10  # units named where a heading may mean any of them
_BEFORE_TABLE = 8  # lines before the table that may hold the appendix's heading
_YEAR = r"n\wm\s*(20\d\d)"
_REPORT_YEAR = re.compile(rf"(?:hanh|chinh|cchc)\W*(?:\w+\W+){{0,3}}?{_YEAR}")
_ANY_YEAR = re.compile(_YEAR)
_HALF_YEAR = re.compile(r"(?:\b6|sau)\s*th\wng\s*d\wu")
_NINE_MONTHS = re.compile(r"(?:\b9|chin)\s*th\wng")
_QUARTER = re.compile(r"qu[yi]\s*(iv|i{1,3}|[1-4])\b")
_DAY = re.compile(r"ng\wy\s*\d{1,2}\s*th\wng")  # `ngày 9 tháng 12` is no nine months
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_NUMBER = re.compile(r"\b(\d{1,5})\s*/\s*(?:bc|b0)\s*-\s*ubnd")
_SIGNED = re.compile(r"ngay\s*(\d{1,2})\s*th\wng\s*(\d{1,2})\s*n\wm\s*(20\d\d)")


@dataclass(frozen=True)
class Heading:
    """What a heading says. `period` is `year`, `H1`, `9M` or `Q1`..`Q4`; unreadable number or date are None."""

    unit_code: str
    year: int
    period: str
    document_number: str | None
    signed_on: date | None

    @property
    def report_id(self) -> str:
        return f"{self.unit_code}-{self.year}" + ("" if self.period == WHOLE_YEAR else f"-{self.period}")


def heading_lines(document: Document, narrative: list[Line]) -> list[Line]:
    """The lines that may name unit and year: the document's first ones and those right before the table."""
    top = list(document.lines[:_TOP_LINES])
    return top + [line for line in narrative[-_BEFORE_TABLE:] if line not in top]


def read_heading(
    document: Document, lines: list[Line], unit_code: str | None = None, year: int | None = None
) -> Heading:
    """Read the heading; what the caller gives is taken. Raises CchcError where unit or year cannot be told."""
    folded = [fold(line.text) for line in lines]
    year = year or _year(document, folded)
    period = _period(folded)
    on = last_day(year, period)
    unit_code = _checked_unit(document, unit_code, on) if unit_code else _unit(document, lines, on)
    return Heading(unit_code, year, period, _document_number(folded), _signed_on(folded, year))


def year_told(lines: list[Line]) -> int | None:
    """The year that heading lines name, if they do."""
    return _named_year([fold(line.text) for line in lines])


def _named_year(folded: list[str]) -> int | None:
    joined = " ".join(folded)
    found = _REPORT_YEAR.findall(joined) or _ANY_YEAR.findall(joined)
    return int(found[0]) if found else None


def _year(document: Document, folded: list[str]) -> int:
    found = _named_year(folded)
    if found is None:
        raise CchcError(
            f"{document.path}: the heading (its first {_TOP_LINES} lines and those before the table) names no year. "
            "Give it: --year 2021."
        )
    return found


def _period(folded: list[str]) -> str:
    title = _DAY.sub("", " ".join(folded))
    if _HALF_YEAR.search(title):
        return "H1"
    if _NINE_MONTHS.search(title):
        return "9M"
    quarter = _QUARTER.search(title)
    return f"Q{_ROMAN.get(quarter[1], quarter[1])}" if quarter else WHOLE_YEAR


def _unit(document: Document, lines: list[Line], on: date) -> str:
    whole = " \n ".join(line.text for line in document.lines)
    matches = find_units(" \n ".join(line.text for line in lines), on, whole)
    districts = [match for match in matches if match.unit.unit_level != "province"]
    if not districts:
        raise CchcError(
            f"{document.path}: the heading names no administrative unit that existed on {on}. "
            "Give its code: --unit 945."
        )
    rivals = [match.unit for match in districts if match.is_as_good_as(districts[0])]
    own = [unit for unit in rivals if unit.province_code in provinces_served()]
    if len(own) == 1 and len({fold(unit.unit_name_vi) for unit in rivals}) == 1:
        return own[0].unit_code
    if len(rivals) > 1:
        named = [f"{_full_name(unit, on)} ({unit.unit_code})" for unit in rivals]
        more = f" and {len(named) - _RIVALS_NAMED} more" if len(named) > _RIVALS_NAMED else ""
        raise CchcError(
            f"{document.path}: the heading may name any of {', '.join(named[:_RIVALS_NAMED])}{more}, and the text "
            f"names no province that tells. Give the code: --unit {rivals[0].unit_code}."
        )
    return districts[0].unit.unit_code


def _full_name(unit: Unit, on: date) -> str:
    province = province_of(unit, on)
    names = [f"{one.unit_type_vi} {one.unit_name_vi}" for one in (unit, province) if one]
    return ", ".join(names)


def _checked_unit(document: Document, unit_code: str, on: date) -> str:
    if not any(unit.unit_code == unit_code and unit.is_valid_on(on) for unit in load_units()):
        raise CchcError(
            f"{document.path}: no unit {unit_code} was valid on {on}. "
            "Codes stand in seeds/reference/administrative_units.csv."
        )
    return unit_code


def _document_number(folded: list[str]) -> str | None:
    for text in folded:
        found = _NUMBER.search(text)
        if found:
            return found[1]
    return None


def _signed_on(folded: list[str], year: int) -> date | None:
    """The date of the report: of the dates the heading names, the first in the report's year or the next."""
    for text in folded:
        for day, month, signed_year in _SIGNED.findall(text):
            if int(signed_year) in (year, year + 1):
                try:
                    return date(int(signed_year), int(month), int(day))
                except ValueError:
                    continue
    return None
