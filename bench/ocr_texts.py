"""Of the figures that stand in an OCR text beside their own label, how many are read right and `clear`.

.venv/bin/python bench/ocr_texts.py [FOLDER] [--reports 16] [--seed 93000] [--detail] [--write]

Reports of any districts, fonts and damage are printed and scanned; their ruled lines are painted over, and tesseract
reads the pages. Where each row was printed is known from the report before it was scanned, so for each figure it is
known whether its very digits stand in the text, on a line of its own row with a part of its label or next to one. Texts
stay in FOLDER (default: nowhere).
"""

from __future__ import annotations

import argparse
import json
import math
import re
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from random import Random

import numpy
import pypdfium2
from rapidfuzz import fuzz
from reportlab.lib.pagesizes import A4
from rich.console import Console
from run import markdown_table
from torn_texts import Way, page_text, without_lines

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.reading.extraction import Extraction, extract
from cchc.reading.number_grammar import CLEAR
from cchc.reading.scanning.tesseract import ENGLISH, VIETNAMESE, Word, read_words
from cchc.reference.form import FormRow
from cchc.sample import render_pdf
from cchc.sample.choosing import units_for
from cchc.sample.content import SampleReport
from cchc.sample.generate import generate
from cchc.sample.printing import Printing, ScanDamage
from cchc.sample.render_scan import damaged
from cchc.sample.write import truth
from cchc.text import fold

RESULTS = ROOT / "bench" / "ocr_texts.md"
FIRST_SEED = 93000
WAYS = tuple(
    Way(dpi, language, layout, has_lines=False)
    for layout in (4, 6)
    for dpi in (250, 300)
    for language in (ENGLISH, VIETNAMESE)
)
FONTS = ("Tinos", "Arimo", "DejaVu Serif")
DAMAGE = ((0.3, 10, 30), (0.0, 6, 50), (0.6, 14, 25), (-0.4, 10, 40))  # degrees, noise in grey levels, JPEG quality
YEARS = (2021, 2022, 2023, 2024)
_PART, _LETTERS = 60, 5  # words so like a part of the label (0-100), of so many letters, are a part of it
_FIGURE = re.compile(r"\d[\d.,/]*\d|\d")
NOT_READ = {"value": "", "base_value": "", "read_status": "refused", "raw_value": ""}
OUTCOMES = ("right clear", "right doubtful", "wrong clear", "wrong doubtful", "lost")
HEADER = (
    "text", "figures", "beside their label", *OUTCOMES, "of all: right clear", "wrong clear", "not as it stands"
)  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """Where a row was printed: its page (from 1), and the boxes of its label and its answer in points."""

    page: int
    label: tuple[float, float, float, float]
    answer: tuple[float, float, float, float]


@dataclass(frozen=True)
class Text:
    """A text, what was printed, and where its words stood on the pages."""

    name: str
    report: SampleReport
    path: Path
    pages: list[list[Word]]
    rows: dict[str, Printed]
    dpi: int
    tilt: float


def make(seed: int, folder: Path) -> Text:
    """The text of the report of this seed; kept and not made again. Raises CchcError without the engine."""
    random = Random(seed)
    year = YEARS[seed % len(YEARS)]
    report = generate(random.choice(units_for(year)), year, seed)
    way, font = WAYS[seed % len(WAYS)], FONTS[seed % len(FONTS)]
    tilt, noise, jpeg = random.choice(DAMAGE)
    clean, path, words = (folder / f"{seed}.{ending}" for ending in ("pdf", "txt", "json"))
    render_pdf.render(report, clean, Printing(font=font))
    if not words.exists():
        damage = ScanDamage(way.dpi, tilt, noise, jpeg)
        noise_of = numpy.random.default_rng(seed)
        document = pypdfium2.PdfDocument(clean)
        drawn = (page.render(scale=way.dpi / 72, grayscale=True).to_pil() for page in document)
        pages = [without_lines(numpy.asarray(damaged(page, damage, noise_of))) for page in drawn]
        found = read_words(pages, way.language, way.layout)
        words.write_text(json.dumps([[asdict(word) for word in page] for page in found]), encoding="utf-8")
    pages = [
        [Word(one["text"], one["confidence"], tuple(one["line"]), tuple(one["box"])) for one in page]
        for page in json.loads(words.read_text(encoding="utf-8"))
    ]
    path.write_text("\f".join(map(page_text, pages)), encoding="utf-8")
    return Text(f"{way}, {font}, {tilt}°", report, path, pages, printed_rows(clean, report), way.dpi, tilt)


def printed_rows(clean: Path, report: SampleReport) -> dict[str, Printed]:
    """Where each answered row stands in the report before it was scanned, all of whose figures are read as printed."""
    read = extract(clean, report.unit.unit_code, report.year)
    rows = {(row.page, row.number): row for row in read.document.table}
    found = {}
    for row, place, (_, code, *values) in zip(read.rows, read.places, truth(report), strict=True):
        assert [row["value"], row["base_value"]] == values, f"{clean}: {code} is not read as printed"
        cells = rows[place.page, place.number].cells
        label = next(cell.box for cell in cells[1:] if cell.text.strip())
        found[code] = Printed(place.page, label, place.box)
    return found


def _within(word: Word, box: tuple[float, float, float, float], text: Text) -> bool:
    """Whether the middle of a word stood in a box of the page before this was turned."""
    x, y = ((word.box[at] + word.box[at + 2]) / 2 * 72 / text.dpi - A4[at] / 2 for at in (0, 1))
    turn = math.radians(text.tilt)
    x, y = (x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))
    x, y = x + A4[0] / 2, y + A4[1] / 2
    return box[0] - 1 <= x <= box[2] + 1 and box[1] <= y <= box[3]


def stands_beside_its_label(text: Text, row: FormRow, printed: str, place: Printed) -> tuple[bool, str]:
    """Whether the printed figure stands on a line of its row with a part of its label, or next to one; and its cell."""
    labels: dict[int, str] = {}
    figures, own, cell = set(), set(), []
    for at, (_, line) in enumerate(groupby(text.pages[place.page - 1], key=lambda word: word.line)):
        words = list(line)
        label = [word.text for word in words if _within(word, place.label, text)]
        answer = [word.text for word in words if _within(word, place.answer, text)]
        cell += answer
        own |= {at} if answer or label else set()
        labels[at] = fold(" ".join(label))
        if any(figure.strip(".,/") == printed for word in answer for figure in _FIGURE.findall(word)):
            figures.add(at)
    with_label = {at for at in own if _is_part_of_label(labels[at], row)}
    beside = set(figures)
    for _ in own:  # on to the lines of the row above and below, as far as they follow each other
        beside |= {at + step for at in beside for step in (-1, 1)} & own
    return bool(beside & with_label), " ".join(cell)


def _is_part_of_label(words: str, row: FormRow) -> bool:
    letters = sum(mark.isalpha() for mark in words)
    return letters >= min(_LETTERS, len(row.folded_label)) and fuzz.partial_ratio(words, row.folded_label) >= _PART


@dataclass
class Count:
    figures: Counter
    details: list[str]


def judged(text: Text) -> Count:
    """How the figures of a text were read: those that stand beside their label, and all."""
    counted: Counter[str] = Counter()
    details = []
    try:
        read: Extraction | None = extract(text.path, text.report.unit.unit_code, text.report.year)
    except CchcError as error:
        read = None
        details.append(f"refused: {error}")
    rows = {row["indicator_code"]: row for row in read.rows} if read else {}
    for form_row, (_, code, *values) in zip(text.report.form.answered, truth(text.report), strict=True):
        row = rows.get(code, NOT_READ)
        is_clear = row["read_status"] == CLEAR
        if not any(values):
            counted["all wrong clear"] += is_clear
            continue
        printed, place = text.report.answer_text(form_row), text.rows[code]
        stands, cell = stands_beside_its_label(text, form_row, printed, place)
        outcome = "lost"
        if row["value"]:
            is_right = [row["value"], row["base_value"]] == values
            outcome = f"{'right' if is_right else 'wrong'} {'clear' if is_clear else 'doubtful'}"
        counted.update(("all", f"all {outcome}", *(("stands", outcome) if stands else ())))
        as_it_stands = row["raw_value"] in [word.strip(".,;:|_") for word in cell.split()]
        counted["not as it stands"] += outcome == "wrong clear" and not as_it_stands
        if (stands and outcome != "right clear") or outcome == "wrong clear":
            where = "" if stands else ", does not stand"
            details.append(
                f"{outcome}{where}: {code}, p. {place.page}, printed `{printed}`, in its cell `{cell}`, "
                f"read `{row['raw_value']}` ({row['read_status']} {doubt_of(read, code)}): {lines_of(read, row)}"
            )
    return Count(counted, details)


def doubt_of(read: Extraction | None, code: str) -> str:
    if read is None:
        return ""
    return next(place.doubt for row, place in zip(read.rows, read.places, strict=True) if row["indicator_code"] == code)


def lines_of(read: Extraction | None, row: dict[str, str]) -> str:
    if read is None or not row["line_from"]:
        return ""
    own = range(int(row["line_from"]), int(row["line_to"]) + 1)
    return " ⏎ ".join(line.text for line in read.document.lines if line.number in own)


def cells_of(name: str, counted: Counter) -> tuple[str, ...]:
    def share(what: str, of: str) -> str:
        return f"{counted[what]} ({counted[what] / max(counted[of], 1):.1%})"

    beside = (share(one, "stands") if one.endswith("clear") else str(counted[one]) for one in OUTCOMES)
    every = (share(f"all {one}", "all") for one in ("right clear", "wrong clear"))
    return name, str(counted["all"]), str(counted["stands"]), *beside, *every, str(counted["not as it stands"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--reports", type=int, default=2 * len(WAYS))
    parser.add_argument("--seed", type=int, default=FIRST_SEED)
    parser.add_argument("--detail", action="store_true")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    console = Console(soft_wrap=True, highlight=False)
    table, total = [], Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        for seed in range(given.seed, given.seed + given.reports):
            text = make(seed, folder)
            count = judged(text)
            total += count.figures
            table.append(cells_of(text.name, count.figures))
            console.print(*table[-1], sep="  ", markup=False)
            for detail in count.details if given.detail else ():
                console.print(f"    {seed} {detail}", markup=False)
    table.append(cells_of("together", total))
    page = "\n".join([f"Measured {date.today()}, from seed {given.seed}.", "", *markdown_table(HEADER, table), ""])
    console.print(page, markup=False)
    if given.write:
        RESULTS.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
