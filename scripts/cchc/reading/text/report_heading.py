"""Who a report is from and what it covers: unit, year or part of a year, number and date, from its own heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cchc.errors import CchcError
from cchc.reading.documents import Document, Line
from cchc.reading.text.report_period import named_period, named_year
from cchc.reference.periods import WHOLE_YEAR, given_period, last_day, load_periods
from cchc.reference.unit_names import named_unit
from cchc.reference.units import Unit, UnitMatch, find_units, full_name, is_written_type, provinces_served, units_on
from cchc.text import fold, nfc

_TOP_LINES = 14  # lines of the document's beginning that may hold its heading
_RIVALS_NAMED = 10  # units named where a heading may mean any of them
_BEFORE_TABLE = 8  # lines before the table that may hold the appendix's heading
_ISSUER_LINES = 6  # lines of the document's beginning that may say who issued it
_COMMITTEE = re.compile(r"(?:cua\s+)?(?:uy ban nhan dan|ubnd)\b\W*")
_LINE_MARKS = re.compile(r"^\W+|[\s|]+$")  # bars of a table, a bullet
_STATE = re.compile(
    r"cong hoa xa hoi chu nghia viet nam\W*"
)  # it may stand beside the committee, in a column of its own
_DEPARTMENT = re.compile(  # over a report, or in its form; without its marks `SỐ LIỆU` and `SƠ KẾT` begin alike
    r"S(?:Ở|O(?!\s+(?:LI|KET|LUONG)))\s+(?=[^\W\d])|(?i:đơn vị báo cáo[^:]*:\s*sở\s+)"
)
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
    document: Document,
    lines: list[Line],
    unit_code: str | None = None,
    year: int | None = None,
    period: str | None = None,
) -> Heading:
    """Read the heading; what the caller gives is taken, a unit by its code or its name too.

    The unit is one of the last day of the period. Raises CchcError where unit or year cannot be told.
    """
    folded = [fold(line.text) for line in lines]
    year = year or _year(document, folded)
    period = given_period(period) if period else _period(document, folded)
    on = last_day(year, period)
    unit_code = _given_unit(document, unit_code, on) if unit_code else _unit(document, lines, on)
    return Heading(unit_code, year, period, _document_number(folded), _signed_on(folded, year))


def year_told(lines: list[Line]) -> int | None:
    """The year that heading lines name, if they do."""
    return named_year(" ".join(fold(line.text) for line in lines))


def _year(document: Document, folded: list[str]) -> int:
    found = named_year(" ".join(folded))
    if found is None:
        raise CchcError(
            f"{document.path}: the heading (its first {_TOP_LINES} lines and those before the table) names no year. "
            "Give it: --year 2021."
        )
    return found


def _period(document: Document, folded: list[str]) -> str:
    found = named_period(" ".join(folded))
    if found is None:
        raise CchcError(
            f"{document.path}: the heading names a part of the year that no report here is of, such as one month. "
            f"Say which it is to be kept as, one of {', '.join(load_periods())}: --period Q1."
        )
    return found


def is_of_one_below(lines: list[Line], on: date) -> bool:
    """Whether the first lines of a heading name a unit below a province after its type, and no province as the one
    whose report it is."""
    first = lines[:_ISSUER_LINES]
    matches = find_units(" \n ".join(line.text for line in first), on)
    return _names_below(first, on) and not any(_is_issuer(match, lines) for match in matches)


def _unit(document: Document, lines: list[Line], on: date) -> str:
    """The code of the unit that issued the report: what the heading names with its type, else by its place."""
    text, whole = (" \n ".join(line.text for line in some) for some in (lines, document.lines))
    department = _department(document, lines, text, whole, on)
    if department:
        return department.unit_code
    matches = find_units(text, on, whole)
    below = [match for match in matches if match.unit.unit_level != "province"]
    issuers = [match for match in matches if _is_issuer(match, lines)]
    if issuers and not _names_below(lines[:_ISSUER_LINES], on):
        below = issuers
    if not below:
        raise CchcError(
            f"{document.path}: the heading names no administrative unit that existed on {on}. "
            "Give its code or its name: --unit 945."
        )
    rivals = [match.unit for match in below if match.is_as_good_as(below[0])]
    own = [unit for unit in rivals if unit.province_code in provinces_served()]
    if len(own) == 1 and len({fold(unit.unit_name_vi) for unit in rivals}) == 1:
        return own[0].unit_code
    if len(rivals) > 1:
        raise CchcError(
            f"{document.path}: the heading may name any of {_named(rivals, on)}, and the text names no province that "
            f"tells. Give the code: --unit {rivals[0].unit_code}."
        )
    return below[0].unit.unit_code


def _names_below(lines: list[Line], on: date) -> bool:
    """Whether lines name a unit below a province after its type; sentences further on name many, and some by chance."""
    matches = find_units(" \n ".join(line.text for line in lines), on)
    return any(match.typed and match.unit.unit_level != "province" for match in matches)


def _named(units: list[Unit], on: date) -> str:
    named = [f"{full_name(unit, on)} ({unit.unit_code})" for unit in units]
    more = f" and {len(named) - _RIVALS_NAMED} more" if len(named) > _RIVALS_NAMED else ""
    return ", ".join(named[:_RIVALS_NAMED]) + more


def _is_issuer(match: UnitMatch, lines: list[Line]) -> bool:
    """Whether a province stands right after the People's Committee that the heading names first: it is its report."""
    texts = [_LINE_MARKS.sub("", " ".join(fold(line.text).split())) for line in lines]
    folded = _STATE.sub("", " ".join(texts))
    first = next((found for text in texts if (found := _COMMITTEE.match(text))), None)
    if first is None or match.unit.unit_level != "province" or not match.typed:
        return False
    after = re.sub(r"[.,]", " ", folded.partition(first[0].strip())[2]).split()
    kinds = (" ".join(after[:size]) for size in (1, 2))
    kind = next((one for one in kinds if is_written_type(one, match.unit.unit_type_vi)), None)
    return kind is not None and " ".join(after).startswith(f"{kind} {match.words}")


def _department(document: Document, lines: list[Line], text: str, whole: str, on: date) -> Unit | None:
    """The department that stands over its own report in capitals (`SỞ NỘI VỤ`), or is chosen in its form, if one does.

    Raises CchcError where it is no unit of the seed, or its province is not told.
    """
    printed = [nfc(line.text).strip() for line in lines[:_ISSUER_LINES]]
    title = next((one for one in printed if _DEPARTMENT.match(one)), None)
    if title is None:
        return None
    bare = fold(_DEPARTMENT.sub("", title))
    named = [unit for unit in units_on(on) if unit.unit_level == "department" and _begins(bare, unit)]
    for where in (text, whole):
        provinces = {match.unit.province_code for match in find_units(where, on) if match.unit.unit_level == "province"}
        of_them = [unit for unit in named if unit.province_code in provinces]
        if len(of_them) == 1:
            return of_them[0]
    known = f" It may be {_named(named, on)}." if named else ""
    raise CchcError(
        f"{document.path}: the report of a department, '{title}', which no unit of {on} is by its name and province."
        f"{known} Give the code: --unit 92-SNV; one that is not there yet is a line of "
        "seeds/reference/administrative_units.csv (docs/units.md)."
    )


def _begins(bare: str, unit: Unit) -> bool:
    return f"{bare} ".startswith(f"{fold(unit.unit_name_vi)} ")


def _given_unit(document: Document, unit_name: str, on: date) -> str:
    try:
        return named_unit(unit_name, on).unit_code
    except CchcError as error:
        raise CchcError(f"{document.path}: {error}") from error


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
