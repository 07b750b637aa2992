"""What the seeds hold of each report, and its digest: of the content, in whatever order and bytes it stands."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cchc.seeds.reading import numbered_rows

READING, HOLDS = "reading", "holds"
KEYS = {  # what tells the rows of one report from each other
    "landed/reports": (),
    "landed/indicator_rows": ("indicator_code",),
    "landed/answer_places": ("indicator_code",),
    "landed/narrative_figures": ("figure_number",),
    "decisions/adjudications": ("adjudication_id",),
    "decisions/held_reports": ("held_on",),
}
Subject = tuple[str, str]  # a report, and what of it: `reading`, `holds`, or the id of a decision
Read = Callable[[str], bytes | None]  # the content of a seed's file, by its name as in KEYS


@dataclass(frozen=True)
class Row:
    """A row of a seed, named as in KEYS, and the line it ends on."""

    seed: str
    line: int
    cells: Mapping[str, str]

    @property
    def key(self) -> str:
        return " ".join(self.cells.get(name, "") for name in KEYS[self.seed])

    @property
    def place(self) -> str:
        """Its file and its key."""
        return f"{self.seed}.csv {self.key}".strip()

    @property
    def subject(self) -> Subject:
        what = READING
        if self.seed == "decisions/adjudications":
            what = self.cells.get("adjudication_id", "")
        elif self.seed == "decisions/held_reports":
            what = HOLDS
        return self.cells.get("report_id", ""), what

    @cached_property
    def text(self) -> str:
        """The row in one spelling: its empty cells are left out, for a seed may get a further column."""
        cells = {name: cell.replace("\r\n", "\n") for name, cell in self.cells.items() if cell}
        return json.dumps([self.seed, cells], ensure_ascii=False, sort_keys=True)


Contents = Mapping[Subject, Sequence[Row]]


def contents(read: Read, reports: Collection[str] | None = None) -> dict[Subject, list[Row]]:
    """The rows of the seeds by what they are of; of these reports, or of all."""
    found: dict[Subject, list[Row]] = defaultdict(list)
    for seed in KEYS:
        for row in rows_of(read, seed):
            subject = row.subject
            if reports is None or subject[0] in reports:
                found[subject].append(row)
    return found


def rows_of(read: Read, seed: str) -> Iterator[Row]:
    """The rows of one seed, none where it is not there."""
    content = read(seed)
    if content is not None:
        for line, cells in numbered_rows(content, Path(f"seeds/{seed}.csv")):
            yield Row(seed, line, cells)


def standing(seeds: Path, changed: Mapping[Path, str] | None = None) -> Read:
    """Reads the seeds as they are in their folder, or as they will be with the texts of `changed`."""

    def read(seed: str) -> bytes | None:
        path = seeds / f"{seed}.csv"
        if changed and path in changed:
            return changed[path].encode()
        return path.read_bytes() if path.exists() else None

    return read


def digest(rows: Sequence[Row]) -> str:
    """SHA-256 of what rows hold; '' for none."""
    return sha256(as_text(rows).encode()).hexdigest() if rows else ""


def as_text(rows: Sequence[Row]) -> str:
    """Rows as they are digested, and as the archive keeps them: one a line, sorted."""
    return "\n".join(sorted(row.text for row in rows))


def from_text(text: str) -> list[Row]:
    """Rows as `as_text` wrote them."""
    return [Row(seed, 0, cells) for seed, cells in map(json.loads, text.split("\n"))]


@dataclass(frozen=True)
class Difference:
    """A cell that is another than before; or a whole row, where `column` is empty. None is no such row."""

    row: Row
    column: str
    was: str | None
    now: str | None

    def __str__(self) -> str:
        """As the log keeps it, in signs that need no language."""
        if not self.column:
            return f"{'+' if self.was is None else '−'} {self.row.place}"
        return f"{self.row.place}, {self.column}: {self.was or '∅'} → {self.now or '∅'}"


def differences(was: Sequence[Row], now: Sequence[Row]) -> list[Difference]:
    """What is other in `now` than in `was`, cell by cell."""
    alike = Counter(row.text for row in was) & Counter(row.text for row in now)
    left, right = _without(was, alike), _without(now, alike)
    found: list[Difference] = []
    for row in right:
        before = next((one for one in left if (one.seed, one.key) == (row.seed, row.key)), None)
        if before is None:
            found.append(Difference(row, "", None, row.text))
            continue
        left.remove(before)
        found += [
            Difference(row, name, before.cells.get(name, ""), row.cells.get(name, ""))
            for name in {**row.cells, **before.cells}
            if before.cells.get(name, "") != row.cells.get(name, "")
        ]
    return found + [Difference(row, "", row.text, None) for row in left]


def _without(rows: Sequence[Row], left_out: Counter[str]) -> list[Row]:
    remaining, found = Counter(left_out), []
    for row in rows:
        if remaining[row.text]:
            remaining[row.text] -= 1
        else:
            found.append(row)
    return found
