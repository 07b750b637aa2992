"""Documents whose rows stand otherwise than the form's: what is read `clear` and wrong must be nothing.

.venv/bin/python bench/rearranged.py [--documents 300] [--only xlsx] [--seed 1] [--workers 2] [--write]
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from random import Random

from rich.console import Console
from run import markdown_table

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.reading.extraction import Extraction, extract
from cchc.reference.form import load_forms
from cchc.sample import render_excel, render_pdf, render_text, render_word
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate
from cchc.sample.rearranging import Rearranged, faults, rearranged
from cchc.sample.write import truth

RESULTS = ROOT / "bench" / "rearranged.md"
RENDERERS = {
    "xlsx": render_excel.render,
    "docx": render_word.render,
    "pdf": render_pdf.render,
    "txt": render_text.render,
}
UNITS = tuple(unit.unit_code for unit in units_for(2022) if unit.unit_level == "district")
HEADER = ("format", "documents", "refused", "answered rows", "right and clear", "clear and wrong", "lost as blank")


@dataclass
class Outcome:
    rows: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def read_one(kind: str, seed: int) -> Outcome:
    """Make one document, read it, and hold what was read against what is printed beside each label."""
    random = Random(f"{kind}-{seed}")
    (unit,) = units_for(2022, (random.choice(UNITS),))
    report = generate(unit, 2022, seed)
    made = rearranged(report, random, random.choice((1, 1, 2, 4)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{kind}"
        RENDERERS[kind](made.report, path)
        try:
            read = extract(path, unit.unit_code, 2022)
        except CchcError as error:
            said = str(error).replace(str(path), "")
            return Outcome(Counter(refused=1), [f"{kind} {seed}: refused {said} {made.changes}"])
    return judged(made, report, read, f"{kind} {seed}")


def judged(made: Rearranged, report: SampleReport, read: Extraction, name: str) -> Outcome:
    found = list(faults(made, truth(report), read.rows))
    rows = Counter(
        answered=sum(any(values) and code not in made.removed for _, code, *values in truth(report)),
        wrong=sum(" clear " in one for one in found),
        lost=sum(" blank " in one for one in found),
    )
    rows["right"] = read.statuses["clear"] - rows["wrong"]
    return Outcome(rows, [f"{name}: {one}; {'; '.join(made.changes)}" for one in found])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--only", choices=RENDERERS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    load_forms()
    table = []
    for kind in [given.only] if given.only else RENDERERS:
        seeds = range(given.seed, given.seed + given.documents)
        with Pool(given.workers) as pool:
            outcomes = pool.map(partial(read_one, kind), seeds, chunksize=10)
        rows = sum((one.rows for one in outcomes), Counter())
        for one in outcomes:
            for fault in one.faults:
                Console(stderr=True).print(fault, soft_wrap=True, highlight=False, markup=False)
        counts = (rows["refused"], rows["answered"], rows["right"], rows["wrong"], rows["lost"])
        table.append((kind, str(given.documents), *map(str, counts)))
        Console().print("\n".join(markdown_table(HEADER, table[-1:])), markup=False)
    if given.write:
        text = "\n".join([f"Measured {date.today()}.", "", *markdown_table(HEADER, table), ""])
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
