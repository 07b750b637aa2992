"""The log of the record, seeds/decisions/record_entries.csv: an entry for each change, which names those before it.

An entry holds the digest of what was written, and its own, which counts the entries that it follows: none can be taken
out of the middle or written anew unseen. Two branches of git may each go on from one entry; the next one follows both.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cchc.record.contents import Subject
from cchc.reference.phrases import say
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import csv_text

COLUMNS = (
    "report_id", "entry_number", "act", "subject", "signed_by", "signed_on", "reason", "changes", "content_sha256",
    "follows", "entry_sha256",
)  # fmt: skip
LANDED, DECIDED, WITHDRAWN, HELD, LIFTED = "landed", "decided", "withdrawn", "held", "lifted"
SEALED, CHANGED = "sealed", "changed"  # what stood there before there were entries; what was changed by hand, by name
Entry = Mapping[str, str]


@dataclass(frozen=True)
class Act:
    """What was done, by whom, when and why; empty for what a document says by itself."""

    act: str
    signed_by: str = ""
    signed_on: str = ""
    reason: str = ""
    changes: str = ""


class Entries:
    """The entries of all reports."""

    def __init__(self, rows: Iterable[Entry]) -> None:
        self.rows = list(rows)
        self._of_report: dict[str, list[Entry]] = defaultdict(list)
        for row in self.rows:
            self._of_report[row["report_id"]].append(row)

    @classmethod
    def load(cls, seeds: Path) -> Entries:
        path = entries_path(seeds)
        return cls(read_seed(path) if path.exists() else ())

    @cached_property
    def reports(self) -> set[str]:
        return set(self._of_report)

    def current(self) -> dict[Subject, list[Entry]]:
        """Of each subject the entries that no later one on it comes after: several where branches went apart."""
        found: dict[Subject, list[Entry]] = {}
        for report_id, own in self._of_report.items():
            before = _ancestors(own)
            of_subject: dict[str, list[Entry]] = defaultdict(list)
            for entry in own:
                of_subject[entry["subject"]].append(entry)
            for subject, entries in of_subject.items():
                passed = set().union(*(before[entry["entry_sha256"]] for entry in entries))
                found[report_id, subject] = [one for one in entries if one["entry_sha256"] not in passed]
        return found

    def digests(self, subject: Subject) -> set[str]:
        """Of all that was ever recorded of it."""
        return {one["content_sha256"] for one in self._of_report[subject[0]] if one["subject"] == subject[1]}

    def add(self, subject: Subject, act: Act, content_sha256: str) -> None:
        """An entry after all that there are of the report."""
        own = self._of_report[subject[0]]
        followed = {name for entry in own for name in entry["follows"].split()}
        cells = {
            "report_id": subject[0],
            "entry_number": str(1 + max(map(_number, own), default=0)),
            "act": act.act,
            "subject": subject[1],
            "signed_by": act.signed_by,
            "signed_on": act.signed_on,
            "reason": act.reason,
            "changes": act.changes,
            "content_sha256": content_sha256,
            "follows": " ".join(sorted(one["entry_sha256"] for one in own if one["entry_sha256"] not in followed)),
        }
        entry = {**cells, "entry_sha256": _digest(cells)}
        self.rows.append(entry)
        own.append(entry)

    def problems(self) -> list[str]:
        """Entries that were written anew, and entries that are gone."""
        found = []
        for report_id, own in self._of_report.items():
            known = {entry["entry_sha256"] for entry in own}
            for entry in own:
                words = {name: entry[name] for name in ("act", "subject")}
                named = say("record_entry", report=report_id, number=entry["entry_number"], **words)
                if entry["entry_sha256"] != _digest(entry):
                    found.append(say("record_entry_anew", entry=named))
                if not set(entry["follows"].split()) <= known:
                    found.append(say("record_entry_gone", entry=named))
        return found

    def text(self) -> str:
        return csv_text(COLUMNS, self.rows, lambda one: (one["report_id"], _number(one), one["entry_sha256"]))


def entries_path(seeds: Path) -> Path:
    return seeds / "decisions" / "record_entries.csv"


def _number(entry: Entry) -> int:
    return int(entry["entry_number"]) if entry["entry_number"].isdecimal() else 0


def _digest(entry: Entry) -> str:
    return sha256(json.dumps([entry[name] for name in COLUMNS[:-1]], ensure_ascii=False).encode()).hexdigest()


def _ancestors(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """The entries before each, by digest."""
    found: dict[str, set[str]] = {}
    for entry in sorted(entries, key=_number):
        followed = set(entry["follows"].split())
        found[entry["entry_sha256"]] = followed.union(*(found.get(name, set()) for name in followed))
    return found
