"""A copy of the project in a folder of its own, so that tests may build, damage and decide there."""

from __future__ import annotations

import atexit
import csv
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path

import msgpack

from cchc.paths import ROOT
from cchc.record.checking import faults
from cchc.record.keeping import accept
from cchc.seeds.reading import read_seed

from .loaded_programs import PLACE, run_at, served

_BIN = Path(sys.executable).parent
_AT_THE_END = ExitStack()
atexit.register(_AT_THE_END.close)
_LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv*", ".bi", ".explore", "target", "logs", "releases", "warehouse", "samples", "archive"),
    *("*_cache", "shared"),
)


ONE_UNIT_TEST = """
unit_tests:
  cchc:
    +enabled: false
    marts: {fct_digital_documents: {+enabled: true}}
"""


def copy_project(target: Path) -> Path:
    """Copy the project, without what was built or landed by hand, to `target`, which must not be there yet."""
    shutil.copytree(ROOT, target, ignore=_LEFT_OUT, symlinks=True)
    return target


def parse_project(target: Path) -> Path:
    """A copy that dbt has read once, for either kind of reports: a copy of it is read again only where it differs.

    Of the unit tests it has one, for they ask the same of each copy and are a fifth of a build; `with_unit_tests`
    brings them back."""
    root = copy_project(target)
    with (root / "dbt_project.yml").open("a", encoding="utf-8") as settings:
        settings.write(ONE_UNIT_TEST)
    for kind in ("landed", "decisions"):
        shutil.copytree(root / "seeds" / kind, root / "samples" / "seeds" / kind)
    for options in ((), ("--target", "samples", "--target-path", "target/samples")):
        parsed = run(root, "dbt", "parse", *options)
        assert parsed.returncode == 0, parsed.stdout[-3000:]
    shutil.rmtree(root / "samples")
    for path in (*root.glob("target/*"), *root.glob("target/samples/*")):
        if path.is_file() and path.name != "partial_parse.msgpack":
            path.unlink()
    return root


def copy_parsed(parsed: Path, target: Path) -> Path:
    """Copy what `parse_project` made. dbt keeps of each seed in which folder it lies: it is told the new one."""
    shutil.copytree(parsed, target, symlinks=True)
    for file in target.glob("target/**/partial_parse.msgpack"):
        known = msgpack.unpackb(file.read_bytes(), strict_map_key=False)
        for seed in (node for node in known["nodes"].values() if "root_path" in node):
            seed["root_path"] = str(target)
        file.write_bytes(msgpack.packb(known))
    return target


def with_unit_tests(root: Path) -> Path:
    """Such a copy, to be built as the project is: with every unit test."""
    shutil.copy(ROOT / "dbt_project.yml", root)
    return root


def stopped_at_the_gate(project: Path) -> subprocess.CompletedProcess[str]:
    """A build without the tests, of which none is what stops it: the gate is asked first."""
    stopped = run(project, "dbt", "build", "--resource-type", "seed", "model")
    assert stopped.returncode != 0
    return stopped


def keep_report(project: Path, report_id: str) -> None:
    """Leave one report on record in a copy, for a test that is about that one alone."""
    landed = ("reports", "indicator_rows", "answer_places", "narrative_figures")
    for name in (*(f"landed/{one}" for one in landed), "decisions/adjudications", "decisions/record_entries"):
        path = project / "seeds" / f"{name}.csv"
        rows = [row for row in read_seed(path) if row["report_id"] == report_id]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def sign_changes(root: Path) -> None:
    """Put a name to what a test changed in the seeds by hand: a build refuses it else."""
    accept(root / "seeds", faults(root / "seeds"), "cchc tests", date(2026, 11, 30), "planted by a test")


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment (dbt, cchc, python) in a project, on that project's own code."""
    program, environment = program_of(*command), environment_of(project)
    if command[0] == "python":
        return subprocess.run(program, capture_output=True, check=False, cwd=project, env=environment, text=True)
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "output"), Path(folder, "errors")
        places = dict(zip(("output", "errors"), map(str, said), strict=True))
        asked = {"folder": str(project), "environment": environment, "command": program, **places}
        status = run_at(loaded_programs(), asked)
        return subprocess.CompletedProcess(program, status, *(one.read_text(encoding="utf-8") for one in said))


@cache
def loaded_programs() -> str:
    """Where dbt and cchc are run: by the server of all who test side by side, or by one that ends with this process."""
    return os.environ.get(PLACE) or _AT_THE_END.enter_context(served())


def program_of(*command: str) -> list[str]:
    """The command line of a program of the environment."""
    return [str(_BIN / command[0]), *command[1:]]


def environment_of(project: Path) -> dict[str, str]:
    """The variables under which a program runs on the code of a project. It is compiled once, and dbt keeps no log."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own = {"PYTHONPATH": str(project / "scripts"), "NO_COLOR": "1", "COLUMNS": "200", "DBT_LOG_LEVEL_FILE": "none"}
    return {**variables, **own}
