"""Documents whose rows stand otherwise than the form's: what is read `clear` and wrong must be nothing.

.venv/bin/python bench/rearranged.py [--documents 1000] [--only xlsx] [--seed 1] [--workers 2] [--write]
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from multiprocessing import Pool
from pathlib import Path
from random import Random

from rich.console import Console
from run import markdown_table

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.reading.extraction import Extraction, extract_all
from cchc.reference.form import load_forms
from cchc.reference.units import Unit
from cchc.sample import render_excel, render_pdf, render_text, render_word
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate
from cchc.sample.layout import lay_out
from cchc.sample.rearranging import Rearranged, faults, rearranged
from cchc.sample.write import truth

RESULTS = ROOT / "bench" / "rearranged.md"
HEADER = ("format", "documents", "refused", "answered rows", "right and clear", "clear and wrong", "lost as blank")
REPORTED = (  # level, year and period of the reports that are taken in turn, as form 2021 and form 2025 have them
    ("district", 2021, "year"),
    ("province", 2025, "year"),
    ("district", 2022, "H1"),
    ("province", 2026, "H1"),
    ("district", 2024, "year"),
    ("province", 2025, "Q4"),
)
FEWER = 20  # a format that LibreOffice converts, twice a document, takes so many times as long


def as_csv(report: SampleReport, path: Path) -> None:
    """As a spreadsheet exports it."""
    layout = lay_out(report)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([line] for line in (*layout.issuer, layout.number, *layout.title, *layout.narrative))
        for table in layout.tables:
            writer.writerows([line] for line in table.title)
            writer.writerows([*layout.heading_rows, *(row.cells for row in table.rows)])


def converted(render: Callable[[SampleReport, Path], None], kind: str) -> Callable[[SampleReport, Path], None]:
    """As LibreOffice saves what `render` writes as `kind`."""

    def write(report: SampleReport, path: Path) -> None:
        source = path.with_suffix(f".{kind}")
        render(report, source)
        profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
        into = {".html": "html:HTML (StarWriter)" if kind == "docx" else "html"}.get(path.suffix, path.suffix[1:])
        subprocess.run(
            ["soffice", "--headless", profile, "--convert-to", into, "--outdir", str(path.parent), str(source)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    return write


RENDERERS: dict[str, Callable[[SampleReport, Path], None]] = {
    "xlsx": render_excel.render,
    "docx": render_word.render,
    "pdf": render_pdf.render,
    "txt": render_text.render,
    "csv": as_csv,
}
OF_LIBREOFFICE = {
    **{kind: converted(render_word.render, "docx") for kind in ("doc", "odt", "rtf", "html")},
    **{kind: converted(render_excel.render, "xlsx") for kind in ("xls", "ods")},
}


@dataclass
class Outcome:
    rows: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@cache
def units(level: str, year: int, period: str) -> Sequence[Unit]:
    return units_for(year, level=level, period=period)


def report_of(seed: int, random: Random) -> SampleReport:
    """A report of any unit of the country that reports on a form, the forms in turn."""
    level, year, period = REPORTED[seed % len(REPORTED)]
    return generate(random.choice(units(level, year, period)), year, seed, period=period)


def read_one(kind: str, seed: int) -> Outcome:
    """Make one document, read it, and hold what was read against what is printed beside each label."""
    random = Random(f"{kind}-{seed}")
    report = report_of(seed, random)
    made = rearranged(report, random, random.choice((1, 1, 2, 4)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{kind}"
        (RENDERERS | OF_LIBREOFFICE)[kind](made.report, path)
        try:
            (read,) = extract_all(path, report.unit.unit_code, report.year, period=report.period)
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


def arguments(description: str, documents: int, kinds: Iterable[str]) -> argparse.Namespace:
    """What is asked of a bench that reads so many documents of each kind."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=documents)
    parser.add_argument("--only", choices=list(kinds))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def measure(
    documents: Mapping[str, int], read: Callable[[str, int], Outcome], given: argparse.Namespace, results: Path
) -> None:
    """Read so many documents of each kind, tell every fault and the counts, and keep these where that is asked for."""
    load_forms()
    table = []
    for kind, count in documents.items():
        with Pool(given.workers) as pool:
            outcomes = pool.map(partial(read, kind), range(given.seed, given.seed + count), chunksize=10)
        rows = sum((one.rows for one in outcomes), Counter())
        for one in outcomes:
            for fault in one.faults:
                Console(stderr=True).print(fault, soft_wrap=True, highlight=False, markup=False)
        counts = (rows["refused"], rows["answered"], rows["right"], rows["wrong"], rows["lost"])
        table.append((kind, str(count), *map(str, counts)))
        Console(soft_wrap=True).print("\n".join(markdown_table(HEADER, table[-1:])), markup=False)
        if given.write:  # after each format, for the whole takes long
            text = "\n".join(
                [f"Measured {date.today()}, from seed {given.seed}.", "", *markdown_table(HEADER, table), ""]
            )
            results.write_text(text, encoding="utf-8")


def main() -> None:
    given = arguments(__doc__, 1000, RENDERERS | OF_LIBREOFFICE)
    kinds = [given.only] if given.only else [*RENDERERS, *(OF_LIBREOFFICE if shutil.which("soffice") else ())]
    documents = {
        kind: given.documents // FEWER if kind in OF_LIBREOFFICE and not given.only else given.documents
        for kind in kinds
    }
    measure(documents, read_one, given, RESULTS)


if __name__ == "__main__":
    main()
