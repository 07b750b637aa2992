"""Whether the record is as it was written, and what was changed by hand: named by file, row and column."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc.errors import CchcError
from cchc.record.contents import Row, Subject, contents, differences, digest, rows_of, standing
from cchc.record.entries import Entries, Entry, entries_path
from cchc.record.signing import WHY_AND_WHO
from cchc.record.witnesses import recorded
from cchc.reference.samples import FILE_PREFIX

_FAULTS_TOLD, _DIFFERENCES_TOLD = 20, 12


@dataclass(frozen=True)
class Fault:
    """A subject that is not as it was recorded: its rows now, and the entries that say what it should be.

    No entries: it was never recorded; several: two branches of git recorded it differently.
    """

    subject: Subject
    rows: Sequence[Row]
    entries: Sequence[Entry]

    @property
    def is_unsealed(self) -> bool:
        return not self.entries

    @property
    def recorded(self) -> str | None:
        """The digest that it should have, '' for none; None where the entries do not agree."""
        digests = {entry["content_sha256"] for entry in self.entries}
        return digests.pop() if len(digests) == 1 else None

    def __str__(self) -> str:
        return f"report {self.subject[0]}, {self.subject[1]}"


def faults(seeds: Path, reports: Collection[str] = ()) -> list[Fault]:
    """Every subject that is not as it was recorded; of these reports, or of all.

    Made-up reports need not be on record: they are many, and no figure of theirs is anybody's.
    """
    entries = Entries.load(seeds)
    known = _real_reports(seeds) | entries.reports
    wanted = known & set(reports) if reports else known
    if not wanted:
        return []
    current = {subject: own for subject, own in entries.current().items() if subject[0] in wanted}
    rows = contents(standing(seeds), wanted)
    return [
        Fault(subject, rows.get(subject, ()), current.get(subject, ()))
        for subject in sorted(rows.keys() | current.keys())
        if {digest(rows.get(subject, ()))} != {one["content_sha256"] for one in current.get(subject, ())}
    ]


def refuse_changed(seeds: Path) -> None:
    """Raise CchcError, naming what was changed by hand, by row and column, what it was, and how to mend it."""
    told = tell(seeds, faults(seeds))
    if told:
        raise CchcError(f"the record in {seeds} is not as it was written; nothing is built on it.\n{told}")


def tell(seeds: Path, found: Sequence[Fault]) -> str:
    """What is not as it was recorded, numbered, with the mend; '' where all is."""
    entries = Entries.load(seeds)
    problems = [f"{entries_path(seeds)}: {problem}. {_BROKEN}" for problem in entries.problems()]
    unsealed = sorted({fault.subject[0] for fault in found if fault.is_unsealed} - entries.reports)
    changed = [fault for fault in found if fault.subject[0] not in unsealed]
    was = recorded_of(seeds, changed)
    problems += [_told(seeds, fault, was) for fault in changed[:_FAULTS_TOLD]]
    if changed[_FAULTS_TOLD:]:
        problems.append(f"and {len(changed) - _FAULTS_TOLD} more: `cchc record` after these are mended")
    if unsealed:
        problems.append(
            f"on record by no command, or since before there was a log of it: report {', '.join(unsealed)}.\n   Look "
            f"at the rows, then put a name to them, all at once: `cchc record --accept {WHY_AND_WHO}`"
        )
    return "\n".join(f"{number}. {problem}" for number, problem in enumerate(problems, start=1))


_BROKEN = (
    "The log is written by commands alone: take its lines back from git (`git log -p` shows them); docs/record.md says "
    "what to do where git has them no more"
)


def recorded_of(seeds: Path, found: Sequence[Fault]) -> Mapping[str, list[Row]]:
    """What was recorded of changed subjects, by digest, as far as archive or git can tell."""
    wanted = {entry["content_sha256"] for fault in found for entry in fault.entries}
    return recorded(seeds, wanted, {fault.subject[0] for fault in found}) if wanted else {}


def _told(seeds: Path, fault: Fault, was: Mapping[str, list[Row]]) -> str:
    report, what = fault.subject
    if fault.is_unsealed:
        stand = "\n   ".join(_place(row, f"{row.seed}.csv {row.key}") for row in fault.rows)
        mend = f"Delete it, or, if it is meant, put a name to it: `cchc record --accept {report} {WHY_AND_WHO}`"
        return f"{fault}: no command recorded it.\n   {stand}\n   {mend}"
    if fault.recorded is None:
        acts = "; ".join(
            f"{one['act']} by {one['signed_by'] or 'cchc land'} {one['signed_on']}" for one in fault.entries
        )
        mend = f"Keep the row that is right, then `cchc record --accept {report} {WHY_AND_WHO}`"
        if what == "reading":
            mend = "Land the document that is right once more: `cchc land --replace FILE`"
        return f"{fault}: two branches recorded it differently ({acts}).\n   {mend}"
    lines = [f"{fault}: it is not as it was recorded."]
    if fault.recorded in was:
        found = differences(was[fault.recorded], fault.rows)
        lines += [_place(one.row, str(one)) for one in found[:_DIFFERENCES_TOLD]]
        lines += [f"and {len(found) - _DIFFERENCES_TOLD} cells more"] if found[_DIFFERENCES_TOLD:] else []
        lines.append(f"To put it back: `cchc record --restore {report}`")
    else:
        stand = [_place(row, f"{row.seed}.csv {row.key}") for row in fault.rows]
        lines += stand if what != "reading" else []
        lines.append("Neither archive/ nor git holds what was recorded, so that it cannot be told what it was")
    lines.append(f"If it is meant, put a name to it: `cchc record --accept {report} {WHY_AND_WHO}`")
    return "\n   ".join(lines)


def _place(row: Row, told: str) -> str:
    return f"seeds/{told}" + (f" (line {row.line})" if row.line else "")


def _real_reports(seeds: Path) -> set[str]:
    """Reports of which anything is on record, but for made-up ones."""
    read = standing(seeds)
    landed = {row.cells["report_id"]: row.cells["source_file"] for row in rows_of(read, "landed/reports")}
    decided = {
        row.cells["report_id"]
        for seed in ("decisions/adjudications", "decisions/held_reports")
        for row in rows_of(read, seed)
    }
    return {report for report in landed.keys() | decided if not landed.get(report, "").startswith(FILE_PREFIX)}
