"""Two branches of git on which analysts land, decide and hold, merged: what the record then holds."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from cchc.landing.holding import hold_report, lift_hold
from cchc.paths import ROOT
from cchc.record.checking import refuse_changed
from cchc.record.contents import KEYS, contents, standing
from cchc.record.keeping import record_lock, write_on_record
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import csv_text

DAY = date(2026, 11, 30)
UNITS = tuple(str(code) for code in range(940, 950))
PATTERN = "945-2021"  # the report whose rows the made-up landings have


class Branches:
    """A repository of the record alone, with three reports of districts that stand beside each other."""

    def __init__(self, root: Path) -> None:
        self.root, self.seeds = root, root / "seeds"
        shutil.copytree(ROOT / "seeds", self.seeds, ignore=shutil.ignore_patterns(".*", "reference"))
        shutil.copyfile(ROOT / ".gitattributes", root / ".gitattributes")
        self.rows = {seed: self._rows(seed, PATTERN) for seed in KEYS}
        for unit in ("943", "946", "948"):
            self.land(unit, "1")
            self.decide(unit, 0)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("add", ".gitattributes")
        self.commit()

    def git(self, *words: str) -> str:
        call = ["git", "-C", str(self.root), "-c", "user.name=Lan", "-c", "user.email=lan@example.org", *words]
        return subprocess.run(call, check=True, capture_output=True, text=True).stdout

    def commit(self) -> None:
        self.git("add", "--all", "seeds/landed", "seeds/decisions")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Recorded")

    def branch(self, name: str, work: Callable[[], object]) -> None:
        """Do some work on a branch of its own, from where main is."""
        self.git("checkout", "--quiet", "-B", name, "main")
        work()
        self.commit()

    def merged(self, ours: str, theirs: str) -> dict:
        """What the record holds after a merge, once the next command took the lock; raises where that is damaged."""
        self.git("checkout", "--quiet", "-B", "merged", ours)
        self.git("merge", "--quiet", "--no-edit", theirs)
        with record_lock(self.root):
            refuse_changed(self.seeds)
        for seed in KEYS:
            rows = read_seed(self.seeds / f"{seed}.csv")
            assert len({tuple(sorted(row.items())) for row in rows}) == len(rows), f"{seed}: a row twice"
        held = self.held()
        self.git("checkout", "--quiet", "--force", "main")
        return held

    def held(self) -> dict:
        found = contents(standing(self.seeds))
        return {subject: sorted(row.text for row in rows) for subject, rows in found.items()}

    def land(self, unit: str, edition: str) -> None:
        """As `cchc land` does: every row of a report, in another `edition` with other figures and fewer of them."""
        report = f"{unit}-2021"
        files = {}
        for seed in list(KEYS)[:4]:
            path = self.seeds / f"{seed}.csv"
            others = [row for row in read_seed(path) if row["report_id"] != report]
            own = [{**row, "report_id": report} for row in self.rows[seed]]
            for row in own:
                if seed == "landed/reports":
                    row |= {"unit_code": unit, "source_sha256": f"{unit}{edition}" * 16}
                if seed == "landed/indicator_rows":
                    row["confidence"] = f"0.{edition}00"
            if seed == "landed/narrative_figures":
                own = own[: len(own) - int(edition)]
            files[path] = csv_text(tuple(others[0]), [*others, *own], lambda row: row["report_id"])
        write_on_record(self.seeds, files, {report})

    def decide(self, unit: str, at: int) -> None:
        """As `cchc decide` does on one cell of a report: what stood there is withdrawn."""
        report, path = f"{unit}-2021", self.seeds / "decisions/adjudications.csv"
        rows = read_seed(path)
        pattern = self.rows["decisions/adjudications"][at]
        before = [
            row for row in rows if (row["report_id"], row["indicator_code"]) == (report, pattern["indicator_code"])
        ]
        for row in before:
            row |= {"withdrawn_on": "2026-11-30", "withdrawn_by": "Minh"}
        name = f"{report}-{pattern['indicator_code']}-{len(before) + 1}"
        rows.append({**pattern, "report_id": report, "adjudication_id": name, "decided_by": "Minh"})
        text = csv_text(tuple(rows[0]), rows, lambda row: (row["report_id"], row["adjudication_id"]))
        write_on_record(self.seeds, {path: text}, {report})

    def hold(self, unit: str) -> None:
        hold_report(f"{unit}-2021", "chờ văn bản gốc", "Lan", DAY, self.root)

    def lift(self, unit: str) -> None:
        self.hold(unit)
        lift_hold(f"{unit}-2021", "đã nhận", "Lan", DAY, self.root)

    def some_work(self, random: Random, units: list[str]) -> Callable[[], None]:
        """A few acts on these districts, as they come."""
        acts = [(random.choice(["land", "decide", "decide", "hold", "lift"]), random.choice(units)) for _ in range(3)]
        places = [random.randrange(4) for _ in acts]

        def work() -> None:
            done = set()
            for (act, unit), at in zip(acts, places, strict=True):
                if act in ("hold", "lift") and unit in done:
                    continue
                done |= {unit} if act in ("hold", "lift") else set()
                if act == "land" or f"{unit}-2021" not in {row["report_id"] for row in self._reports()}:
                    self.land(unit, str(2 + at))
                if act == "decide":
                    self.decide(unit, at)
                elif act != "land":
                    getattr(self, act)(unit)

        return work

    def _reports(self) -> list[dict[str, str]]:
        return read_seed(self.seeds / "landed/reports.csv")

    def _rows(self, seed: str, report: str) -> list[dict[str, str]]:
        return [row for row in read_seed(self.seeds / f"{seed}.csv") if row["report_id"] == report]


def merge_random_pair(root: Path, number: int) -> None:
    """Merge one random pair of branches in both orders; raises where anything of either is lost or damaged."""
    branches, random = Branches(root), Random(number)
    units = random.sample(UNITS, len(UNITS))
    start = branches.held()
    held = {}
    for name, own in (("one", units[:5]), ("other", units[5:])):
        branches.branch(name, branches.some_work(random, own))
        held[name] = branches.held()
    wanted = dict(start)
    for own in held.values():
        wanted |= {subject: rows for subject, rows in own.items() if start.get(subject) != rows}
    for order in (("one", "other"), ("other", "one")):
        assert branches.merged(*order) == wanted
