"""The form as data: which rows it has, in which order, and what may be answered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from cchc.errors import CchcError
from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed
from cchc.text import fold

GOVERNMENT_LEVELS = ("province", "department", "district", "commune")


@dataclass(frozen=True)
class FormRow:
    """One row of a form version, in document order. `codes` are the code list of a flag or a choice.

    `number` is what the first column shows, without the stop after it; '' where it shows nothing.
    `may_pass_100` tells of a percentage whether it may be more than 100, as of a plan.
    """

    form_version: str
    position: int
    indicator_code: str
    number: str
    answer_type: str
    concept: str
    label_vi: str
    unit_vi: str
    codes: tuple[str, ...] = ()
    folded_label: str = field(default="", repr=False)
    folded_unit: str = field(default="", repr=False)
    may_pass_100: bool = False

    @property
    def is_answered(self) -> bool:
        return self.answer_type not in ("section", "header")


@dataclass(frozen=True)
class Form:
    """A form version: its rows in document order and the lines of its table heading, folded.

    `government_levels` are those whose units report on it, of GOVERNMENT_LEVELS.
    """

    version: str
    government_levels: tuple[str, ...]
    first_year: int
    last_year: int | None
    rows: tuple[FormRow, ...]
    folded_headings: tuple[str, ...]

    @cached_property
    def answered(self) -> tuple[FormRow, ...]:
        return tuple(row for row in self.rows if row.is_answered)

    def covers(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


def _printed_at(code: str, unit_vi: str) -> int:
    """Where the code list prints a code: `Có = 1, Không = 0` prints 1 first."""
    return re.sub(r"\s", "", unit_vi).find(f"={code}")


def _government_levels(row: dict[str, str], path: Path) -> tuple[str, ...]:
    levels = tuple(row["government_levels"].split(";"))
    if not set(levels) <= set(GOVERNMENT_LEVELS):
        raise CchcError(
            f"{path}: form {row['form_version']} has '{row['government_levels']}' in column government_levels. "
            f"Expected one of {', '.join(GOVERNMENT_LEVELS)}, or several with a semicolon between them."
        )
    return levels


def _may_pass_100(row: dict[str, str], path: Path) -> bool:
    told = row["may_pass_100"]
    if told not in (("true", "false") if row["answer_type"] == "percent" else ("",)):
        expected = "true or false, for it is a percentage" if row["answer_type"] == "percent" else "nothing there"
        raise CchcError(
            f"{path}: row {row['indicator_code']} of form {row['form_version']} has '{told}' in column may_pass_100. "
            f"Expected {expected}. True is what is compared with a plan, false a part of a whole."
        )
    return told == "true"


@cache
def load_forms(folder: Path = REFERENCE_SEEDS) -> tuple[Form, ...]:
    """Every form version in the reference seeds, oldest first.

    Raises CchcError where a percentage does not say whether it may pass 100, or a form for which level it is.
    """
    codes: dict[tuple[str, str], list[str]] = {}
    for row in read_seed(folder / "form_codes.csv"):
        codes.setdefault((row["form_version"], row["indicator_code"]), []).append(row["code"])
    headings: dict[str, list[str]] = {}
    for row in read_seed(folder / "form_headings.csv"):
        headings.setdefault(row["form_version"], []).append(fold(row["heading_vi"]))
    rows: dict[str, list[FormRow]] = {}
    for row in read_seed(folder / "form_rows.csv"):
        key = (row["form_version"], row["indicator_code"])
        rows.setdefault(row["form_version"], []).append(
            FormRow(
                form_version=row["form_version"],
                position=int(row["position"]),
                indicator_code=row["indicator_code"],
                number=row["number"],
                answer_type=row["answer_type"],
                concept=row["concept"],
                label_vi=row["label_vi"],
                unit_vi=row["unit_vi"],
                codes=tuple(sorted(codes.get(key, ()), key=lambda code: _printed_at(code, row["unit_vi"]))),
                folded_label=fold(row["label_vi"]),
                folded_unit=fold(row["unit_vi"]),
                may_pass_100=_may_pass_100(row, folder / "form_rows.csv"),
            )
        )
    forms = [
        Form(
            version=row["form_version"],
            government_levels=_government_levels(row, folder / "form_versions.csv"),
            first_year=int(row["first_year"]),
            last_year=int(row["last_year"]) if row["last_year"] else None,
            rows=tuple(sorted(rows[row["form_version"]], key=lambda item: item.position)),
            folded_headings=tuple(headings.get(row["form_version"], ())),
        )
        for row in read_seed(folder / "form_versions.csv")
    ]
    return tuple(sorted(forms, key=lambda form: form.first_year))
