"""The decisions in seeds/decisions/adjudications.csv: what stands there, and how it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cchc.deciding.answers import read_answers
from cchc.deciding.checking import Decision, check
from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.record.keeping import record_lock, write_on_record
from cchc.reference.form import load_forms
from cchc.reference.phrases import say
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import csv_text
from cchc.text import says_something, shown
from cchc.workbooks.filled_in import Refused

COLUMNS = (
    "adjudication_id", "report_id", "indicator_code", "raw_value_expected", "verdict", "corrected_value",
    "corrected_base_value", "evidence_grade", "evidence", "decided_by", "decided_on", "withdrawn_on", "withdrawn_by",
    "rule_ids",
)  # fmt: skip


@dataclass(frozen=True)
class Recorded:
    """What a workbook changed: ids of new decisions, of those withdrawn for them, and how many stood there already.

    `taken_back` are the rows of the seed that the workbook repeats and that were withdrawn since: they stay withdrawn.
    """

    added: tuple[str, ...]
    withdrawn: tuple[str, ...]
    known: int
    taken_back: tuple[dict[str, str], ...] = ()


def decide(path: Path, build: Path, on: date, root: Path = ROOT) -> Recorded:
    """Record what was filled in in a review or a letter: all of it or, where anything is refused, none.

    Raises Refused, and CchcError for a file that is no such workbook.
    """
    answers, refusals = read_answers(path, on)
    with record_lock(root):
        decided = read_seed(_seed(root))
        decisions, known, further = check(answers, decided, build, root)
        if refusals or further:
            raise Refused(path, [*refusals, *further])
        known = [dict(one) for one in known]  # as they stand before this file changes any
        added, withdrawn = _with(decisions, decided, on)
        if added:
            _write(decided, {one.report_id for one in decisions}, root)
    taken_back = tuple(one for one in known if one["withdrawn_on"])
    return Recorded(tuple(added), tuple(withdrawn), len(known) - len(taken_back), taken_back)


def withdraw(adjudication_id: str, by: str | None, on: date, root: Path = ROOT) -> str:
    """Take a decision back; it stays on record. Raises CchcError without a name, or if it does not stand."""
    by = shown(by or "")
    if not says_something(by):
        raise CchcError("a withdrawal needs a name: --by '…'.")
    with record_lock(root):
        decided = read_seed(_seed(root))
        found = next((one for one in decided if one["adjudication_id"] == adjudication_id), None)
        if found is None:
            raise CchcError(f"no decision {adjudication_id} is in {_seed(root)}.")
        if found["withdrawn_on"] and found["withdrawn_by"] != by:
            raise CchcError(f"{adjudication_id} was withdrawn on {found['withdrawn_on']} already.")
        if not found["withdrawn_on"]:  # asked again, as after the command was stopped, it is as it was asked
            found.update(withdrawn_on=on.isoformat(), withdrawn_by=by)
            _write(decided, {found["report_id"]}, root)
    return say("decide_withdrawn", decision=adjudication_id)


def _with(decisions: Iterable[Decision], decided: list[dict[str, str]], on: date) -> tuple[list[str], list[str]]:
    """Add decisions to those there are, and withdraw the ones they change."""
    added, withdrawn = [], []
    for decision in decisions:
        figure = (decision.report_id, decision.indicator_code)
        before = [one for one in decided if (one["report_id"], one["indicator_code"]) == figure]
        for one in before:
            if not one["withdrawn_on"]:
                one.update(withdrawn_on=on.isoformat(), withdrawn_by=decision.cells["decided_by"])
                withdrawn.append(one["adjudication_id"])
        number = 1 + max((_number(one) for one in before), default=0)
        adjudication_id = f"{'-'.join(figure)}-{number}"
        decided.append({"adjudication_id": adjudication_id, "withdrawn_on": "", "withdrawn_by": "", **decision.cells})
        added.append(adjudication_id)
    return added, withdrawn


def _seed(root: Path) -> Path:
    return root / "seeds" / "decisions" / "adjudications.csv"


def _number(decision: Mapping[str, str]) -> int:
    """The last part of a decision's id: how many there were on its figure."""
    last = decision["adjudication_id"].rpartition("-")[2]
    return int(last) if last.isdigit() else 0


def _write(decided: list[dict[str, str]], reports: Collection[str], root: Path) -> None:
    positions = {(form.version, row.indicator_code): row.position for form in load_forms() for row in form.answered}
    forms = {row["report_id"]: row["form_version"] for row in read_seed(root / "seeds" / "landed" / "reports.csv")}

    def in_order(one: Mapping[str, str]) -> tuple:
        report, code = one["report_id"], one["indicator_code"]
        return report, positions.get((forms.get(report), code), 0), code, _number(one)

    write_on_record(root / "seeds", {_seed(root): csv_text(COLUMNS, decided, in_order)}, reports)
