"""A copy of the project in a folder of its own, so that tests may build, damage and decide there."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

from cchc.paths import ROOT
from cchc.seeds.reading import read_seed

_BIN = Path(sys.executable).parent
_LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv*", ".bi", ".explore", "target", "logs", "releases", "warehouse", "samples", "archive"),
    *("*_cache", "shared"),
)


def copy_project(target: Path) -> Path:
    """Copy the project, without what was built or landed by hand, to `target`, which must not be there yet."""
    shutil.copytree(ROOT, target, ignore=_LEFT_OUT, symlinks=True)
    return target


def keep_report(project: Path, report_id: str) -> None:
    """Leave one report on record in a copy, for a test that is about that one alone."""
    landed = ("reports", "indicator_rows", "answer_places", "narrative_figures")
    for name in (*(f"landed/{one}" for one in landed), "decisions/adjudications"):
        path = project / "seeds" / f"{name}.csv"
        rows = [row for row in read_seed(path) if row["report_id"] == report_id]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment (dbt, cchc, python) in a project, on that project's own code."""
    options = {"cwd": project, "env": environment_of(project), "text": True}
    return subprocess.run(program_of(*command), capture_output=True, check=False, **options)


def program_of(*command: str) -> list[str]:
    """The command line of a program of the environment."""
    return [str(_BIN / command[0]), *command[1:]]


def environment_of(project: Path) -> dict[str, str]:
    """The variables under which a program runs on the code of a project."""
    return {**os.environ, "PYTHONPATH": str(project / "scripts"), "NO_COLOR": "1", "COLUMNS": "200"}
