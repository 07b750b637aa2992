"""Documents that are no report, as an office has them: each must be refused, soon, and for what it is.

.venv/bin/python bench/no_reports.py [--only payroll] [--write]
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from rich.console import Console
from run import markdown_table

from cchc.paths import ROOT

sys.path.insert(0, str(ROOT))
from tests.no_reports import DOCUMENTS

RESULTS = ROOT / "bench" / "no_reports.md"
HEADER = ("document", "file", "processor s", "peak MB", "refused, as", "right")
SECONDS_MOST, MB_MOST, SCAN_SECONDS_MOST, SCAN_MB_MOST = 5, 500, 60, 1500


def refused(path: Path) -> tuple[int, str, float, float]:
    """Exit status and words of `cchc extract`, its seconds of processor time and its peak memory in MB."""
    command = [str(Path(sys.executable).with_name("cchc")), "extract", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.stdout.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    return status >> 8, said, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    table = []
    with tempfile.TemporaryDirectory() as folder:
        for document in DOCUMENTS:
            if given.only not in document.name:
                continue
            path = document.write(Path(folder))
            status, said, seconds, peak = refused(path)
            told = " ".join(said.replace(str(path), "").split()).strip(": ")
            most, most_mb = (SCAN_SECONDS_MOST, SCAN_MB_MOST) if document.is_picture else (SECONDS_MOST, MB_MOST)
            wrong = [
                *(["not refused"] if status != 1 else []),
                *([] if re.search(document.reason, told) else ["another reason"]),
                *(["slow"] if seconds > most else []),
                *(["large"] if peak > most_mb else []),
            ]
            row = (document.name, path.name, f"{seconds:.1f}", f"{peak:.0f}", told[:160], ", ".join(wrong) or "yes")
            table.append(row)
            Console(soft_wrap=True).print(
                "  ".join(row[:4]), told[:300], row[5], sep="  ", markup=False, highlight=False
            )
            if given.write:  # after each, for pictures take long
                right = sum(one[-1] == "yes" for one in table)
                text = f"Measured {date.today()}: {right} of {len(table)} are refused for what they are, in time."
                RESULTS.write_text("\n".join([text, "", *markdown_table(HEADER, table), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
