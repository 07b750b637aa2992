"""Of the figures that stand in an OCR text beside their own label, how many are read right and `clear`.

.venv/bin/python bench/ocr_texts.py [FOLDER] [--reports 8] [--seed 91000] [--detail] [--write]

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
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from random import Random

import numpy
import pypdfium2
from rapidfuzz import fuzz
from rich.console import Console
from run import markdown_table
from torn_texts import Way, page_text, without_lines

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.reading.extraction import Extraction, extract, extract_all
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
FIRST_SEED = 91000  # no reader was tuned on its reports
WAYS = tuple(Way(dpi, language, layout, False) for layout in (4, 6) for dpi in (250, 300) for language in (ENGLISH, VIETNAMESE))  # fmt: skip
FONTS = ("Tinos", "Arimo", "DejaVu Serif")
DAMAGE = ((0.3, 10, 30), (0.0, 6, 50), (0.6, 14, 25), (-0.4, 10, 40))  # degrees, noise in grey levels, JPEG quality
YEARS = (2021, 2022, 2023, 2024)
_RECOGNISABLE, _LETTERS = 60, 5  # words so like a part of the label (0-100), of so many letters, are a part of it
_FIGURE = re.compile(r"\d[\d.,/]*\d|\d")
OUTCOMES = ("right clear", "right doubtful", "wrong clear", "wrong doubtful", "lost")
HEADER = ("text", "figures", "beside their label", *OUTCOMES, "all figures: right clear", "wrong clear", "not as it stands")


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


def _within(word: Word, box: tuple[float, float, float, float], text: Text, size: tuple[float, float]) -> bool:
    """Whether the middle of a word stood in a box of the page before this was turned."""
    x, y = ((word.box[at] + word.box[at + 2]) / 2 * 72 / text.dpi - size[at] / 2 for at in (0, 1))
    turn = math.radians(text.tilt)
    x, y = (x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))
    x, y = x + size[0] / 2, y + size[1] / 2
    return box[0] - 1 <= x <= box[2] + 1 and box[1] <= y <= box[3]


def stands_beside_its_label(text: Text, row: FormRow, printed: str, place: Printed) -> tuple[bool, str]:
    """Whether the printed figure stands on a line of its row with a part of its label, or next to one; and its cell."""
    size = (595.28, 841.89)
    page = text.pages[place.page - 1]
    lines = [list(line) for _, line in groupby(page, key=lambda word: word.line)]
    labels, figures, cell = {}, [], []
    owned = set()
    for at, line in enumerate(lines):
        label = [word.text for word in line if _within(word, place.label, text, size)]
        answer = [word.text for word in line if _within(word, place.answer, text, size)]
        cell += answer
        if label:
            labels[at] = fold(" ".join(label))
        if answer or label:
            owned.add(at)
        if any(figure.strip(".,/") == printed for word in answer for figure in _FIGURE.findall(word)):
            figures.append(at)
    def recognisable(at: int) -> bool:
        own = labels.get(at, "")
        letters = sum(mark.isalpha() for mark in own)
        return letters >= min(_LETTERS, len(row.folded_label)) and fuzz.partial_ratio(own, row.folded_label) >= _RECOGNISABLE
    def reaches(at: int) -> bool:
        for step in (-1, 1):
            near = at + step
            while near in owned:
                if recognisable(near):
                    return True
                near += step
        return recognisable(at)
    return any(map(reaches, figures)), " ".join(cell)


@dataclass
class Count:
    figures: Counter
    details: list[str]


def judged(text: Text) -> Count:
    counted: Counter[str] = Counter()
    details = []
    try:
        (read,) = extract_all(text.path, text.report.unit.unit_code, text.report.year)
        rows = {row["indicator_code"]: row for row in read.rows}
    except CchcError as error:
        read, rows = None, {}
        details.append(f"refused: {error}")
    for form_row, (_, code, *values) in zip(text.report.form.answered, truth(text.report), strict=True):
        row = rows.get(code, {"value": "", "base_value": "", "read_status": "refused", "raw_value": ""})
        is_clear, is_right = row["read_status"] == CLEAR, [row["value"], row["base_value"]] == values
        printed = text.report.answer_text(form_row)
        if not any(values):
            counted["all wrong clear"] += is_clear
            continue
        stands, cell = stands_beside_its_label(text, form_row, printed, text_place := text.rows[code])
        outcome = "lost" if not row["value"] else f"{'right' if is_right else 'wrong'} {'clear' if is_clear else 'doubtful'}"
        counted["all"] += 1
        counted[f"all {outcome}"] += 1
        crisp = row["raw_value"] in [word.strip(".,;:|_") for word in cell.split()]
        counted["not as it stands"] += outcome == "wrong clear" and not crisp
        if stands:
            counted["stands"] += 1
            counted[outcome] += 1
        if (stands and outcome != "right clear") or outcome == "wrong clear":
            details.append(
                f"{outcome}{'' if stands else ' (does not stand)'} {row['read_status']} {code} printed {printed!r} read {row['raw_value']!r} "
                f"cell {cell!r} p.{text_place.page} doubt {doubt_of(read, code)!r}: {lines_of(read, row)}"
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
    stands, every = counted["stands"], counted["all"]
    share = lambda count, of: f"{count} ({count / max(of, 1):.1%})"
    return (
        name, str(every), str(stands), share(counted["right clear"], stands),
        *(str(counted[outcome]) for outcome in OUTCOMES[1:2]), share(counted["wrong clear"], stands),
        *(str(counted[outcome]) for outcome in OUTCOMES[3:]),
        share(counted["all right clear"], every), share(counted["all wrong clear"], every), str(counted["not as it stands"]),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--reports", type=int, default=len(WAYS))
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
                console.print("   ", seed, detail, markup=False)
    table.append(cells_of("together", total))
    page = "\n".join([f"Measured {date.today()}, from seed {given.seed}.", "", *markdown_table(HEADER, table), ""])
    console.print(page, markup=False)
    if given.write:
        RESULTS.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
