"""Would a test notice? What turns marks into figures, and figures into judgements, is changed in one place at a time.

    make mutation-environment
    .venv/bin/python bench/mutation_testing.py [area] [--most 120] [--seed 1] [--write]

Each mutant is run in a process of its own, forked from one that has loaded the libraries, against the few quick test
files of its area, and if it survives them against the further ones, within limits of time and memory that count as
killed; nothing is written into the project. Survivors that are accepted stand in bench/mutation_testing/accepted.csv,
with the reason.
"""

from __future__ import annotations

import argparse
import csv
import importlib.abc
import importlib.util
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from run import markdown_table

ROOT = Path(__file__).resolve().parent.parent
RESULTS, ACCEPTED = ROOT / "bench" / "mutation_testing.md", ROOT / "bench" / "mutation_testing" / "accepted.csv"
MUTANTS = (str(ROOT / ".venv-mutation" / "bin" / "python"), "bench/mutation_testing/mutants.py")
LOADED = (
    "pytest",
    "hypothesis",
    "reportlab.pdfgen.canvas",
    "cchc.cli",
    "cchc.sample.generate",
    "cchc.sample.render_word",
)
LOADED += (
    "cchc.reading.extraction",
    "cchc.sample.render_excel",
    "cchc.proposing.explaining",
    "cchc.releasing.publishing",
)
SECONDS, MEGABYTES = 5, 2_000  # that the tests may take of a mutant: of the processor, of memory
SECONDS_FURTHER = 90
HEADER = ("area", "module", "mutants", "killed", "survived", "share killed")


@dataclass(frozen=True)
class Area:
    """Modules under scripts/cchc, the quick test files that belong to them, and those that what survives is tried
    against: they take longer."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    further: tuple[str, ...] = ()


AREAS = {
    "number grammar": Area(
        ("reading/number_grammar.py",),
        ("tests/unit/test_number_grammar.py",),
        ("tests/property/test_number_grammar.py",),
    ),
    "alignment": Area(
        (
            "reading/rising_rows.py", "reading/table/row_order.py", "reading/table/answers.py",
            "reading/text/row_alignment.py",
        ),
        ("tests/unit/test_placing_rows.py",),
    ),
    "rules": Area(
        ("reference/rules.py", "reference/rule_kinds.py", "proposing/solving.py"),
        ("tests/unit/test_arithmetics.py", "tests/unit/test_judging_rules.py"),
        ("tests/property/test_rules_agree.py",),
    ),
    "localiser": Area(
        (
            "proposing/localisation.py", "proposing/hitting_sets.py", "proposing/linear_rules.py",
            "proposing/rational_simplex.py",
        ),
        ("tests/unit/test_locate_errors.py", "tests/unit/test_textbook_cases.py"),
        ("tests/property/test_locate_errors.py",),
    ),
    "gate": Area(("releasing/gate.py", "releasing/whole_build.py"), ("tests/unit/test_gate.py",)),
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A module (its path from the root) with one change: where, which, and its whole source."""

    module: str
    kind: str
    name: str
    line: int
    source: str

    @property
    def changed(self) -> tuple[str, str]:
        """The line as it is and as it becomes; of an operator that spans lines, those that differ."""
        old = (ROOT / self.module).read_text(encoding="utf-8").splitlines()
        new = self.source.splitlines()
        first = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
        last = next((at for at, (one, other) in enumerate(zip(old[::-1], new[::-1], strict=False)) if one != other), 0)
        return _words(old[first : len(old) - last]), _words(new[first : len(new) - last])


def _words(lines: Sequence[str]) -> str:
    return " ".join(line.strip() for line in lines)


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Loads one module from a source of its own, and all others as they are."""

    def __init__(self, mutant: Mutant) -> None:
        self._path, self._source = str(ROOT / mutant.module), mutant.source
        parts = Path(mutant.module).with_suffix("").parts
        self._name = ".".join(parts[parts.index("cchc") :])

    def find_spec(self, name, path, target=None):
        return importlib.util.spec_from_file_location(name, self._path, loader=self) if name == self._name else None

    def get_filename(self, _fullname: str) -> str:
        return self._path

    def get_data(self, path) -> bytes:
        return self._source.encode() if str(path) == self._path else Path(path).read_bytes()

    def source_to_code(self, data, path, *, _optimize=-1):
        return compile(data, path, "exec", dont_inherit=True)


def outcome(tests: Sequence[str], mutant: Mutant | None, seconds: int = SECONDS) -> tuple[str, float]:
    """`survived` or `killed`, and seconds of the processor. Without a mutant, of the modules as they are."""
    child = os.fork()
    if child == 0:
        _run(tests, mutant, seconds)
    _, status, used = os.wait4(child, 0)
    return ("survived" if status == 0 else "killed"), used.ru_utime + used.ru_stime


def survives(area: Area, mutant: Mutant) -> bool:
    """Whether no test of the area, further ones included, notices the mutant."""
    if outcome(area.tests, mutant)[0] != "survived":
        return False
    return not area.further or outcome(area.further, mutant, SECONDS_FURTHER)[0] == "survived"


def _run(tests: Sequence[str], mutant: Mutant | None, seconds: int) -> None:
    """In a process of its own: tests against a mutant."""
    import pytest

    signal.alarm(seconds * 30)  # by the clock, for what waits for nothing
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES * 1_000_000,) * 2)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    if mutant is not None:
        sys.meta_path.insert(0, Mutated(mutant))
    code = 1
    try:
        code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", *tests])
    finally:
        os._exit(int(code))


def _load_libraries() -> None:
    """Whatever our modules and tests import from elsewhere; our own are loaded anew by each mutant."""
    for name in (
        *LOADED,
        *(f"cchc.reading.formats.{kind}" for kind in ("excel", "word", "ocr_text", "pdf_text", "scan")),
    ):
        importlib.import_module(name)
    for name in [one for one in sys.modules if one.partition(".")[0] == "cchc"]:
        del sys.modules[name]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("area", nargs="?", choices=AREAS)
    parser.add_argument("--most", type=int, default=120, help="mutants of a module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    _load_libraries()
    rows, left = [], []
    for name, area in AREAS.items():
        if given.area in (None, name):
            own_rows, own_left = _try(name, area, given.most, given.seed)
            rows += own_rows
            left += own_left
    text = page(rows, left, given.most, given.seed)
    print(text)
    if given.write:
        RESULTS.write_text(text, encoding="utf-8")


def page(rows: Sequence[tuple[str, ...]], left: Sequence[Mutant], most: int, seed: int) -> str:
    """What was found, as a page: counts by module, and each survivor with the reason why it stays."""
    with ACCEPTED.open(encoding="utf-8", newline="") as file:
        reasons = {(one["module"], one["line"], one["becomes"]): one["why"] for one in csv.DictReader(file)}
    told = []
    for one in left:
        module = one.module.removeprefix("scripts/cchc/")
        line, becomes = (words.replace("|", "\\|") for words in one.changed)
        told.append(
            (f"`{module}`", f"`{line}`", f"`{becomes}`", reasons.get((module, *one.changed), "**not looked at**"))
        )
    made, killed = (sum(int(row[at]) for row in rows if row[1] == "all") for at in (2, 3))
    lines = [
        f"Measured {date.today()}: {made} mutants, {killed} killed ({100 * killed / max(made, 1):.0f} %). Of each",
        f"place of a module and each kind of change one mutant is drawn (seed {seed}), of a module at most {most}.",
        "How they are made and run: [mutation_testing.py](mutation_testing.py).",
        "", *markdown_table(HEADER, rows), "", "## Survivors", "",
        *markdown_table(("module", "line", "becomes", "why it stays"), told), "",
    ]  # fmt: skip
    return "\n".join(lines)


def _try(name: str, area: Area, most: int, seed: int) -> tuple[list[tuple[str, ...]], list[Mutant]]:
    """The rows of an area's modules, and of the whole, and what survived."""
    came_of_it, seconds = outcome(area.tests, None)
    if came_of_it != "survived":
        raise SystemExit(f"{name}: its tests fail before anything is changed")
    modules = [f"scripts/cchc/{one}" for one in area.modules]
    made = subprocess.run([*MUTANTS, str(seed), str(most), *modules], check=True, capture_output=True)
    mutants = [Mutant(**one) for one in json.loads(made.stdout)]
    print(f"{name}: {len(mutants)} mutants, tests {seconds:.1f} s", file=sys.stderr, flush=True)
    rows, left = [], []
    for module in modules:
        own = [one for one in mutants if one.module == module]
        survived = []
        for one in own:
            if survives(area, one):
                survived.append(one)
                print(f"  {module}:{one.line} {one.name}: {' -> '.join(one.changed)}", file=sys.stderr, flush=True)
        rows.append(_row(name, f"`{module.removeprefix('scripts/cchc/')}`", len(own), len(survived)))
        left += sorted(survived, key=lambda one: one.line)
    return [*rows, _row(name, "all", len(mutants), len(left))], left


def _row(area: str, module: str, made: int, survived: int) -> tuple[str, ...]:
    return (
        area,
        module,
        str(made),
        str(made - survived),
        str(survived),
        f"{100 * (made - survived) / max(made, 1):.1f} %",
    )


if __name__ == "__main__":
    main()
