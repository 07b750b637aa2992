"""A made-up province with the troubles of a real one, for dashboards: reports held, one not received, cells that are
doubtful or blank, and findings that do not stop a release."""

from __future__ import annotations

import csv
from pathlib import Path

from cchc.sample.write import ROWS, Order, write_samples

PROVINCE, YEARS = "94", tuple(range(2018, 2026))
HELD = {"944": 2024, "948": 2023, "950": 2025}
NOT_RECEIVED = "951-2022"
BADLY_READ = ("943", "947", "949")
MORE_STAFF_THAN_POSITIONS = ("942-2024", "946-2022", "946-2023")

Rows = list[dict[str, str]]


def write_province(samples: Path) -> None:
    """Write `samples`/seeds, for `dbt build --target samples`."""
    _order(samples, province=PROVINCE, years=YEARS)
    seeds = {path: _read(path) for path in samples.glob("seeds/*/*.csv")}
    for unit, year in HELD.items():
        _order(samples, units=(unit,), years=(year,), contradictions=5, lost_digits=12)
        for path, (header, rows) in seeds.items():
            others = [row for row in rows if row["report_id"] != f"{unit}-{year}"]
            seeds[path] = header, others + _read(path)[1]
    for path, (header, rows) in seeds.items():
        kept = [_harmed(row) for row in rows if row["report_id"] != NOT_RECEIVED]
        _write(path, header, sorted(kept, key=lambda row: row["report_id"]))


def _order(samples: Path, **order) -> None:
    write_samples(samples / "documents", Order(seed=1, formats=(ROWS,), **order), samples)


def _harmed(row: dict[str, str]) -> dict[str, str]:
    """The row, or what a bad scan or a strange year leaves of it."""
    if "read_status" not in row:  # of another seed than the rows of the form
        return row
    report, code = row["report_id"], row["indicator_code"]
    if report in MORE_STAFF_THAN_POSITIONS and code == "IV.2.2":
        return row | {"value": "150", "raw_value": "150"}
    if report.startswith(BADLY_READ) and code.endswith(".5"):
        return row | {"read_status": "doubtful", "confidence": "0.600"}
    if report.startswith(BADLY_READ) and code.endswith(".6"):
        return row | {"read_status": "blank", "value": "", "base_value": "", "raw_value": "", "decimals": ""}
    return row


def _read(path: Path) -> tuple[list[str], Rows]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or []), list(reader)


def _write(path: Path, header: list[str], rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
