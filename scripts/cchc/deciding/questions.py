"""What is open to decide, as the last build has it in int_open_questions, and what speaks for and against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cchc.building.running_build import open_build
from cchc.deciding.guards import MADE_UP, record_of
from cchc.errors import CchcError
from cchc.landing.answer_places import LandedPlace, landed_places
from cchc.reference.form import FormRow, load_forms
from cchc.reference.verdicts import CORRECTIONS
from cchc.seeds.reading import read_seed

_CELLS = """
    select report_id, indicator_code, value_status, rule_ids, page_from, page_to
    from intermediate.int_open_questions
    order by report_id, position
"""
_FINDINGS = """
    select report_id, rule_id, severity, finding_status, message_vi, message_en, source_places_vi
    from intermediate.int_findings
    where finding_status in ('open', 'acknowledged')
    order by report_id, case severity when 'critical' then 1 when 'warning' then 2 else 3 end, rule_id
"""
_PROPOSALS = """
    select
        report_id, indicator_code, explanation_rank, words_vi, evidence_grade, changed_with
    from marts.fct_correction_proposals
    where indicator_code is not null
        -- one that mends no rule and names no value says no more than that the cell was not read
        and (proposed_value is not null or rules_mended <> '')
    order by report_id, problem_number, explanation_rank, proposal_number
"""
_READ = "select report_id, indicator_code, coalesce(raw_value, '') from intermediate.int_indicator_values"
_DECIDED = "select adjudication_id, withdrawn_on is null from marts.fct_adjudications"


@dataclass(frozen=True)
class Finding:
    """A finding that no decision explains or corrects."""

    report_id: str
    rule_id: str
    severity: str
    status: str
    message_vi: str
    message_en: str
    source_places_vi: str


@dataclass(frozen=True)
class Proposal:
    """What a cell may have been; `together` are the other cells that the same explanation changes."""

    rank: int
    words_vi: str
    grade: str
    together: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One cell to be decided on. `landed` is its row of the landed seeds, `decision` the adjudication that stands.

    `place` is where its answer stands and why it is doubted.
    `pages` are where to look for it: its page, or, where the row was not found, those of the rows around it.
    """

    report: dict[str, str]
    form_row: FormRow
    landed: dict[str, str]
    place: LandedPlace
    value_status: str
    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]
    decision: dict[str, str] | None
    pages: tuple[int, ...] = ()

    @property
    def report_id(self) -> str:
        return self.report["report_id"]

    @property
    def is_made_up(self) -> bool:
        return record_of(self.report) == MADE_UP

    @property
    def is_contested(self) -> bool:
        """Whether something speaks against the cell; else it is only read unsurely, or not at all."""
        return bool(self.findings or self.proposals or self.decision)

    @property
    def label(self) -> str:
        """The label of the form row, and its unit if it has one."""
        unit = self.form_row.unit_vi
        return f"{self.form_row.label_vi}{f' ({unit})' if unit else ''}"

    @property
    def guards(self) -> dict[str, str]:
        """What the question was asked on, by the names of guards.GUARDS."""
        return {
            "report_id": self.report_id,
            "indicator_code": self.form_row.indicator_code,
            "raw_value": self.landed["raw_value"],
            "rule_ids": " ".join(finding.rule_id for finding in self.findings),
            "record": record_of(self.report),
        }

    @property
    def corrected_value(self) -> str:
        """What a decision makes of the figure; '' where none corrects it, or it was taken on another reading."""
        one = self.decision
        if one is None or one["verdict"] not in CORRECTIONS or one["raw_value_expected"] != self.landed["raw_value"]:
            return ""
        return "/".join(part for part in (one["corrected_value"], one["corrected_base_value"]) if part)

    @property
    def printed_value(self) -> str:
        """The number that was read, with its base; '' for none."""
        value, base = self.landed["value"], self.landed["base_value"]
        return f"{value}/{base}" if base else value


@dataclass(frozen=True)
class Questions:
    """The cells to decide on in form order, report by report, and the findings that stand on no cell of the form.

    `places` are those of every answer of their reports, by report and code.
    """

    cells: tuple[Question, ...]
    elsewhere: tuple[Finding, ...]
    places: Mapping[tuple[str, str], LandedPlace]


def load_questions(build: Path, root: Path, report_ids: Collection[str] = ()) -> Questions:
    """What is open in the last build, in these reports or in all.

    Raises CchcError where there is no build, no such report, or the seeds have changed since the build.
    """
    reports, folder = _reports(root, report_ids), root / "seeds" / "landed"
    landed = {
        (row["report_id"], row["indicator_code"]): row
        for row in read_seed(folder / "indicator_rows.csv")
        if row["report_id"] in reports
    }
    places = landed_places(folder, landed.values())
    decisions = read_seed(root / "seeds" / "decisions" / "adjudications.csv")
    found = _Build.load(build)
    found.refuse_stale(build, landed, [one for one in decisions if one["report_id"] in reports])
    standing = {(one["report_id"], one["indicator_code"]): one for one in decisions if not one["withdrawn_on"]}
    forms = {form.version: {row.indicator_code: row for row in form.answered} for form in load_forms()}
    cells = tuple(
        Question(
            report=reports[report_id],
            form_row=forms[reports[report_id]["form_version"]][code],
            landed=landed[report_id, code],
            place=places[report_id, code],
            value_status=status,
            findings=tuple(one for one in found.findings[report_id] if one.rule_id in rule_ids.split(", ")),
            proposals=tuple(found.proposals[report_id, code]),
            decision=standing.get((report_id, code)),
            pages=() if first is None else tuple(range(first, last + 1)),
        )
        for report_id, code, status, rule_ids, first, last in found.cells
        if report_id in reports
    )
    asked = {finding for cell in cells for finding in cell.findings}
    elsewhere = (finding for report_id in reports for finding in found.findings[report_id] if finding not in asked)
    return Questions(cells, tuple(elsewhere), places)


def _reports(root: Path, report_ids: Collection[str]) -> dict[str, dict[str, str]]:
    seed = root / "seeds" / "landed" / "reports.csv"
    if not seed.is_file():
        raise CchcError(f"{root}: nothing has landed there.")
    landed = {row["report_id"]: row for row in read_seed(seed)}
    unknown = [one for one in report_ids if one not in landed]
    if unknown:
        raise CchcError(f"no report {', '.join(unknown)} has landed. Landed: {', '.join(landed) or 'none'}.")
    return {report_id: row for report_id, row in landed.items() if not report_ids or report_id in report_ids}


@dataclass(frozen=True)
class _Build:
    """What the last build found: the cells that are open, findings by report, proposals by cell, and what it read."""

    cells: list[tuple]
    findings: dict[str, list[Finding]]
    proposals: dict[tuple[str, str], list[Proposal]]
    read: dict[tuple[str, str], str]
    decided: dict[str, bool]

    @classmethod
    def load(cls, file: Path) -> _Build:
        if not file.is_file():
            raise CchcError(f"{file}: there is no build yet. Run `dbt build` first; one that the gate stops will do.")
        with open_build(file) as build:
            try:
                cells, findings, proposals, read, decided = (
                    build.execute(query).fetchall() for query in (_CELLS, _FINDINGS, _PROPOSALS, _READ, _DECIDED)
                )
            except duckdb.CatalogException as error:
                raise CchcError(f"{file}: the last build did not get far enough. Run `dbt build` again.") from error
        of_report: dict[str, list[Finding]] = defaultdict(list)
        for report_id, *named, message_vi, message_en, lines in findings:
            texts = (message_vi or "", message_en or "", lines or "")
            of_report[report_id].append(Finding(report_id, *named, *texts))
        of_cell: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
        for report_id, code, rank, words_vi, grade, together in proposals:
            of_cell[report_id, code].append(Proposal(rank, words_vi, grade or "", tuple(together.split())))
        return cls(cells, of_report, of_cell, {(report, code): raw for report, code, raw in read}, dict(decided))

    def refuse_stale(
        self, file: Path, landed: dict[tuple[str, str], dict[str, str]], decisions: list[dict[str, str]]
    ) -> None:
        """Raise CchcError where a report or a decision on it is not the one that was built."""
        reports = {report_id for report_id, _ in landed}
        changed = {cell[0] for cell, row in landed.items() if self.read.get(cell) != row["raw_value"]}
        changed |= {report_id for report_id, code in self.read.keys() - landed.keys() if report_id in reports}
        changed |= {
            one["report_id"]
            for one in decisions
            if self.decided.get(one["adjudication_id"]) != (not one["withdrawn_on"])
        }
        if changed:
            raise CchcError(
                f"{file}: report {', '.join(sorted(changed))} or a decision on it has changed in the seeds since the "
                "last build. Run `dbt build` first; one that the gate stops will do."
            )
