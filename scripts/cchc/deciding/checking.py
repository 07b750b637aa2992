"""Answers against what was read and against the rules: each becomes a decision, or is refused with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import duckdb

from cchc.building.running_build import open_build
from cchc.deciding.answers import Answer
from cchc.deciding.choices import A_FIGURE, AS_REPORTED, ON_PAPER, SIGNED_ANSWER, grades, verdict_choice
from cchc.deciding.guards import MADE_UP, REAL, record_of
from cchc.deciding.value_cells import read_value
from cchc.errors import CchcError
from cchc.proposing.figures import Figure, ReportFigures
from cchc.proposing.loading import load_reports
from cchc.reading.extraction import plain
from cchc.reading.number_grammar import BLANK, CLEAR, NOT_FOUND, UNREADABLE
from cchc.reference.form import FormRow, load_forms
from cchc.reference.rules import Key, Rule, holds, load_rules
from cchc.reference.verdicts import (
    CONFIRMED,
    CORRECTIONS,
    DISTRICT_CORRECTED,
    OCR_ERROR,
    RULE_NOT_APPLICABLE,
    SOURCE_INCONSISTENT,
    UNDECIDED,
)
from cchc.seeds.reading import read_seed
from cchc.workbooks.filled_in import Refusal, text_of
from cchc.workbooks.tables import is_guarded

_EXPLAINED = "select rule_id from intermediate.int_findings where report_id = ? and finding_status = 'explained'"


@dataclass(frozen=True)
class Decision:
    """A decision to be recorded: the cells of its row in the seed, but for its id and its withdrawal."""

    report_id: str
    indicator_code: str
    cells: dict[str, str]


def check(
    answers: Iterable[Answer], decided: list[dict[str, str]], build: Path, root: Path
) -> tuple[list[Decision], list[dict[str, str]], list[Refusal]]:
    """The decisions that answers come to, those of `decided` that they repeat (withdrawn or not), and what is refused.

    Raises CchcError where there is no build to judge by.
    """
    decisions: list[Decision] = []
    refusals: list[Refusal] = []
    known: list[dict[str, str]] = []
    by_report: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_report[answer.report_id].append(answer)
    landed = _landed(root, set(by_report))
    records = {row["report_id"]: record_of(row) for row in read_seed(root / "seeds" / "landed" / "reports.csv")}
    for report_id, own in by_report.items():
        strange = [answer for answer in own if text_of(answer.cells["record"]) != records.get(report_id, REAL)]
        if strange:
            refusals += [_of_another_record(answer) for answer in strange]
            continue
        report = _Report(report_id, landed[report_id], decided, build)
        report.take(own)
        decisions += report.decisions
        refusals += report.refusals
        known += report.known
    return decisions, known, refusals


def _of_another_record(answer: Answer) -> Refusal:
    is_made_up = text_of(answer.cells["record"]) == MADE_UP
    return answer.refuse(
        "verdict",
        f"it was asked about a {'made-up' if is_made_up else 'real'} report, and the one on record here is not",
        "a workbook on the reports that are decided on",
        f"Take it {'with' if is_made_up else 'without'} --samples.",
    )


def _landed(root: Path, report_ids: set[str]) -> dict[str, dict[str, dict[str, str]]]:
    """The landed rows of reports, by code."""
    rows: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in read_seed(root / "seeds" / "landed" / "indicator_rows.csv"):
        if row["report_id"] in report_ids:
            rows[row["report_id"]][row["indicator_code"]] = row
    return rows


@dataclass(frozen=True)
class _Read:
    """An answer that fits its cell: the landed row, the form's row, and the value it gives, if any."""

    answer: Answer
    landed: dict[str, str]
    form_row: FormRow
    value: Decimal | None
    base: Decimal | None
    decimals: int | None

    @property
    def verdict(self) -> str:
        """A district that names the figure that was read says that it is as reported.

        Where it gives another one alone, the slip is its own if the report was read clearly, and else ours.
        """
        same_base = self.base is None or plain(self.base) == self.landed["base_value"]
        is_read = self.value is not None and self.landed["value"] and self.value == Decimal(self.landed["value"])
        if self.answer.is_of_district and is_read and same_base:
            return AS_REPORTED
        if self.answer.verdict == A_FIGURE:
            return DISTRICT_CORRECTED if self.landed["read_status"] in (CLEAR, BLANK) else OCR_ERROR
        return self.answer.verdict

    @property
    def correction(self) -> tuple[Decimal | None, Decimal | None, int | None] | None:
        return (self.value, self.base, self.decimals) if self.verdict in CORRECTIONS else None

    @property
    def is_empty_on_paper(self) -> bool:
        """Whether a person saw on the paper that a cell which was not found is empty."""
        is_seen = self.verdict == CONFIRMED and self.answer.grade == ON_PAPER
        return is_seen and self.landed["read_status"] == NOT_FOUND


class _Report:
    """The answers on one report: first each for itself, then all together against the rules."""

    def __init__(
        self, report_id: str, landed: dict[str, dict[str, str]], decided: list[dict[str, str]], build: Path
    ) -> None:
        self.decisions: list[Decision] = []
        self.refusals: list[Refusal] = []
        self.known: list[dict[str, str]] = []
        self._report_id, self._landed, self._build = report_id, landed, build
        self._decided = [one for one in decided if one["report_id"] == report_id]
        self._standing = {one["indicator_code"]: one for one in self._decided if not one["withdrawn_on"]}
        versions = {row["form_version"] for row in landed.values()}
        self._form_rows = {
            row.indicator_code: row for form in load_forms() if form.version in versions for row in form.answered
        }

    def take(self, answers: list[Answer]) -> None:
        fitting: dict[str, _Read] = {}
        for answer in answers:
            read = self._fit(answer)
            if isinstance(read, Refusal):
                self.refusals.append(read)
            elif answer.indicator_code in fitting:
                self.refusals.append(
                    answer.refuse(
                        "verdict",
                        "the cell is decided twice in this file",
                        "one decision a cell",
                        "Empty one of the rows.",
                    )
                )
            else:
                fitting[answer.indicator_code] = read
        known = {code: self._known(read) for code, read in fitting.items()}
        self.known = [one for one in known.values() if one]
        new = [read for code, read in fitting.items() if not known[code]]
        if new:
            self._judge(fitting, new)

    def _fit(self, answer: Answer) -> _Read | Refusal:
        """The answer with its value read, or why it does not fit the cell."""
        landed = self._landed.get(answer.indicator_code)
        if landed is None:
            return answer.refuse(
                "verdict",
                "no such figure has landed",
                "a report and figure in seeds/landed",
                "Land the report, or write the review anew.",
            )
        if not is_guarded(answer.cells["raw_value"], landed["raw_value"]):
            return answer.refuse(
                "verdict",
                f"decided on “{text_of(answer.cells['raw_value'])}”, but “{landed['raw_value']}” is read now",
                "the reading that was decided on",
                "Write the review anew, and look at the cell again.",
            )
        form_row = self._form_rows[answer.indicator_code]
        value = read_value(answer, form_row)
        if isinstance(value, Refusal):
            return value
        read = _Read(answer, landed, form_row, *value)
        return self._misfit(read) or read

    def _misfit(self, read: _Read) -> Refusal | None:
        """Why verdict, value and reading do not go together."""
        answer, status = read.answer, read.landed["read_status"]
        standing = self._standing.get(answer.indicator_code)
        if read.verdict in CORRECTIONS:
            if read.value is None:
                return answer.refuse(
                    "value", "no value is given", "the true value", "Write it, or choose another verdict."
                )
            if not answer.grade:
                return answer.refuse(
                    "evidence_grade", "a correction without a kind of evidence", ", ".join(grades()), "Choose one."
                )
            if read.verdict == DISTRICT_CORRECTED and answer.grade != SIGNED_ANSWER:
                return answer.refuse(
                    "evidence_grade",
                    f"the district's own correction on evidence {answer.grade}",
                    f"{SIGNED_ANSWER}, the answer that the district signed",
                    f"Choose {SIGNED_ANSWER} and name the answer, or “{verdict_choice(OCR_ERROR)}” if it was misread.",
                )
            if plain(read.value) == read.landed["value"] and plain(read.base) in ("", read.landed["base_value"]):
                return answer.refuse(
                    "value", "this is the value that was read", "another one", f"Choose “{verdict_choice(CONFIRMED)}”."
                )
        elif answer.verdict == AS_REPORTED and standing and _correction(standing, read.landed) is not None:
            return answer.refuse(
                "verdict",
                f"it was corrected to {standing['corrected_value']}, and the report says “{read.landed['raw_value']}”",
                "the figure itself",
                "Give the figure: “as reported” may mean either.",
            )
        elif read.value is not None and read.verdict != AS_REPORTED:
            return answer.refuse(
                "value",
                "a value beside a verdict that keeps the figure as read",
                "no value",
                f"Empty the cell, or choose “{verdict_choice(OCR_ERROR)}”.",
            )
        elif status in (UNREADABLE, NOT_FOUND) and read.verdict != UNDECIDED and not read.is_empty_on_paper:
            return answer.refuse(
                "verdict",
                "nothing could be read in this cell, so that there is nothing to stand by",
                "the figure that stands there"
                + (f", or evidence {ON_PAPER} that the paper has none" if status == NOT_FOUND else ""),
                "Give the figure.",
            )
        is_later = standing is not None and standing["decided_on"] > answer.decided_on.isoformat()
        if is_later and not self._known(read):
            return answer.refuse(
                "verdict",
                f"{standing['decided_by']} decided on this cell later, on {standing['decided_on']} "
                f"({standing['adjudication_id']})",
                "a decision taken on what stands now",
                "Write the review anew.",
            )
        return None

    def _known(self, read: _Read) -> dict[str, str] | None:
        """This very decision as it is on record, standing or withdrawn since."""
        answer = read.answer
        verdicts = (CONFIRMED, SOURCE_INCONSISTENT) if read.verdict == AS_REPORTED else (read.verdict,)
        value, base = _written(read)
        found = (
            one
            for one in self._decided
            if one["indicator_code"] == answer.indicator_code
            and one["raw_value_expected"] == read.landed["raw_value"]
            and one["verdict"] in verdicts
            and (one["corrected_value"], one["corrected_base_value"]) == (value, base)
            and one["evidence_grade"] == answer.grade
            and one["evidence"].startswith(answer.evidence)
            and one["decided_by"] == answer.decided_by
            and one["decided_on"] == answer.decided_on.isoformat()
        )
        return next(found, None)

    def _judge(self, fitting: Mapping[str, _Read], new: list[_Read]) -> None:
        """Settle verdicts and rules with all answers of the report laid over what was read."""
        after = self._figures({code: read.correction for code, read in fitting.items()})
        settled = set(self._explained)
        rules = {read.answer.indicator_code: self._failing(read, after, settled) for read in fitting.values()}
        for code, read in fitting.items():
            if read.verdict in (AS_REPORTED, SOURCE_INCONSISTENT, RULE_NOT_APPLICABLE):
                settled.update(rule.rule_id for rule in rules[code])
        before = self._figures({})
        for read in new:
            self._decide(read, rules[read.answer.indicator_code], before, after, settled)

    def _failing(self, read: _Read, after: ReportFigures, explained: set[str]) -> list[Rule]:
        """The rules that fail on the cell: its own, and those of its findings that the answers do not mend."""
        listed = set(read.answer.rule_ids)
        found = []
        for rule in load_rules():
            result = holds(rule, after.known({}))
            is_own = any(term.key in _keys(read.form_row) for term in rule.terms)
            is_failing = (rule.rule_id in listed and result is not True) or (is_own and result is False)
            if is_failing and (rule.rule_id in listed or rule.rule_id not in explained):
                found.append(rule)
        return found

    def _decide(
        self, read: _Read, failing: list[Rule], before: ReportFigures, after: ReportFigures, settled: set[str]
    ) -> None:
        answer, verdict = read.answer, read.verdict
        rule_ids = ""
        if verdict == AS_REPORTED:
            verdict = SOURCE_INCONSISTENT if failing else CONFIRMED
        if verdict in (SOURCE_INCONSISTENT, RULE_NOT_APPLICABLE, UNDECIDED):
            rule_ids = " ".join(rule.rule_id for rule in failing)
            if not failing and verdict != UNDECIDED:
                self.refusals.append(
                    answer.refuse(
                        "verdict",
                        "no rule fails on this cell once the file is taken",
                        "a finding to settle",
                        f"Choose “{verdict_choice(CONFIRMED)}”, or empty the row.",
                    )
                )
                return
        evidence = answer.evidence
        keys = _keys(read.form_row)
        is_changed = any(_number(before, key) != _number(after, key) for key in keys)
        broken = [rule for rule in failing if rule.rule_id not in settled] if is_changed else []
        if broken and not answer.despite:
            self.refusals.append(
                answer.refuse(
                    "despite" if "despite" in answer.cells else "evidence",
                    "with this value a rule fails: " + " ".join(f"{rule.words_en} ({rule.rule_id})" for rule in broken),
                    "a value that obeys, or the reason for taking it nevertheless",
                    "Look again, or write the reason there.",
                )
            )
            return
        if broken and not answer.is_of_district:
            evidence += f" Nhận dù trái quy tắc {', '.join(rule.rule_id for rule in broken)}: {answer.despite}"
        value, base = _written(read)
        self.decisions.append(
            Decision(
                answer.report_id,
                answer.indicator_code,
                {
                    "report_id": answer.report_id,
                    "indicator_code": answer.indicator_code,
                    "raw_value_expected": read.landed["raw_value"],
                    "verdict": verdict,
                    "corrected_value": value,
                    "corrected_base_value": base,
                    "evidence_grade": answer.grade,
                    "evidence": evidence,
                    "decided_by": answer.decided_by,
                    "decided_on": answer.decided_on.isoformat(),
                    "rule_ids": rule_ids,
                },
            )
        )

    def _figures(self, changes: Mapping[str, tuple | None]) -> ReportFigures:
        """The figures as landed, under the decisions that stand and `changes` by code; None leaves what was read."""
        figures = dict(self._built.figures)
        for code, landed in self._landed.items():
            form_row, standing = self._form_rows[code], self._standing.get(code)
            value, base, decimals = (_decimal(landed[name]) for name in ("value", "base_value", "decimals"))
            correction = changes[code] if code in changes else _correction(standing, landed)
            if correction is not None:
                value, decimals = correction[0], correction[2]
                base = base if correction[1] is None else correction[1]
            for key, number in zip(_keys(form_row), (value, base), strict=True):
                known = figures.get(key) or Figure(key, None)
                figures[key] = replace(known, value=number, decimals=int(decimals or 0))
        return replace(self._built, figures=figures)

    @cached_property
    def _built(self) -> ReportFigures:
        """The figures of the last build: those that do not stand in the form are taken from there."""
        with self._connection() as build:
            found = next(load_reports(build, self._report_id), None)
        if found is None:
            raise CchcError(f"{self._build}: report {self._report_id} is not in the last build. Run `dbt build` first.")
        return found

    @cached_property
    def _explained(self) -> set[str]:
        with self._connection() as build:
            return {rule_id for (rule_id,) in build.execute(_EXPLAINED, [self._report_id]).fetchall()}

    def _connection(self) -> duckdb.DuckDBPyConnection:
        if not self._build.is_file():
            raise CchcError(f"{self._build}: there is no build to judge by. Run `dbt build` first.")
        return open_build(self._build)


def _written(read: _Read) -> tuple[str, str]:
    """The corrected value and base as the seed has them."""
    if read.correction is None:
        return "", ""
    return f"{read.value:.{read.decimals or 0}f}", plain(read.base)


def _keys(form_row: FormRow) -> tuple[Key, Key]:
    return Key("appendix", form_row.concept, "value"), Key("appendix", form_row.concept, "base")


def _number(figures: ReportFigures, key: Key) -> Decimal | None:
    return figures.figures[key].value


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _correction(standing: dict[str, str] | None, landed: dict[str, str]) -> tuple | None:
    """What a decision that stands makes of a cell: nothing where it was taken on another reading."""
    if (
        standing is None
        or standing["verdict"] not in CORRECTIONS
        or standing["raw_value_expected"] != landed["raw_value"]
    ):
        return None
    value = Decimal(standing["corrected_value"])
    return value, _decimal(standing["corrected_base_value"]), len(standing["corrected_value"].partition(".")[2])
