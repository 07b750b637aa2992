"""The cells of a built warehouse that a person is to decide on, and what speaks for and against each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from cchc.building.running_build import open_build
from cchc.errors import CchcError
from cchc.reference.form import FormRow, load_forms
from cchc.reference.verdicts import CORRECTIONS, UNDECIDED
from cchc.seeds.reading import read_seed

_FINDINGS = """
    select
        report_id, rule_id, severity, finding_status, indicator_codes, blamed_codes, message_vi, message_en,
        source_lines
    from intermediate.int_findings
    where finding_status in ('open', 'acknowledged')
    order by report_id, case severity when 'critical' then 1 when 'warning' then 2 else 3 end, rule_id
"""
_PROPOSALS = """
    select
        report_id, explanation_rank, indicator_code, words_vi, evidence_grade, changed_with
    from marts.fct_correction_proposals
    where indicator_code is not null
        -- one that mends no rule and names no value says no more than that the cell was not read
        and (proposed_value is not null or rules_mended <> '')
    order by report_id, problem_number, explanation_rank, proposal_number
"""
_NOTES = """
    select distinct report_id, rule_id, source_line_from, source_line_to
    from intermediate.int_rule_term_values
    where figure_source = 'note' and evaluation = 'as_corrected' and source_line_from is not null
"""
_READ = "select report_id, indicator_code, coalesce(raw_value, ''), value_status from intermediate.int_indicator_status"
_DECIDED = "select adjudication_id, withdrawn_on is null from marts.fct_adjudications"


@dataclass(frozen=True)
class Finding:
    """A finding that no decision explains or corrects."""

    report_id: str
    rule_id: str
    severity: str
    status: str
    codes: tuple[str, ...]
    blamed: tuple[str, ...]
    message_vi: str
    message_en: str
    source_lines: str


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

    `pages` are where to look for it: its page, or, where the row was not found, those of the rows around it.
    """

    report: dict[str, str]
    form_row: FormRow
    landed: dict[str, str]
    value_status: str
    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]
    decision: dict[str, str] | None
    pages: tuple[int, ...] = ()

    @property
    def report_id(self) -> str:
        return self.report["report_id"]

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
    """The cells to decide on in form order, report by report, and the findings that stand on no cell of the form."""

    cells: tuple[Question, ...]
    elsewhere: tuple[Finding, ...]


def load_questions(build: Path, root: Path, report_ids: Collection[str] = ()) -> Questions:
    """What is open in the last build, in these reports or in all.

    Raises CchcError where there is no build, no such report, or the seeds have changed since the build.
    """
    reports = _reports(root, report_ids)
    landed = _by_report(row for row in read_seed(root / "seeds" / "landed" / "indicator_rows.csv"))
    decisions = read_seed(root / "seeds" / "decisions" / "adjudications.csv")
    found = _Build.load(build)
    for report_id in reports:
        found.refuse_stale(build, report_id, landed[report_id], decisions)
    standing = {(one["report_id"], one["indicator_code"]): one for one in decisions if not one["withdrawn_on"]}
    cells: list[Question] = []
    elsewhere: list[Finding] = []
    for report_id, report in reports.items():
        undecided = [row for row in landed[report_id] if (report_id, row["indicator_code"]) not in standing]
        findings = _anchored(found.findings[report_id], found.notes, undecided)
        elsewhere += [finding for finding in findings if not finding.codes]
        cells += _questions(report, landed[report_id], findings, found, standing)
    return Questions(tuple(cells), tuple(elsewhere))


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
    """What the last build found, by report."""

    findings: dict[str, list[Finding]]
    proposals: dict[str, dict[str, list[Proposal]]]
    notes: dict[tuple[str, str], list[tuple[int, int]]]
    read: dict[str, dict[str, tuple[str, str]]]
    decided: dict[str, bool]

    @classmethod
    def load(cls, file: Path) -> _Build:
        if not file.is_file():
            raise CchcError(f"{file}: there is no build yet. Run `dbt build` first; one that the gate stops will do.")
        with open_build(file) as build:
            try:
                findings, proposals, notes, read, decided = (
                    build.execute(query).fetchall() for query in (_FINDINGS, _PROPOSALS, _NOTES, _READ, _DECIDED)
                )
            except duckdb.CatalogException as error:
                raise CchcError(f"{file}: the last build did not get far enough. Run `dbt build` again.") from error
        by_report: dict[str, list[Finding]] = defaultdict(list)
        for report_id, rule_id, severity, status, codes, blamed, *words in findings:
            words = (text or "" for text in words)
            by_report[report_id].append(
                Finding(report_id, rule_id, severity, status, _listed(codes), _listed(blamed), *words)
            )
        places: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for report_id, rule_id, *place in notes:
            places[report_id, rule_id].append(tuple(place))
        values: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        for report_id, code, raw, status in read:
            values[report_id][code] = (raw, status)
        return cls(by_report, _proposals(proposals), places, values, dict(decided))

    def refuse_stale(
        self, file: Path, report_id: str, landed: list[dict[str, str]], decisions: list[dict[str, str]]
    ) -> None:
        """Raise CchcError where the report or its decisions are not those that were built."""
        built = {code: raw for code, (raw, _) in self.read[report_id].items()}
        same_rows = built == {row["indicator_code"]: row["raw_value"] for row in landed}
        own = {one["adjudication_id"]: not one["withdrawn_on"] for one in decisions if one["report_id"] == report_id}
        if not same_rows or any(self.decided.get(one) != stands for one, stands in own.items()):
            raise CchcError(
                f"{file}: report {report_id} or a decision on it has changed in the seeds since the last build. "
                "Run `dbt build` first; one that the gate stops will do."
            )


def _proposals(rows: Iterable[tuple]) -> dict[str, dict[str, list[Proposal]]]:
    proposals: dict[str, dict[str, list[Proposal]]] = defaultdict(lambda: defaultdict(list))
    for report_id, rank, code, words_vi, grade, together in rows:
        proposals[report_id][code].append(Proposal(rank, words_vi, grade or "", tuple(together.split())))
    return proposals


def _listed(codes: str | None) -> tuple[str, ...]:
    return tuple(code for code in (codes or "").split(", ") if code)


def _by_report(rows: Iterable[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        found[row["report_id"]].append(row)
    return found


def _anchored(findings: list[Finding], notes: dict, undecided: list[dict[str, str]]) -> list[Finding]:
    """The findings; one that touches no cell stands on the cell whose row has its note.

    But not where a decision stands on that cell: another one would take its place.
    """
    anchored = []
    for finding in findings:
        places = () if finding.codes else notes.get((finding.report_id, finding.rule_id), ())
        codes = (row["indicator_code"] for place in places for row in undecided if _is_on(row, *place))
        anchored.append(replace(finding, codes=finding.codes or tuple(dict.fromkeys(codes))))
    return anchored


def _is_on(row: dict[str, str], line_from: int, line_to: int) -> bool:
    """Whether the lines are among those of a row; they are numbered through the document."""
    return bool(row["line_from"]) and int(row["line_from"]) <= line_from and line_to <= int(row["line_to"])


def _questions(
    report: dict[str, str],
    landed: list[dict[str, str]],
    findings: list[Finding],
    found: _Build,
    standing: dict[tuple[str, str], dict[str, str]],
) -> Iterator[Question]:
    report_id = report["report_id"]
    form = next(form for form in load_forms() if form.version == report["form_version"])
    form_rows = {row.indicator_code: row for row in form.answered}
    proposals = found.proposals[report_id]
    suspects = {code for finding in findings for code in finding.blamed or finding.codes}
    for at, row in enumerate(landed):
        code = row["indicator_code"]
        decision = standing.get((report_id, code))
        is_lost = decision is not None and decision["raw_value_expected"] != row["raw_value"]
        is_unsure = row["read_status"] != "clear" and decision is None
        is_undecided = decision is not None and decision["verdict"] == UNDECIDED
        if code in suspects or code in proposals or is_lost or is_unsure or is_undecided:
            own = tuple(finding for finding in findings if code in finding.codes)
            status = found.read[report_id][code][1]
            pages = _pages_around(landed, at)
            yield Question(report, form_rows[code], row, status, own, tuple(proposals[code]), decision, pages)


def _pages_around(landed: list[dict[str, str]], at: int) -> tuple[int, ...]:
    """The page of a row; where it has none, the pages from the row before it that has one to the row after it."""
    before = next((int(row["page"]) for row in landed[at::-1] if row["page"]), None)
    if landed[at]["page"]:
        return (int(landed[at]["page"]),)
    after = next((int(row["page"]) for row in landed[at:] if row["page"]), before)
    return () if after is None else tuple(range(after if before is None else before, after + 1))
