"""How much of a report comes back right, format by format, from made-up reports no reader was tuned on.

.venv/bin/python bench/accuracy.py [FOLDER] [--reports 3] [--only scan] [--workers 2] [--write]

Documents and OCR texts stay in FOLDER; with the same FOLDER they are read again, not made again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import Pool
from pathlib import Path

from PIL import Image
from rich.console import Console
from run import markdown_table

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.reading.extraction import Extraction, extract_all
from cchc.reading.number_grammar import CLEAR
from cchc.reading.scanning.page_images import page_images
from cchc.sample import render_province
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate
from cchc.sample.printing import ScanDamage
from cchc.sample.renderers import FORMATS
from cchc.sample.write import Order, truth, write_samples

RESULTS = ROOT / "bench" / "accuracy.md"
STATUSES = ("doubtful", "unreadable", "blank", "not_found", "refused")
HEADER = ("format", "reports", "answered rows", "right and clear", *STATUSES, "wrong while clear")
WRONG_HEADER = ("format", "report", "indicator", "printed", "read as clear", "what stands there")


@dataclass(frozen=True)
class Source:
    """A made-up report: its seed, unit and year, and the font it is printed in."""

    seed: int
    unit_code: str
    year: int
    font: str

    @property
    def report(self) -> SampleReport:
        (unit,) = units_for(self.year, (self.unit_code,))
        return generate(unit, self.year, self.seed)


SOURCES = (
    Source(88001, "361", 2022, "Tinos"),
    Source(88002, "894", 2023, "Arimo"),
    Source(88003, "141", 2024, "Tinos"),
)
PROVINCES = ((88001, "52", 2022), (88002, "89", 2023), (88003, "82", 2024))  # of 11 districts each
USUAL_SCAN = ScanDamage(200, 0.7, 8, 40)


@dataclass(frozen=True)
class Wrong:
    """A row read as clear that the paper has otherwise, or not at all."""

    report_id: str
    indicator_code: str
    printed: str
    read: str
    seen: str

    def cells(self) -> tuple[str, ...]:
        return (self.report_id, self.indicator_code, *(f"`{text}`" for text in (self.printed, self.read, self.seen)))


@dataclass(frozen=True)
class Outcome:
    """How the answered rows of a document of one format came back."""

    what: str
    reports: int
    rows: Counter[str]  # of the answered rows, by read_status; `right` and `wrong` in the place of clear
    wrong: tuple[Wrong, ...]

    def __add__(self, other: Outcome) -> Outcome:
        wrong = self.wrong + other.wrong
        return Outcome(self.what, self.reports + other.reports, self.rows + other.rows, wrong)

    def cells(self) -> tuple[str, ...]:
        answered = self.rows.total()
        right, wrong = (f"{count} ({count / answered:.1%})" for count in (self.rows["right"], len(self.wrong)))
        statuses = (str(self.rows[status]) for status in STATUSES)
        return (self.what, str(self.reports), str(answered), right, *statuses, wrong)


def document(source: Source, folder: Path, kind: str, scan: ScanDamage = USUAL_SCAN) -> tuple[Path, list[SampleReport]]:
    path = folder / f"sample_{source.report.report_id}{FORMATS[kind].ENDING}"
    if not path.exists():
        units, years = (source.unit_code,), (source.year,)
        write_samples(folder, Order(source.seed, years, units, formats=(kind,), scan=scan, font=source.font))
    return path, [source.report]


def ocr_text(source: Source, folder: Path, language: str, layout: int) -> tuple[Path, list[SampleReport]]:
    """The text that tesseract makes of the usual scan, page by page, with no help from the readers here."""
    path = folder / "ocr.txt"
    if not path.exists():
        scan, _ = document(source, folder, "scan")
        listed = folder / "pages.txt"
        pages = []
        for one in page_images(scan):
            pages.append(folder / f"{one.page}.png")
            Image.fromarray(one.pixels).save(pages[-1])
        listed.write_text("\n".join(map(str, pages)) + "\n", encoding="utf-8")
        command = ["tesseract", listed, folder / "made", "-l", language, "--psm", str(layout), "--dpi", "200", "txt"]
        subprocess.run(command, env=os.environ | {"OMP_THREAD_LIMIT": "1"}, capture_output=True, check=True)
        (folder / "made.txt").rename(path)
    return path, [source.report]


def province(source: Source, folder: Path, is_across: bool) -> tuple[Path, list[SampleReport]]:
    """A workbook of 11 districts: a column each where `is_across`, else a row each."""
    seed, code, year = PROVINCES[SOURCES.index(source)]
    reports = [generate(unit, year, seed) for unit in units_for(year, province=code)]
    path = folder / f"sample_province_{year}.xlsx"
    folder.mkdir(parents=True, exist_ok=True)
    render_province.render(reports, path, is_across)
    return path, reports


CASES: dict[str, Callable[[Source, Path], tuple[Path, list[SampleReport]]]] = {
    "xlsx": partial(document, kind="xlsx"),
    "docx": partial(document, kind="docx"),
    "pdf with text": partial(document, kind="pdf"),
    "workbook, a column a district": partial(province, is_across=True),
    "workbook, a row a district": partial(province, is_across=False),
    "scan, 200 dpi, 0.7°, JPEG 40": partial(document, kind="scan"),
    "scan, 300 dpi, 0.7°, JPEG 40": partial(document, kind="scan", scan=ScanDamage(300, 0.7, 8, 40)),
    "scan, 150 dpi, 1.5°, JPEG 25": partial(document, kind="scan", scan=ScanDamage(150, 1.5, 8, 25)),
    "text by tesseract vie, psm 3": partial(ocr_text, language="vie", layout=3),
    "text by tesseract eng, psm 3": partial(ocr_text, language="eng", layout=3),
    "text by tesseract vie, psm 4": partial(ocr_text, language="vie", layout=4),
    "text by tesseract eng, psm 4": partial(ocr_text, language="eng", layout=4),
}


def measure(task: tuple[str, Source, Path]) -> Outcome:
    """Make a document of one report (or province), read it, and hold it against what was printed."""
    what, source, folder = task
    path, reports = CASES[what](source, folder / what.replace(" ", "_") / str(source.seed))
    unit_code = None if len(reports) > 1 else source.unit_code  # an engine may lose the heading
    try:
        read = {one.heading.report_id: one for one in extract_all(path, unit_code, source.year)}
    except CchcError as error:
        Console(stderr=True).print(f"{what}: {error}", soft_wrap=True, highlight=False)
        read = {}
    outcomes = [compare(what, report, read.get(report.report_id)) for report in reports]
    return sum(outcomes[1:], outcomes[0])


def compare(what: str, report: SampleReport, extraction: Extraction | None) -> Outcome:
    """Rows as read beside the answers as printed; None for a document that was refused."""
    read = {row["indicator_code"]: row for row in extraction.rows} if extraction else {}
    counted: Counter[str] = Counter()
    wrong = []
    for form_row, (_, code, *printed) in zip(report.form.answered, truth(report), strict=True):
        row = read.get(code, {"read_status": "refused"})
        status = row["read_status"]
        if status == CLEAR:
            status = "right" if [row["value"], row["base_value"]] == printed else "wrong"
        if status == "wrong":
            value = "/".join(filter(None, (row["value"], row["base_value"])))
            seen = what_stands_there(extraction, row)
            wrong.append(Wrong(report.report_id, code, report.answer_text(form_row), value, seen))
        if any(printed):
            counted[status] += 1
    return Outcome(what, 1, counted, tuple(wrong))


def what_stands_there(extraction: Extraction, row: dict[str, str]) -> str:
    """The lines of a row in a text; the cell of its answer in a table."""
    if extraction.document.table:
        return row["raw_value"]
    own = range(int(row["line_from"]), int(row["line_to"]) + 1)
    return " ⏎ ".join(line.text.strip() for line in extraction.document.lines if line.number in own).replace("|", "¦")


def by_case(outcomes: list[Outcome]) -> list[Outcome]:
    together = ([one for one in outcomes if one.what == what] for what in CASES)
    return [sum(same[1:], same[0]) for same in together if same]


def markdown_of(cases: list[Outcome]) -> str:
    wrong = [(case.what, *one.cells()) for case in cases for one in case.wrong]
    parts = [f"Measured {date.today()}.", "", *markdown_table(HEADER, [case.cells() for case in cases])]
    if wrong:
        parts += ["", "Wrong while clear:", "", *markdown_table(WRONG_HEADER, wrong)]
    return "\n".join([*parts, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="where documents are kept (default: nowhere)")
    parser.add_argument("--reports", type=int, default=len(SOURCES), help=f"of each format (default: {len(SOURCES)})")
    parser.add_argument("--only", default="", help="formats with this in their name")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes at a time (default: one a core)")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {RESULTS.relative_to(ROOT)}")
    options = parser.parse_args()
    console, outcomes = Console(), []
    with tempfile.TemporaryDirectory() as name, Pool(options.workers) as pool:
        folder = options.folder or Path(name)
        cases = [what for what in CASES if options.only in what]
        tasks = [(what, source, folder) for source in SOURCES[: options.reports] for what in cases]
        for outcome in pool.imap_unordered(measure, tasks):
            console.print(*outcome.cells(), *outcome.wrong, sep="  ", soft_wrap=True, highlight=False)
            outcomes.append(outcome)
            if options.write:  # after each, for the whole takes long
                RESULTS.write_text(markdown_of(by_case(outcomes)), encoding="utf-8")


if __name__ == "__main__":
    main()
