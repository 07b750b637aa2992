"""Changing the record: the seeds and the log of the record together, under one lock."""

from __future__ import annotations

import sys
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from cchc.errors import CchcError
from cchc.record.checking import Fault, faults, recorded_of, tell
from cchc.record.contents import HOLDS, KEYS, READING, Row, Subject, contents, differences, digest, rows_of, standing
from cchc.record.entries import (
    CHANGED,
    DECIDED,
    HELD,
    LANDED,
    LIFTED,
    SEALED,
    WITHDRAWN,
    Act,
    Entries,
    entries_path,
)
from cchc.record.witnesses import keep, recorded
from cchc.reference.phrases import say
from cchc.seeds.writing import LONGEST_WAIT, csv_text, seeds_lock, write_together

_CHANGES_TOLD = 40  # cells that an entry names


@contextmanager
def record_lock(root: Path, longest_wait: float = LONGEST_WAIT) -> Generator[Path]:
    """The lock of the seeds, with what a merge of git left of earlier readings taken out; gives their folder."""
    with seeds_lock(root, longest_wait) as seeds:
        for fault in settle_merges(seeds):
            report, subject = fault.subject
            print(say("record_settled", report=report, subject=subject), file=sys.stderr)
        yield seeds


def write_on_record(seeds: Path, files: Mapping[Path, str], reports: Collection[str]) -> None:
    """Replace these seeds, in which these reports change, and enter each change in the log: all or none. Hold the lock.

    A reading is written whole, so that it may take the place of one that was changed by hand. Raises CchcError where a
    decision or a hold that is to change was.
    """
    before, after = contents(standing(seeds), reports), contents(standing(seeds, files), reports)
    entries = Entries.load(seeds)
    current = entries.current()
    entered = []
    for subject in sorted(before.keys() | after.keys()):
        old, new = before.get(subject, []), after.get(subject, [])
        known = {one["content_sha256"] for one in current.get(subject, ())}
        if known == {digest(new)} or (subject[1] != READING and digest(old) == digest(new)):
            continue
        if subject[1] != READING and old and known != {digest(old)}:
            raise CchcError("\n".join([say("record_unchanged"), tell(seeds, faults(seeds, reports))]))
        entries.add(subject, _act(subject, new), digest(new))
        entered.append(new)
    for rows in entered:
        keep(rows, seeds.parent / "archive")
    texts = {**files, **({entries_path(seeds): entries.text()} if entered else {})}
    if any(not path.exists() or path.read_text(encoding="utf-8") != text for path, text in texts.items()):
        write_together(seeds, texts)


def _act(subject: Subject, rows: Sequence[Row]) -> Act:
    """What was done, as the rows themselves tell it."""
    if subject[1] == READING:
        return Act(LANDED)
    cells = rows[-1].cells
    if subject[1] == HOLDS:
        if cells["lifted_on"]:
            return Act(LIFTED, cells["lifted_by"], cells["lifted_on"], cells["lift_reason"])
        return Act(HELD, cells["held_by"], cells["held_on"], cells["reason"])
    if cells["withdrawn_on"]:
        return Act(WITHDRAWN, cells["withdrawn_by"], cells["withdrawn_on"])
    return Act(DECIDED, cells["decided_by"], cells["decided_on"])


def accept(seeds: Path, found: Sequence[Fault], by: str, on: date, reason: str) -> None:
    """Let these stand as they are now, by name; what was changed stays in the log. Hold the lock."""
    entries = Entries.load(seeds)
    was = recorded_of(seeds, found)
    for fault in found:
        changes = "" if fault.recorded is None else _changes(fault, was.get(fault.recorded))
        act = Act(SEALED if fault.is_unsealed else CHANGED, by, on.isoformat(), reason, changes)
        entries.add(fault.subject, act, digest(fault.rows))
        keep(fault.rows, seeds.parent / "archive")
    write_together(seeds, {entries_path(seeds): entries.text()})


def _changes(fault: Fault, was: Sequence[Row] | None) -> str:
    if was is None:
        return ""
    found = [str(one) for one in differences(was, fault.rows)]
    more = [f"and {len(found) - _CHANGES_TOLD} more"] if found[_CHANGES_TOLD:] else []
    return "; ".join([*found[:_CHANGES_TOLD], *more])


def restore(seeds: Path, found: Sequence[Fault]) -> list[Fault]:
    """Put back what was recorded, as far as archive or git hold it; returns what could not be. Hold the lock."""
    was = recorded_of(seeds, found)
    mended = [fault for fault in found if fault.recorded is not None and fault.recorded in was]
    _put(seeds, {fault.subject: was[fault.recorded or ""] for fault in mended})
    return [fault for fault in found if fault not in mended]


def settle_merges(seeds: Path) -> list[Fault]:
    """Take out rows that `merge=union` kept of what was recorded before, where all that is recorded now is there too.

    Returns of what. Nothing else that was changed is touched.
    """
    found = [fault for fault in faults(seeds) if fault.recorded]
    if not found:
        return []
    entries, was = Entries.load(seeds), recorded_of(seeds, found)
    settled = []
    for fault in found:
        now = was.get(fault.recorded or "", [])
        extra = differences(now, fault.rows)
        earlier = recorded(seeds, entries.digests(fault.subject), {fault.subject[0]}).values()
        known = {row.text for rows in earlier for row in rows}
        if now and extra and all(one.was is None and one.row.text in known for one in extra):
            settled.append(fault)
    _put(seeds, {fault.subject: was[fault.recorded or ""] for fault in settled})
    return settled


def _put(seeds: Path, rows: Mapping[Subject, Sequence[Row]]) -> None:
    """Write these rows in the place of those that stand there of the same subjects."""
    files = {}
    read = standing(seeds)
    for seed in KEYS:
        there = list(rows_of(read, seed))
        new = [row for own in rows.values() for row in own if row.seed == seed]
        if new or any(row.subject in rows for row in there):
            path = seeds / f"{seed}.csv"
            columns = tuple(path.read_text(encoding="utf-8-sig").splitlines()[0].replace('"', "").split(","))
            places = {(row.subject, row.key): at for at, row in enumerate(there)}
            kept = [row for row in there if row.subject not in rows]
            ordered = sorted(
                [*kept, *new], key=lambda row: (row.subject[0], places.get((row.subject, row.key), len(there)))
            )
            cells = [{column: row.cells.get(column, "") for column in columns} for row in ordered]
            files[path] = csv_text(columns, cells, lambda _: 0)
    if files:
        write_together(seeds, files)
