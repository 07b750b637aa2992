"""Which year, or which part of a year, the title of a report names."""

from __future__ import annotations

import re

from cchc.reference.periods import WHOLE_YEAR

_YEAR = r"n\wm\s*(20\d\d)"
_REPORT_YEAR = re.compile(rf"\b(?:hanh|chinh|cchc)\W*(?:\w+\W+){{0,3}}?({_YEAR})")
_ANY_YEAR = re.compile(_YEAR)
_TITLE_YEAR = re.compile(rf"(?<!\d)(?<!\d\s)({_YEAR})")  # of no date
_DATE = re.compile(r"ng\wy\s*\d{1,2}\s*th\wng(?:\s*\d{1,2}\s*n\wm\s*20\d\d)?")  # `ngày 9 tháng 12` is no nine months
_HALF_YEAR = r"\b(?:0?6|sau)\s*th\wng\s*(?:d\wu|n\wm\s*20\d\d)"
_NINE_MONTHS = r"\b(?:0?9|chin)\s*th\wng"
_QUARTER = r"\bqu[yi]\s*(?P<quarter>[il1]v|[il]{1,3}|[1-4])\b"
_PART = re.compile(rf"(?P<H1>{_HALF_YEAR})|(?P<M9>{_NINE_MONTHS})|{_QUARTER}")
_AND_ALL_YEAR = re.compile(r"\W*va\s+(?:ca\s+)?n\wm\b")  # `quý IV và năm 2025` is the year's report
_QUARTER_OF = re.compile(rf"{_QUARTER}\s*[/-]\s*(?P<year>20\d\d)")
_OF_WHAT_COMES = re.compile(r"phuong h\w+ng|nhi\wm v\w|\bva\b")  # … và phương hướng, nhiệm vụ quý I năm 2026


def named_year(folded: str) -> int | None:
    """The year that a folded heading names, that of the report first (`… hành chính quý I năm 2026`, `quý I/2026`)."""
    report_year, quarter, any_year = _REPORT_YEAR.search(folded), _QUARTER_OF.search(folded), _ANY_YEAR.search(folded)
    if report_year:
        return int(report_year[2])
    if quarter and (any_year is None or quarter.start() < any_year.start()):
        return int(quarter["year"])
    return int(any_year[1]) if any_year else None


def named_period(folded: str) -> str:
    """The period of the report that a folded heading names: `H1`, `9M`, `Q1`..`Q4`, or `year` where it names no part.

    Where the title names the whole year first, a part named after it is of what comes next, or of another document.
    """
    title = _DATE.sub("", folded)
    part = _PART.search(title)
    if part is None or _AND_ALL_YEAR.match(title, part.end()):
        return WHOLE_YEAR
    whole = _REPORT_YEAR.search(title) or _TITLE_YEAR.search(title)
    if whole and whole.start(1) < part.start():
        between = title[whole.end() : part.start()]
        if len(between.split()) > 3 or _OF_WHAT_COMES.search(between):
            return WHOLE_YEAR
    if part["H1"]:
        return "H1"
    return "9M" if part["M9"] else f"Q{_quarter(part['quarter'])}"


def _quarter(written: str) -> int:
    """The number of a quarter written as a figure or in Roman numerals, an I of which may be read as l."""
    if written.isdigit():
        return int(written)
    return 4 if written.endswith("v") else len(written)
