"""Numbers of rows on pictures: a machine loses lone digits and reads `I.2` as `1.2`, but numbers follow each other.

All numbers of a table are found at once: of all courses that they may take, the one that is least unlike what was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from cchc.learning.document_rows import UNREAD, PrintedRow

ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
          "XVIII", "XIX", "XX")  # fmt: skip
_DEEPEST = 4  # parts of a number
_WAYS = ("tables", "items", "sections", "whole")  # `3.2`; sections and items alone; sections and `3.2`; `I.3.2`
_COURSES = 300  # that are followed at once
_SIMILAR = str.maketrans(
    {
        **dict.fromkeys("lIi|!T", "1"),
        **dict.fromkeys("oOQD", "0"),
        "s": "5",
        "S": "5",
        "B": "8",
        "z": "2",
        "Z": "2",
        "g": "9",
        "q": "9",
        "v": "V",
        "x": "X",
        "H": "11",
    }
)
# What a course costs, the less the likelier
_UNREAD_SHORT, _UNREAD_LONG = 0.2, 0.9  # a number of which nothing was read, of one or two signs or of more
_UNLIKE = 3.0  # one that is not at all what was read
_NOT_PRINTED = 2.5  # one where the cell is empty
_IGNORED, _IGNORED_UNREAD = 2.2, 1.0  # no number where one was read, where something stands
_SECTION_WITH_UNIT, _SECTION = 1.0, 0.15
_CHILD_OF_A_FIGURE, _HEADER_WITHOUT_CHILD = 0.1, 0.25


@dataclass(frozen=True)
class _Course:
    """Numbers as far as they go: the section (0 before the first), the last number and whether its row has a unit."""

    section: int
    number: tuple[int, ...]
    has_unit: bool
    cost: float
    numbers: tuple[str, ...] = ()


def with_likely_numbers(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows of a table with the numbers that they must have; what was read otherwise stands in `misread`."""
    best = min((_course(rows, way) for way in _WAYS), key=lambda course: course.cost, default=None)
    if best is None:
        return list(rows)
    return [
        replace(row, number=number, misread="" if _bare(row.number) == _bare(number) else row.number or UNREAD)
        if number
        else row
        for row, number in zip(rows, best.numbers, strict=True)
    ]


def _course(rows: Sequence[PrintedRow], way: str) -> _Course:
    courses = [_Course(0, (), True, 0.0)]
    for row in rows:
        found: dict[tuple, _Course] = {}
        for course in courses:
            for one in _onward(course, row, way):
                key = (one.section, one.number, one.has_unit)
                if key not in found or one.cost < found[key].cost:
                    found[key] = one
        courses = sorted(found.values(), key=lambda one: one.cost)[:_COURSES]
    return min(courses, key=lambda one: one.cost)


def _onward(course: _Course, row: PrintedRow, way: str) -> Iterator[_Course]:
    """Every way on: no number, a section, a number below, beside or further up."""
    has_unit = bool(row.unit or row.answer)
    yield _next(course, course.section, course.number, course.has_unit, "", row, 0.0)
    if way != "tables" and course.section < len(ROMANS):
        extra = _SECTION_WITH_UNIT if has_unit else _SECTION
        yield _next(course, course.section + 1, (), False, ROMANS[course.section], row, extra)
    for number in _following(course.number):
        if way == "items" and len(number) > 1:
            continue
        if way in ("whole", "sections") and not course.section:
            continue
        printed = ".".join(map(str, number))
        if way == "whole":
            printed = f"{ROMANS[course.section - 1]}.{printed}"
        is_child = len(number) > len(course.number)
        extra = _CHILD_OF_A_FIGURE if is_child and course.has_unit and course.number else 0.0
        extra += 0.0 if is_child or course.has_unit or way == "items" else _HEADER_WITHOUT_CHILD
        yield _next(course, course.section, number, has_unit, printed, row, extra)


def _following(number: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if len(number) < _DEEPEST:
        yield (*number, 1)
    for end in range(len(number), 0, -1):
        yield (*number[: end - 1], number[end - 1] + 1)


def _next(course: _Course, section, number, has_unit, printed: str, row: PrintedRow, extra: float) -> _Course:
    return _Course(section, number, has_unit, course.cost + extra + _cost(printed, row.number),
                   (*course.numbers, printed))  # fmt: skip


def _cost(printed: str, read: str) -> float:
    if not printed:
        return 0.0 if not read or read in "-–+*•" else _IGNORED_UNREAD if read == UNREAD else _IGNORED
    if read == UNREAD:
        return _UNREAD_SHORT if len(printed) <= 2 else _UNREAD_LONG
    if not read:
        return _NOT_PRINTED
    if read.strip(" .)") == printed:
        return 0.0
    return 0.05 + _UNLIKE * (1 - fuzz.ratio(_bare(printed), _bare(read)) / 100)


def _bare(number: str) -> str:
    """A number for comparison: without points, signs that look like digits as these."""
    return "".join(mark for mark in number.translate(_SIMILAR) if mark.isalnum()).replace("1V", "IV")
