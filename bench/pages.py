"""Times what people open: the printable pages and the Excel workbook, of made-up reports of a province and ten years.

make samples SAMPLES="--province 94 --years 2016-2025"
.venv/bin/python bench/pages.py [--runs 5] [--write]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from run import COMMANDS, Measurement, markdown_of, table_of, timed

from cchc.paths import ROOT
from cchc.releasing.publishing import samples_link

RESULTS = ROOT / "bench" / "pages.md"
PAGE_LIMIT, WORKBOOK_LIMIT = 5.0, 20.0  # seconds
WRITE_WORKBOOK = """
import sys
from pathlib import Path
import duckdb
from cchc.releasing.catalogue import read_catalogue
from cchc.releasing.marts_workbook import write_workbook
with duckdb.connect(sys.argv[1], read_only=True) as con:
    write_workbook(con, read_catalogue(Path(sys.argv[2])), Path(sys.argv[3]))
"""


def measure(folder: Path, runs: int) -> list[Measurement]:
    """Start-up of each command included."""
    report = (COMMANDS / "cchc", "report", "--samples", "--year", "2024", "-o", "page.html")
    database = samples_link(ROOT) / "cchc.duckdb"
    manifest = ROOT / "target" / "samples" / "manifest.json"
    workbook = (COMMANDS / "python", "-c", WRITE_WORKBOOK, database, manifest, "cchc.xlsx")
    commands = {
        "cchc report, a district": ((*report, "--unit", "945"), PAGE_LIMIT),
        "cchc report, a province": ((*report, "--province", "94"), PAGE_LIMIT),
        "cchc.xlsx of a province and ten years": (workbook, WORKBOOK_LIMIT),
    }
    return [
        Measurement(what, tuple(timed(command, folder) for _ in range(runs)), limit)
        for what, (command, limit) in commands.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="how often each command runs (default: 5)")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {RESULTS.relative_to(ROOT)}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measurements = measure(Path(name), options.runs)
    Console().print(table_of(measurements))
    if options.write:
        RESULTS.write_text(markdown_of(measurements), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
