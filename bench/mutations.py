"""Changes of documents that touch no figure: what is then read `clear` and wrong must be nothing.

.venv/bin/python bench/mutations.py [--documents 500] [--only xlsx] [--seed 1] [--workers 2] [--write]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from datetime import date
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from random import Random

from rearranged import HEADER, Outcome, judged, report_of
from rich.console import Console
from run import markdown_table

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.reading.extraction import extract_all
from cchc.reference.form import load_forms
from cchc.sample.rearranging import Rearranged

sys.path.insert(0, str(ROOT))
from tests.mutations.kinds import MUTATIONS, WRITERS

RESULTS = ROOT / "bench" / "mutations.md"


def read_one(kind: str, seed: int) -> Outcome:
    """Make a document, change it, read it, and hold what was read against what is printed."""
    random = Random(f"mutated-{kind}-{seed}")
    report = report_of(seed, random)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{kind}"
        chosen = random.sample(MUTATIONS[kind], random.choice((1, 1, 2, 3, 5)))
        changes = tuple(WRITERS[kind](report, path, random, chosen))
        try:
            (read,) = extract_all(path, report.unit.unit_code, report.year, period=report.period)
        except CchcError as error:
            return Outcome(
                Counter(refused=1), [f"{kind} {seed}: refused {str(error).replace(str(path), '')} {changes}"]
            )
        except Exception as error:
            return Outcome(Counter(refused=1), [f"{kind} {seed}: FAILED {error!r} {changes}"])
    outcome = judged(Rearranged(report, changes=changes), report, read, f"{kind} {seed}")
    answered = outcome.rows["answered"]
    if outcome.rows["right"] < 0.7 * answered:
        outcome.faults.append(f"{kind} {seed}: little is clear: {outcome.rows['right']} of {answered}; {changes}")
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--only", choices=WRITERS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    load_forms()
    table = []
    for kind in [given.only] if given.only else WRITERS:
        with Pool(given.workers) as pool:
            outcomes = pool.map(partial(read_one, kind), range(given.seed, given.seed + given.documents), chunksize=10)
        rows = sum((one.rows for one in outcomes), Counter())
        for one in outcomes:
            for fault in one.faults[:2] + [f"  and {len(one.faults) - 2} more"] * (len(one.faults) > 2):
                Console(stderr=True).print(fault, soft_wrap=True, highlight=False, markup=False)
        counts = (rows["refused"], rows["answered"], rows["right"], rows["wrong"], rows["lost"])
        table.append((kind, str(given.documents), *map(str, counts)))
        Console(soft_wrap=True).print("\n".join(markdown_table(HEADER, table[-1:])), markup=False)
        if given.write:  # after each format, for the whole takes long
            text = "\n".join(
                [f"Measured {date.today()}, from seed {given.seed}.", "", *markdown_table(HEADER, table), ""]
            )
            RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
