"""Times error localisation on sample reports with 1, 2 and 3 wrong figures, and on many reports over two processes.

.venv/bin/python bench/locate.py [--reports 10000] [--each 500]

A figure is made wrong by another digit; reports in which no rule notices are left out. `critical` is what the product
asks: critical rules bind, with bounds at 0. `all linear` lets warnings bind too, and is harder. Limits: 15 ms a report
with 3 errors, 3 minutes for 10,000 reports. Milliseconds a report are processor time.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from random import Random

from rich.console import Console
from rich.table import Table

from cchc.proposing.localisation import Localiser
from cchc.proposing.report_rules import locate_in_report, record_of, report_localiser
from cchc.reference.rules import load_rules
from cchc.sample.choosing import units_for
from cchc.sample.content import lookup
from cchc.sample.generate import generate, previous_report

RULE_SETS = {"critical": ("critical",), "all linear": ("critical", "warning")}
PROCESSES = 2


def whole_records() -> Iterator[dict]:
    """Records of sample reports that obey every rule."""
    for seed in range(1, 1000):
        for unit in units_for(2022, province="94"):
            report = generate(unit, 2022, seed)
            yield record_of(load_rules(), lookup(report, previous_report(report, seed)))


def damaged(record: dict, errors: int, random: Random) -> dict:
    """The record with a digit of so many figures of the appendix changed."""
    suspects = [field for field, value in record.items() if field.startswith("appendix:") and value is not None]
    changed = dict(record)
    for field in random.sample(suspects, errors):
        digits = list(f"{record[field]:f}")
        place = random.choice([at for at, mark in enumerate(digits) if mark.isdigit()])
        digits[place] = random.choice([digit for digit in "0123456789" if digit != digits[place]])
        changed[field] = type(record[field])("".join(digits))
    return changed


def violating(localiser: Localiser, records: list[dict], errors: int, seed: int) -> Iterator[dict]:
    random = Random(seed)
    while True:
        record = damaged(random.choice(records), errors, random)
        if localiser.violated(record):
            yield record


def time_many(task: tuple[tuple[str, ...], list[dict]]) -> int:
    severities, records = task
    localiser = report_localiser(load_rules(), severities)
    return sum(bool(locate_in_report(localiser, record)) for record in records)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=10_000, help="for the run over two processes")
    parser.add_argument("--each", type=int, default=500, help="reports for each number of errors")
    options = parser.parse_args()
    records = list(islice(whole_records(), 200))
    table = Table("rules", "errors", "reports", "median ms", "95 % ms", "slowest ms", "sets, mean", "sets, most")
    for name, severities in RULE_SETS.items():
        localiser = report_localiser(load_rules(), severities)
        for errors in (1, 2, 3, 6):
            spent, found = [], []
            for record in islice(violating(localiser, records, errors, errors), options.each):
                start = time.process_time()
                found.append(len(locate_in_report(localiser, record)))
                spent.append(1000 * (time.process_time() - start))
            spent.sort()
            figures = (statistics.median(spent), spent[len(spent) * 95 // 100], spent[-1], statistics.mean(found))
            label = f"{name}: {len(localiser.rules)} over {len(localiser.fields)} fields"
            table.add_row(label, str(errors), str(len(spent)), *(f"{one:.2f}" for one in figures), str(max(found)))
    Console(width=120).print(table)
    for name, severities in RULE_SETS.items():
        localiser = report_localiser(load_rules(), severities)
        many = list(islice(violating(localiser, records, 3, 7), options.reports))
        start = time.perf_counter()
        with ProcessPoolExecutor(PROCESSES) as pool:
            counted = sum(pool.map(time_many, [(severities, many[at::PROCESSES]) for at in range(PROCESSES)]))
        print(
            f"{name}: {counted} violating reports, 3 errors, {PROCESSES} processes: {time.perf_counter() - start:.1f} s"
        )


if __name__ == "__main__":
    main()
