"""The parts of a year that a report may be about: their last day, on which units are sought, and their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from cchc.errors import CchcError
from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed

WHOLE_YEAR = "year"
_REPORT_ID = re.compile(r"(.+)-(\d{4})(?:-(\w+))?")


@dataclass(frozen=True)
class Period:
    """A part of a year, `year` for all of it; `month_day` is its last day, as in `06-30`."""

    month_day: str
    name_vi: str
    name_en: str


@cache
def load_periods(path: Path = REFERENCE_SEEDS / "report_periods.csv") -> dict[str, Period]:
    """The periods by their code (`year`, `H1`, `9M`, `Q1`..`Q4`)."""
    return {
        row["report_period"]: Period(row["last_day"], row["name_vi"], row["name_en"]) for row in read_seed(path)
    }  # fmt: skip


def named_vi(year: int, period: str = WHOLE_YEAR) -> str:
    """A period in Vietnamese words: `năm 2021`, `sáu tháng đầu năm 2021`, `quý 1 năm 2021`."""
    name = load_periods()[period].name_vi
    if period == WHOLE_YEAR:
        return f"năm {year}"
    return f"{name} {year}" if name.endswith("năm") else f"{name} năm {year}"


def named_en(year: int, period: str = WHOLE_YEAR) -> str:
    """A period in English words: `2021`, `first half of 2021`."""
    return str(year) if period == WHOLE_YEAR else f"{load_periods()[period].name_en} of {year}"


def named_in(language: str, year: int, period: str = WHOLE_YEAR) -> str:
    """A period in the words of a language."""
    return (named_vi if language == "vi" else named_en)(year, period)


def given_period(text: str) -> str:
    """The code of the period that a person names (`h1`, `Q3`, `year`). Raises CchcError where there is no such one."""
    period = next((code for code in load_periods() if code.lower() == text.strip().lower()), None)
    if period is None:
        raise CchcError(f"--period: there is no '{text}'. Expected one of {', '.join(load_periods())}.")
    return period


def parts_of_report_id(report_id: str) -> tuple[str, int, str]:
    """Unit, year and period of a report by its id, as `945-2021` or `92-SNV-2025-Q3`, whose unit has a hyphen too.

    Raises ValueError where it is no report's id.
    """
    found = _REPORT_ID.fullmatch(report_id)
    if found is None:
        raise ValueError(f"'{report_id}' is no report's id. Expected one as 945-2021 or 945-2021-H1.")
    unit, year, period = found.groups()
    return unit, int(year), period or WHOLE_YEAR


def last_day(year: int, period: str = WHOLE_YEAR) -> date:
    """The last day of a period in a year. Raises KeyError where there is no such period."""
    return date.fromisoformat(f"{year}-{load_periods()[period].month_day}")
