"""Which year, or which part of a year, the title of a report names."""

from __future__ import annotations

import re
from itertools import pairwise

from cchc.reference.periods import WHOLE_YEAR

_YEAR = r"n\wm\s*(20\d\d)"
_REPORT_YEAR = re.compile(rf"\b(?:hanh|chinh|cchc)\W*(?:\w+\W+){{0,3}}?({_YEAR})")
_ANY_YEAR = re.compile(_YEAR)
_TITLE_YEAR = re.compile(rf"(?<!\d)(?<!\d\s)({_YEAR})")  # of no date
_DATE = re.compile(r"ng\wy\s*\d{1,2}\s*th\wng(?:\s*\d{1,2}\s*n\wm\s*20\d\d)?")  # `ngày 9 tháng 12` is no nine months
_SHORT_YEAR = r"\s*[/-]?\s*20\d\d"
_OF_ITS_YEAR = rf"(?:d\wu|n\wm\s*20\d\d|{_SHORT_YEAR})"
_THREE_MONTHS = rf"\b(?:0?3|ba)\s*th\wng\s*{_OF_ITS_YEAR}"
_HALF_YEAR = rf"\b(?:0?6|sau)\s*th\wng\s*{_OF_ITS_YEAR}|\bnua\s*d\wu\s*n\wm|\bban\s*nien"
_NINE_MONTHS = r"\b(?:0?9|chin)\s*th\wng"
_QUARTER = r"\bqu[yi]\s*(?P<quarter>[il1]v|[il]{1,3}|0?[1-4]|mot|hai|ba|bon|tu)\b"
_PART = re.compile(rf"(?P<M9>{_NINE_MONTHS})|(?P<H1>{_HALF_YEAR})|(?P<Q1>{_THREE_MONTHS})|{_QUARTER}")
_OTHER_PART = re.compile(  # a month, some months, the second half: no period that is kept
    r"\b(?:hanh\s*chinh|cchc)\W*(?:\w+\W+){0,3}?(th\wng\s*\d{1,2}\b|(?!12)\d{1,2}\s*th\wng\b(?:\s*cuoi)?)"
)
_AND_ALL_YEAR = re.compile(r"\W*va\s+(?:ca\s+)?n\wm\b")  # `quý IV và năm 2025` is the year's report
_AND_PART = re.compile(rf"\W*(?:{_YEAR})?\W*(?:va|,|-)?\W*")  # `quý II và 6 tháng đầu năm` is the half-year's
_PART_OF = re.compile(rf"(?:{_QUARTER}\s*[/-]|\d\s*th\wng\s*[/-]?)\s*(?P<year>20\d\d)")
_OF_WHAT_COMES = r"phuong h\w+ng|nhi\wm v\w"  # … và phương hướng, nhiệm vụ quý I năm 2026
_AND_WHAT_COMES = re.compile(rf"{_OF_WHAT_COMES}|\bva\b")
_WRITTEN = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}


def named_year(folded: str) -> int | None:
    """The year that a folded heading names, that of the report first (`… hành chính quý I năm 2026`, `quý I/2026`)."""
    report_year, part, any_year = _REPORT_YEAR.search(folded), _PART_OF.search(folded), _ANY_YEAR.search(folded)
    if report_year:
        return int(report_year[2])
    if part and (any_year is None or part.start() < any_year.start()):
        return int(part["year"])
    return int(any_year[1]) if any_year else None


def named_period(folded: str) -> str | None:
    """The period of the report that a folded heading names: `H1`, `9M`, `Q1`..`Q4`, or `year` where it names no part.

    None for a part of the year that is none of them. Where the title names the whole year first, a part named after it
    is of what comes next, or of another document; of parts named together the longest is the report's.
    """
    title = _DATE.sub("", folded)
    part = _longest_part(title)
    whole = _REPORT_YEAR.search(title) or _TITLE_YEAR.search(title)
    other = _OTHER_PART.search(title, 0, whole.start(1) if whole else len(title))
    if other and (part is None or re.search(_OF_WHAT_COMES, title[other.end() : part.start()])):
        return None
    if part is None or _AND_ALL_YEAR.match(title, part.end()):
        return WHOLE_YEAR
    if whole and whole.start(1) < part.start():
        between = title[whole.end() : part.start()]
        if len(between.split()) > 3 or _AND_WHAT_COMES.search(between):
            return WHOLE_YEAR
    return _period_of(part)


def _longest_part(title: str) -> re.Match[str] | None:
    """The first part of a year that a title names, or the longer one named right beside it."""
    parts = list(_PART.finditer(title))
    for one, next_one in pairwise(parts):
        if not _AND_PART.fullmatch(title, one.end(), next_one.start()) or next_one["quarter"]:
            return one
        parts[0] = next_one
    return parts[0] if parts else None


def _period_of(part: re.Match[str]) -> str:
    if part["quarter"] is None:
        return str(part.lastgroup).replace("M9", "9M")  # no name of a group begins with a figure
    return f"Q{_quarter(part['quarter'])}"


def _quarter(written: str) -> int:
    """The number of a quarter written as a figure, a word or in Roman numerals, an I of which may be read as l."""
    if written in _WRITTEN:
        return _WRITTEN[written]
    if written.isdigit():
        return int(written)
    return 4 if written.endswith("v") else len(written)
