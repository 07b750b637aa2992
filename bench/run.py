"""Times what people wait for: reading a report and the yearly refresh. See bench/README.md.

.venv/bin/python bench/run.py [REPORT] [--runs 5] [--write]
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cchc.paths import ROOT

RESULTS = ROOT / "bench" / "results.md"
BUILD_NEEDS = ("dbt_project.yml", "profiles", "profiles.yml", "macros", "models", "seeds", "tests/dbt", "analyses")
COMMANDS = Path(sys.executable).parent  # of the environment this runs in
HEADER = ("what", "runs", "median s", "fastest s", "slowest s", "processor s", "peak MB", "limit s")


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds by the clock and of the processor, and the most memory it held, in megabytes."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True)
class Measurement:
    """A command's runs, and the seconds it may take."""

    what: str
    runs: tuple[Run, ...]
    limit: float

    def cells(self) -> tuple[str, ...]:
        seconds = [run.seconds for run in self.runs]
        processor = statistics.median(run.processor for run in self.runs)
        figures = (statistics.median(seconds), min(seconds), max(seconds), processor)
        peak = max(run.megabytes for run in self.runs)
        return (
            self.what,
            str(len(seconds)),
            *(f"{figure:.2f}" for figure in figures),
            f"{peak:.0f}",
            f"{self.limit:g}",
        )


def timed(command: Sequence[str | Path], folder: Path) -> Run:
    """Run `command` in `folder`; raises CalledProcessError, its output shown, where it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.stderr.write(output.read())
            raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def time_extract(report: Path, runs: int) -> list[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        command = (COMMANDS / "cchc", "extract", report.absolute(), "-o", "rows.csv")
        done = tuple(timed(command, Path(folder)) for _ in range(runs))
    return [Measurement("cchc extract", done, limit=3)]


def time_build(runs: int) -> list[Measurement]:
    """A copy of the project is built, so that neither the last build nor the release is touched."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in BUILD_NEEDS:
            copy(ROOT / name, project / name)
        first, *later = (timed((COMMANDS / "dbt", "build"), project) for _ in range(runs + 1))
    return [
        Measurement("dbt build, first", (first,), limit=60),
        Measurement("dbt build, again", tuple(later), limit=60),
    ]


def copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copy(source, target)


def machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("dbt-core", "duckdb"))
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {packages}"


def table_of(measurements: list[Measurement]) -> Table:
    table = Table(title=machine())
    for number, name in enumerate(HEADER):
        table.add_column(name, justify="right" if number else "left", no_wrap=True)
    for measurement in measurements:
        table.add_row(*measurement.cells())
    return table


def markdown_of(measurements: list[Measurement]) -> str:
    lines = markdown_table(HEADER, [measurement.cells() for measurement in measurements])
    return "\n".join([f"Measured {date.today()} on {machine()}.", "", *lines, ""])


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a table, its first column to the left and the others to the right."""
    return [f"| {' | '.join(row)} |" for row in (header, ("---", *["---:"] * (len(header) - 1)), *rows)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", nargs="?", type=Path, help="a report's text; without it, extract is not timed")
    parser.add_argument("--runs", type=int, default=5, help="how often each command runs (default: 5)")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {RESULTS.relative_to(ROOT)}")
    options = parser.parse_args()
    console = Console()
    measurements = []
    if options.report and options.report.is_file():
        measurements += time_extract(options.report, options.runs)
    else:
        console.print(f"cchc extract is not timed: {options.report or 'no report'} is not a file.")
    measurements += time_build(options.runs)
    console.print(table_of(measurements))
    if options.write:
        RESULTS.write_text(markdown_of(measurements), encoding="utf-8")


if __name__ == "__main__":
    main()
