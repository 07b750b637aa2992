"""Kills and full disks by the hundred: what is left each time, and does the next command do what the first would have?

    .venv/bin/python bench/kills.py [--kills 160] [--random 40] [--disks 30] [--whole] [--only NAME] [--write]

Kills come at a call of the system that changes a file (strace finds and does it: apt-get install strace) or at a random
moment; disks are small ones that are full after so many bytes (only root may mount them). On Linux. `--whole`: the
commands `cchc decide` with a filled-in review and `dbt build`, in a copy of the project that was built, instead of
calls on a project made for it.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
from rich.console import Console
from run import markdown_table

from cchc.deciding.choices import verdict_choice
from cchc.deciding.guards import GUARDS
from cchc.deciding.recording import COLUMNS as DECISION_COLUMNS
from cchc.deciding.recording import withdraw
from cchc.errors import CchcError
from cchc.landing.holding import hold_report
from cchc.landing.recording import land
from cchc.learning.adopting import adopt_form
from cchc.learning.draft_book import write_draft
from cchc.learning.learning_forms import learn_form
from cchc.paths import ROOT
from cchc.reading.documents import sha256_of_file
from cchc.reading.extraction import extract_all
from cchc.sample.write import Order, write_samples
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import csv_text, seeds_lock

sys.path.insert(0, str(ROOT))
from tests.project_copy import copy_project, environment_of, keep_report, program_of, run
from tests.unit.tiny_marts import TABLES, tiny_marts

RESULTS = ROOT / "bench" / "kills.md"
HEADER = (
    "what",
    "commands",
    "left as it was",
    "left as it was to be",
    "told by name",
    "harmed",
    "done by the next one",
)
CALLS = "rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,fsync,fdatasync,write,pwrite64,ftruncate"
CALLS += ",symlink,symlinkat,copy_file_range,sendfile,fchmodat,chmod"
DAY = date(2026, 1, 5)


def _land(root: Path) -> None:
    land(pickle.loads((root / "report.pickle").read_bytes()), True, root)


def _publish(root: Path) -> None:
    from cchc.releasing.publishing import publish

    with tiny_marts() as con:
        con.execute("update marts.fct_indicator_values set value = 7 where indicator_code = 'III.6.1'")
        publish(con, TABLES, root / "warehouse", root / "docs", {"released_at": "2026-01-05", "git": None}, keep=1)


OPERATIONS: dict[str, Callable[[Path], object]] = {
    "land": _land,
    "hold": lambda root: hold_report("944-2022", "a sum is wrong", "Lan", DAY, root),
    "decide": lambda root: withdraw("944-2022-I.1-1", "Lan", DAY, root),
    "adopt-form": lambda root: adopt_form(root / "draft.xlsx", root),
    "release": _publish,
}


WHOLE = {
    "cchc decide": program_of("cchc", "decide", "review.xlsx"),
    "dbt build": program_of("dbt", "build"),
}


def prepare(root: Path) -> None:
    """A project with a report on record that another reading is to take the place of, a decision on it, a draft of a
    form, and a release that another is to follow."""
    from cchc.releasing.publishing import publish

    shutil.copytree(ROOT / "seeds", root / "seeds", ignore=shutil.ignore_patterns(".landing*"))
    for seed in [*(root / "seeds/landed").glob("*.csv"), *(root / "seeds/decisions").glob("*.csv")]:
        seed.write_text(seed.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (made,) = write_samples(root / "made", Order(seed=2, years=(2022,), units=("944",), formats=("xlsx",))).documents
    (read,) = extract_all(made)
    object.__setattr__(read.document, "path", made.rename(root / "report.xlsx"))
    object.__setattr__(read.document, "lines", ())
    (root / "report.pickle").write_bytes(pickle.dumps(read))
    for row in read.rows:
        row["raw_note"] = "as it was read before"
    land(read, root=root)
    decision = dict.fromkeys(DECISION_COLUMNS, "") | {"adjudication_id": "944-2022-I.1-1", "report_id": "944-2022"}
    text = csv_text(DECISION_COLUMNS, [decision], key=lambda row: row["report_id"])
    (root / "seeds/decisions/adjudications.csv").write_text(text, encoding="utf-8")
    write_draft(learn_form(ROOT / "tests/new_form.md", ("commune",)), "2031t", 2031, ("commune",), root / "draft.xlsx")
    (root / "docs").mkdir()
    (root / "docs/index.html").write_text("docs", encoding="utf-8")
    with tiny_marts() as con:
        publish(con, TABLES, root / "warehouse", root / "docs", {"released_at": "2026-01-04", "git": None}, keep=1)


def state(root: Path) -> tuple[object, ...]:
    """What is on record and shown, every file whole; raises AssertionError where one is not."""
    from cchc.releasing.publishing import is_whole, read_record

    with seeds_lock(root, 0) as seeds:
        texts = {str(path.relative_to(seeds)): path.read_bytes() for path in sorted(seeds.rglob("*.csv"))}
        rows = read_seed(seeds / "landed/indicator_rows.csv")
        assert len({(row["report_id"], row["indicator_code"]) for row in rows}) == len(rows), "a row twice"
        assert not list(seeds.glob(".change*")), "half a change"
        reports = read_seed(seeds / "landed/reports.csv")
    for digest in (report["source_sha256"] for report in reports if (root / "report.xlsx").is_file()):
        (document,) = [path for path in (root / "archive").rglob(f"{digest}*") if path.suffix != ".new"]
        assert sha256_of_file(document) == digest, "another document in the archive"
    shown = (read_record(root / "warehouse") or {}).get("release_id", "")
    assert is_whole(root / "warehouse", shown), "the release that is shown is not whole"
    return texts, shown


@dataclass
class Outcome:
    what: str
    tried: int = 0
    before: int = 0
    after: int = 0
    told: int = 0
    harmed: int = 0
    again: int = 0

    @property
    def row(self) -> tuple[str, ...]:
        counts = (self.tried, self.before, self.after, self.told, self.harmed, self.again)
        return self.what, *(f"{count}" for count in counts)


class Trial:
    """One operation on copies of the prepared project: what it makes, and how often it asks the system for a change."""

    def __init__(self, name: str, prepared: Path, folder: Path) -> None:
        self.name, self.prepared, self.root = name, prepared, folder / "project"
        self.command = [sys.executable, __file__, "--do", name, str(self.root)]
        self.folder, self.environment = None, None
        self.copy()
        self.before = state(self.root)
        self.try_once(folder)

    def try_once(self, folder: Path) -> None:
        log = folder / "strace.log"
        began = time.monotonic()
        subprocess.run(["strace", "-f", "-o", str(log), "-e", f"trace={CALLS}", *self.command], check=True)
        self.seconds = time.monotonic() - began
        self.after = state(self.root)
        assert self.before != self.after
        first = log.read_text(encoding="utf-8", errors="replace").partition(" ")[0]
        lines = [
            line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.startswith(first)
        ]
        self.calls = sum(bool(re.match(r"\d+ +[a-z]", line)) for line in lines)

    def run(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command, capture_output=True, text=True, check=False, cwd=self.folder, env=self.environment
        )

    def copy(self) -> None:
        if self.root.exists():
            for path in self.root.iterdir():
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        shutil.copytree(self.prepared, self.root, symlinks=True, dirs_exist_ok=True)

    def look(self, outcome: Outcome, told: str = "") -> None:
        """Count what is left, and what the same command then does."""
        outcome.tried += 1
        try:
            now = state(self.root)
        except (AssertionError, CchcError, OSError, ValueError) as error:
            outcome.harmed += 1
            print(f"{self.name}: {error}", file=sys.stderr)
            return
        outcome.before += now == self.before
        outcome.after += now == self.after
        outcome.harmed += now not in (self.before, self.after)
        outcome.told += bool(told)
        again = self.run()
        is_done = state(self.root) == self.after and (again.returncode == 0 or "recorded already" in again.stderr)
        outcome.again += is_done
        if not is_done:
            print(f"{self.name}, again: {again.stderr[-500:]}", file=sys.stderr)

    def kills_at_calls(self, times: int) -> Outcome:
        outcome = Outcome(f"{self.name}: killed at a call")
        for at in range(times):
            self.copy()
            when = 1 + at * self.calls // times
            inject = f"inject={CALLS}:signal=SIGKILL:when={when}"
            subprocess.run(
                ["strace", "-f", "-o", os.devnull, "-e", inject, *self.command],
                capture_output=True, check=False, cwd=self.folder, env=self.environment,
            )  # fmt: skip
            self.look(outcome)
        return outcome

    def kills_at_random(self, times: int, dice: random.Random, since: float = 0.3) -> Outcome:
        outcome = Outcome(f"{self.name}: killed at random")
        for _ in range(times):
            self.copy()
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            process = subprocess.Popen(self.command, cwd=self.folder, env=self.environment, **quiet)
            time.sleep(dice.uniform(since, 1) * self.seconds)
            process.kill()
            process.wait()
            self.look(outcome)
        return outcome

    def full_disks(self, times: int) -> Outcome:
        """The project on a disk of its own that takes some more bytes only, from none to nearly enough."""
        outcome = Outcome(f"{self.name}: full disk")
        shutil.rmtree(self.root)
        self.root.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(self.root)], check=True)
        try:
            self.copy()
            used = _used(self.root)
            subprocess.run(self.command, check=True)
            needed = max(_used(self.root) - used, 200_000 if self.name == "release" else 40_000)
            for at in range(times):
                self.copy()
                filler = self.root / "filler"
                filler.write_bytes(b"x" * (_free(self.root) - needed * at // times // 4096 * 4096))
                done = subprocess.run(self.command, capture_output=True, text=True, check=False)
                filler.unlink()
                named = [
                    line for line in done.stderr.splitlines() if "No space left" in line and str(self.root) in line
                ]
                if done.returncode and not named:
                    print(f"{self.name}, full: {done.stderr[-500:]}", file=sys.stderr)
                self.look(outcome, "".join(named) or ("went through" if not done.returncode else ""))
        finally:
            subprocess.run(["umount", str(self.root)], check=False)
        return outcome


class Whole(Trial):
    """A command of the project itself, in a copy of it that was built: `decide` a filled-in review, or `dbt build`."""

    def __init__(self, name: str, prepared: Path, folder: Path) -> None:
        self.name, self.prepared, self.root = name, prepared, folder / "project"
        self.folder, self.environment = self.root, environment_of(self.root)
        self.copy()
        if name == "dbt build":
            self.command = WHOLE["cchc decide"]
            assert self.run().returncode == 0
            self.prepared = folder / "decided"
            shutil.copytree(self.root, self.prepared, symlinks=True, dirs_exist_ok=True)
        self.command = WHOLE[name]
        self.before = state(self.root)
        began = time.monotonic()
        done = self.run()
        assert done.returncode == 0, done.stdout[-2000:]
        self.seconds = time.monotonic() - began
        self.after = state(self.root)
        assert self.before != self.after
        self.calls = 60

    def full_disks_of(self, part: str, times: int, needed: int) -> Outcome:
        """The folder `part` on a disk of its own that takes from none to nearly all of `needed` bytes more."""
        outcome = Outcome(f"{self.name}: full disk of {part}/")
        for at in range(times):
            self.copy()
            place = self.root / part
            aside = place.rename(self.root / "aside")
            place.mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600m", "tmpfs", str(place)], check=True)
            try:
                shutil.copytree(aside, place, symlinks=True, dirs_exist_ok=True)
                filler = place / "filler"
                filler.write_bytes(b"x" * (_free(place) - needed * at // times // 4096 * 4096))
                done = self.run()
                filler.unlink()
                words = done.stdout + done.stderr
                named = [one for one in words.splitlines() if "No space left" in one or "disk is full" in one]
                print(f"{self.name}, full {part}: {done.returncode} {named[:2] or words[-600:]}", file=sys.stderr)
                self.look(outcome, "".join(named) or ("went through" if not done.returncode else ""))
            finally:
                subprocess.run(["umount", str(place)], check=False)
        return outcome


def prepare_whole(root: Path) -> None:
    """A copy of the project with one report, built and released, and a review of it with a decision filled in."""
    from cchc.deciding.pictures import Pictures
    from cchc.deciding.questions import load_questions
    from cchc.deciding.review_book import DECIDE_SHEET, UNSURE_SHEET, write_review
    from cchc.workbooks.written_rows import rows_under_names

    copy_project(root)
    keep_report(root, "945-2021")
    built = run(root, "dbt", "build")
    assert built.returncode == 0, built.stdout[-3000:]
    write_review(load_questions(root / "target" / "build.duckdb", root, ()), Pictures(), root / "review.xlsx")
    workbook = openpyxl.load_workbook(root / "review.xlsx")
    rows = [row for name in (UNSURE_SHEET, DECIDE_SHEET) for row in rows_under_names(workbook[name], GUARDS)]
    row = next(row for row in rows if row["report_id"].value)
    answers = {"verdict": verdict_choice("undecided"), "evidence": "trang 3", "decided_by": "Lan", "decided_on": DAY}
    for name, value in answers.items():
        row[name].value = value
    workbook.save(root / "review.xlsx")


def _used(root: Path) -> int:
    return shutil.disk_usage(root).used


def _free(root: Path) -> int:
    return shutil.disk_usage(root).free


def do(name: str, root: Path) -> None:
    try:
        OPERATIONS[name](root)
    except CchcError as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(1) from None


def _tried(name: str, folder: Path, given: argparse.Namespace, parts: int, dice: random.Random) -> Iterator[Outcome]:
    if not given.whole:
        trial = Trial(name, folder / "prepared", folder)
        yield trial.kills_at_calls(given.kills // parts)
        yield trial.kills_at_random(given.random // parts, dice)
        if os.geteuid() == 0:
            yield trial.full_disks(given.disks // parts)
        return
    trial = Whole(name, folder / "prepared", folder)
    if name == "cchc decide":
        yield trial.kills_at_calls(given.kills)
        yield trial.kills_at_random(given.random, dice)
    else:
        yield trial.kills_at_random(given.random, dice, since=0.6)  # the release is written at the end
        if os.geteuid() == 0:
            yield trial.full_disks_of("target", given.disks, 4_000_000)
            yield trial.full_disks_of("releases", given.disks, 4_000_000)


def main() -> None:
    if sys.argv[1:2] == ["--do"]:
        return do(sys.argv[2], Path(sys.argv[3]))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=160)
    parser.add_argument("--random", type=int, default=40)
    parser.add_argument("--disks", type=int, default=30)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    dice, outcomes = random.Random(1), []
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    names = [name for name in (WHOLE if given.whole else OPERATIONS) if given.only in name]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.whole:  # in the place of the trials, for dbt keeps where its seeds lie
            prepare_whole(folder / "project")
            (folder / "project").rename(folder / "prepared")
        else:
            prepare(folder / "prepared")
        for operation in names:
            for outcome in _tried(operation, folder, given, len(names), dice):
                print("  ".join(outcome.row), flush=True)
                outcomes.append(outcome)
    kinds = {what: [one for one in outcomes if one.what.endswith(what)] for what in ("at a call", "at random", "disk")}
    counted = ", ".join(f"{sum(one.tried for one in of)} {what}" for what, of in kinds.items())
    text = f"Measured {date.today()}: {counted}; {sum(one.harmed for one in outcomes)} harmed."
    Console(soft_wrap=True).print(text)
    if given.write:
        table = markdown_table(HEADER, [one.row for one in outcomes])
        RESULTS.write_text("\n".join([text, "", *table, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
