"""What people filled in, read back from a review or a letter: each answer, or why it cannot be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.utils.datetime import from_excel

from cchc.deciding.choices import (
    A_FIGURE,
    AS_REPORTED,
    ON_PAPER,
    SIGNED_ANSWER,
    answer_choice,
    answer_choices,
    answer_of,
    grades,
    names_place,
    verdict_choices,
    verdict_of,
)
from cchc.deciding.guards import GUARDS, MARK
from cchc.deciding.letter_book import SIGNATURE
from cchc.errors import CchcError
from cchc.text import says_something
from cchc.workbooks.filled_in import Refusal, open_filled, text_of
from cchc.workbooks.written_rows import written_tables

INPUTS = ("verdict", "value", "base_value", "evidence_grade", "evidence", "despite", "decided_by", "decided_on")
_FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class Answer:
    """One filled row. `verdict` is a verdict's code, or `as_reported` or `a_figure` of a district.

    `value` and `base_value` are the cells as they stand, since only the form tells how to read them. `cells` are the
    row's cells by name, `district` marks the answer of a letter.
    """

    cells: Mapping[str, Cell]
    report_id: str
    indicator_code: str
    rule_ids: tuple[str, ...]
    verdict: str
    grade: str
    evidence: str
    despite: str
    decided_by: str
    decided_on: date
    is_of_district: bool

    def refuse(self, name: str, found: str, expected: str, mend: str) -> Refusal:
        """A refusal at one of the row's cells."""
        return _refusal(self.cells, name, found, expected, mend)


def read_answers(path: Path, today: date) -> tuple[list[Answer], list[Refusal]]:
    """Every filled row of a workbook, and what cannot be taken. Raises CchcError for a file of another kind."""
    workbook = open_filled(path)
    answers: list[Answer] = []
    tables = written_tables(workbook, GUARDS, INPUTS, MARK)
    refusals = [refusal for table in tables for refusal in table.refusals]
    if not tables:
        raise CchcError(
            f"{path}: no sheet of it was written by `cchc review`. Expected that workbook, filled in; its hidden "
            "columns must be there still."
        )
    for table in () if refusals else tables:  # what is not as it was written is not read
        read = _Sheet(table.rows, today)
        answers += read.answers
        refusals += read.refusals
    return answers, refusals


class _Sheet:
    """The rows of one sheet; those of a letter are signed together, under its table."""

    def __init__(self, rows: Sequence[dict[str, Cell]], today: date) -> None:
        self.answers: list[Answer] = []
        self.refusals: list[Refusal] = []
        self._today = today
        self._signature = {text_of(row[MARK]): row for row in rows if text_of(row[MARK])}
        filled = [row for row in rows if text_of(row["report_id"]) and any(_is_filled(row, name) for name in INPUTS)]
        own = self._read_review if not self._signature else self._read_letter
        own(filled)

    def _read_review(self, rows: Iterable[dict[str, Cell]]) -> None:
        for row in rows:
            if self._has_formula(row):
                continue
            verdict = verdict_of(text_of(row["verdict"]))
            if verdict is None:
                self._refuse(
                    row,
                    "verdict",
                    f"“{text_of(row['verdict'])}” is no verdict",
                    f"one of {', '.join(verdict_choices())}",
                    "Choose from the list, or empty the row.",
                )
                continue
            grade = text_of(row["evidence_grade"]).upper()
            if grade not in ("", *grades()):
                self._refuse(
                    row, "evidence_grade", f"“{grade}” is no kind of evidence", ", ".join(grades()), "Choose one."
                )
                continue
            if not says_something(text_of(row["evidence"])):
                self._refuse(row, "evidence", "no reason is given", "what proves the verdict", "Write it there.")
                continue
            if grade == ON_PAPER and not names_place(text_of(row["evidence"])):
                self._refuse(
                    row,
                    "evidence",
                    f"evidence {ON_PAPER} names no place on the paper",
                    "the page where it was read, as “trang 9, mục III.6.2”",
                    "Write it there.",
                )
                continue
            by, on = self._name(row, "decided_by"), self._day(row, "decided_on")
            if by and on:
                self._add(row, verdict, grade, text_of(row["evidence"]), text_of(row["despite"]), by, on, False)

    def _read_letter(self, rows: list[dict[str, Cell]]) -> None:
        if not rows:
            return
        fields = {mark: {"verdict": row["verdict"]} for mark, row in self._signature.items()}
        unsigned = [mark for mark in SIGNATURE if mark not in fields]
        if unsigned:
            self._refuse(
                rows[0],
                "verdict",
                f"the sheet has no {', '.join(unsigned)}",
                "the letter as it was sent",
                "Ask the district to fill in that workbook.",
            )
            return
        name = self._name(fields["signed_by"], "verdict")
        position = self._name(fields["signed_position"], "verdict")
        on = self._day(fields["signed_on"], "verdict")
        if name and position and on:
            for row in rows:
                self._read_district_answer(row, f"{name}, {position}", on)

    def _read_district_answer(self, row: dict[str, Cell], by: str, on: date) -> None:
        if self._has_formula(row):
            return
        choice, note, has_value = text_of(row["verdict"]), text_of(row["evidence"]), _is_filled(row, "value")
        answer = answer_of(choice) or (A_FIGURE if has_value and not choice else None)
        if answer is None or (answer == AS_REPORTED and has_value):
            self._refuse(
                row,
                "verdict",
                f"the answer is “{choice}”" + (", and a figure stands beside it" if has_value else ""),
                f"“{'”, “'.join(answer_choices())}”, or a figure alone; none with “{answer_choice(AS_REPORTED)}”",
                "Ask the district, or empty the row: it then stays open.",
            )
            return
        said = answer_choice(answer) + (f" {text_of(row['value'])}" if has_value else "")
        noted = f" ({note})" if note else ""
        evidence = f"Huyện trả lời phiếu xác nhận số liệu: {said}{noted}. Ký: {by}, ngày {on:%d/%m/%Y}."
        self._add(row, answer, SIGNED_ANSWER, evidence, note, by, on, True)

    def _add(
        self,
        row: dict[str, Cell],
        verdict: str,
        grade: str,
        evidence: str,
        despite: str,
        by: str,
        on: date,
        is_of_district: bool,
    ) -> None:
        self.answers.append(
            Answer(
                cells=row,
                report_id=text_of(row["report_id"]),
                indicator_code=text_of(row["indicator_code"]),
                rule_ids=tuple(text_of(row["rule_ids"]).split()),
                verdict=verdict,
                grade=grade,
                evidence=evidence,
                despite=despite,
                decided_by=by,
                decided_on=on,
                is_of_district=is_of_district,
            )
        )

    def _has_formula(self, row: dict[str, Cell]) -> bool:
        for name in INPUTS:
            if name in row and row[name].data_type in ("f", "e"):
                self._refuse(
                    row,
                    name,
                    f"a formula or an error stands there ({row[name].value})",
                    "what it comes to",
                    "Write the value itself.",
                )
                return True
        return False

    def _name(self, row: Mapping[str, Cell], name: str) -> str:
        text = text_of(row[name])
        if not says_something(text):
            self._refuse(
                row, name, f"not signed: “{text}” is no name", "the name (and office) of who answers", "Write it there."
            )
            return ""
        return text

    def _day(self, row: Mapping[str, Cell], name: str) -> date | None:
        day = _day_of(row[name].value)
        if day is None or not _FIRST_DAY <= day <= self._today:
            self._refuse(
                row,
                name,
                f"not dated: “{text_of(row[name])}” is no day up to today",
                f"day/month/year, not after {self._today:%d/%m/%Y}",
                "Write the day of the decision.",
            )
            return None
        return day

    def _refuse(self, row: Mapping[str, Cell], name: str, found: str, expected: str, mend: str) -> None:
        self.refusals.append(_refusal(row, name, found, expected, mend))


def _refusal(row: Mapping[str, Cell], name: str, found: str, expected: str, mend: str) -> Refusal:
    about = f"{text_of(row['report_id'])} {text_of(row['indicator_code'])}" if "report_id" in row else ""
    return Refusal.at(row[name], found, expected, mend, about)


def _is_filled(row: Mapping[str, Cell], name: str) -> bool:
    return name in row and bool(text_of(row[name]))


def _day_of(value: object) -> date | None:
    """A day as Excel or a person writes it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return from_excel(value).date() if 1 <= value <= 100_000 else None
    for pattern in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(str(value).strip(), pattern).date()
        except ValueError:
            continue
    return None
