"""Times the reading of documents: a report of each format, a scan by the page, and many files in one call.

.venv/bin/python bench/reading.py [--runs 3] [--write]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from rich.console import Console
from run import COMMANDS, Measurement, Run, markdown_of, table_of, timed

from cchc.paths import ROOT
from cchc.reading.scanning.page_images import page_count

RESULTS = ROOT / "bench" / "reading.md"
SEED = "4711"
LIMITS = {"txt": 1.5, "xlsx": 1.0, "docx": 1.0, "pdf": 1.0}  # seconds for one report
PAGE_LIMIT = 2.5  # seconds for one page of a scan
MEMORY_LIMIT = 1500  # megabytes, of all processes of one call together


def all_of_them(folder: Path, runs: int) -> Iterator[Measurement]:
    yield from one_of_each(folder / "each", runs)
    yield many_at_once(folder / "many")


def one_of_each(folder: Path, runs: int) -> Iterator[Measurement]:
    """Each format by itself, start-up of the command included; the scan's seconds are by the page."""
    sample(folder, "--units", "947", "--years", "2023", "--format", ",".join((*LIMITS, "scan")))
    for kind, limit in LIMITS.items():
        done = tuple(timed((COMMANDS / "cchc", "extract", f"sample_947-2023.{kind}"), folder) for _ in range(runs))
        yield Measurement(f"cchc extract, {kind}", done, limit)
    scan = folder / "sample_947-2023_scan.pdf"
    pages = page_count(scan)
    whole = [timed((COMMANDS / "cchc", "extract", scan), folder) for _ in range(runs)]
    by_page = tuple(Run(run.seconds / pages, run.processor / pages, run.megabytes) for run in whole)
    yield Measurement(f"cchc extract, scan of {pages} pages, a page", by_page, PAGE_LIMIT)


def many_at_once(folder: Path) -> Measurement:
    """A province in four formats over two years, and its scans of a third: 99 files in one call."""
    sample(folder, "--province", "94", "--years", "2021-2022", "--format", ",".join(LIMITS))
    sample(folder, "--province", "94", "--years", "2023", "--format", "scan")
    files = [path for path in folder.iterdir() if path.suffix != ".csv"]
    done = timed_with_children((COMMANDS / "cchc", "extract", folder), folder)
    return Measurement(f"cchc extract, {len(files)} files, 11 of them scans (limit in MB)", (done,), MEMORY_LIMIT)


def sample(folder: Path, *options: str) -> None:
    folder.mkdir(exist_ok=True)
    timed((COMMANDS / "cchc", "sample", folder, "--seed", SEED, *options), folder)


def timed_with_children(command: tuple[str | Path, ...], folder: Path) -> Run:
    """As `timed`, with the memory of the process and all it started together, looked at ten times a second."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    peak, done = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        root = psutil.Process(process.pid)
        while not done.wait(0.1):
            together = 0
            for one in [root, *root.children(recursive=True)]:
                try:
                    together += one.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            peak = max(peak, together)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    done.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, usage.ru_utime + usage.ru_stime, peak / 2**20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="how often each command runs (default: 3)")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {RESULTS.relative_to(ROOT)}")
    options = parser.parse_args()
    measurements = []
    with tempfile.TemporaryDirectory() as name:
        for measurement in all_of_them(Path(name), options.runs):
            measurements.append(measurement)
            Console().print(" ".join(measurement.cells()), highlight=False)
    Console().print(table_of(measurements))
    if options.write:
        RESULTS.write_text(markdown_of(measurements), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
