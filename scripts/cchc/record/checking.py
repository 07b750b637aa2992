"""Whether the record is as it was written, and what was changed by hand: named by file, row and column."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc.errors import CchcError
from cchc.record.contents import READING, Difference, Row, Subject, contents, differences, digest, rows_of, standing
from cchc.record.entries import Entries, Entry, entries_path
from cchc.record.signing import WHY_AND_WHO
from cchc.record.witnesses import recorded
from cchc.reference.phrases import say
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
        return say("record_of", report=self.subject[0], what=self.subject[1])


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
        raise CchcError("\n".join([say("record_changed", folder=seeds), told]))


def tell(seeds: Path, found: Sequence[Fault]) -> str:
    """What is not as it was recorded, numbered, with the mend; '' where all is."""
    entries = Entries.load(seeds)
    problems = [say("record_log", file=entries_path(seeds), problem=problem) for problem in entries.problems()]
    unsealed = sorted({fault.subject[0] for fault in found if fault.is_unsealed} - entries.reports)
    changed = [fault for fault in found if fault.subject[0] not in unsealed]
    was = recorded_of(seeds, changed)
    problems += ["\n   ".join(_told(fault, was)) for fault in changed[:_FAULTS_TOLD]]
    if changed[_FAULTS_TOLD:]:
        problems.append(say("record_more", count=len(changed) - _FAULTS_TOLD))
    if unsealed:
        told = say("record_unsealed", reports=", ".join(unsealed)), say("record_seal", how=WHY_AND_WHO)
        problems.append("\n   ".join(told))
    return "\n".join(f"{number}. {problem}" for number, problem in enumerate(problems, start=1))


def recorded_of(seeds: Path, found: Sequence[Fault]) -> Mapping[str, list[Row]]:
    """What was recorded of changed subjects, by digest, as far as archive or git can tell."""
    wanted = {entry["content_sha256"] for fault in found for entry in fault.entries}
    return recorded(seeds, wanted, {fault.subject[0] for fault in found}) if wanted else {}


def _told(fault: Fault, was: Mapping[str, list[Row]]) -> list[str]:
    """What is other than it was recorded, and the mends: lines."""
    report, what = fault.subject
    mend = {"report": report, "how": WHY_AND_WHO}
    if fault.is_unsealed:
        rows = [_at_line(row, f"seeds/{row.place}") for row in fault.rows]
        return [say("record_no_command", subject=fault), *rows, say("record_delete", **mend)]
    if fault.recorded is None:
        acts = (f"{one['act']} {one['signed_by']} {one['signed_on']}".strip() for one in fault.entries)
        told = say("record_two_ways", subject=fault, acts="; ".join(acts))
        return [told, say("record_land_right") if what == READING else say("record_keep_right", **mend)]
    lines = [say("record_differs", subject=fault)]
    if fault.recorded in was:
        found = differences(was[fault.recorded], fault.rows)
        lines += map(_cell_told, found[:_DIFFERENCES_TOLD])
        if found[_DIFFERENCES_TOLD:]:
            lines.append(say("record_cells_more", count=len(found) - _DIFFERENCES_TOLD))
        lines.append(say("record_restore", report=report))
    else:
        lines += [_at_line(row, f"seeds/{row.place}") for row in fault.rows if what != READING]
        lines.append(say("record_no_witness"))
    return [*lines, say("record_accept", **mend)]


def _cell_told(one: Difference) -> str:
    place, empty = f"seeds/{one.row.place}", say("record_empty")
    if one.column:
        told = say("record_cell", place=place, column=one.column, now=one.now or empty, was=one.was or empty)
    else:
        told = say("record_row_more" if one.was is None else "record_row_gone", place=place)
    return _at_line(one.row, told)


def _at_line(row: Row, told: str) -> str:
    return say("record_at_line", told=told, line=row.line) if row.line else told


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
