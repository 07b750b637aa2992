"""What tesseract makes of figures printed and scanned badly: bench/engine_misreads.csv, for bench/proposals.py.

.venv/bin/python bench/engine_misreads.py

The answers of sample reports are printed in cells of a page, scanned at low quality and read cell by cell, as the
engine's English data read them. Only what was read wrongly, and not as nothing, is kept: printed, read, how often.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from random import Random

import cv2
import numpy
import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from cchc.paths import ROOT
from cchc.reading.scanning.tesseract import ENGLISH, read_words
from cchc.sample.choosing import units_for
from cchc.sample.fonts import register_font
from cchc.sample.generate import generate
from cchc.sample.printing import ScanDamage
from cchc.sample.render_scan import damaged

MISREADS = ROOT / "bench" / "engine_misreads.csv"
SEEDS = range(9000, 9012)  # no test and no bench damages these reports
SCANS = (ScanDamage(85, 0, 15, 30), ScanDamage(100, 0, 30, 20), ScanDamage(120, 0, 40, 15))
COLUMNS, ROWS, SIZE = 8, 40, 12  # cells of a page, and points of the print
READ_AT = 300  # dots an inch, which the engine likes best


def printed_texts() -> list[str]:
    """Answers of sample reports as printed, each at most so often that all get a turn."""
    units = units_for(2022, province="94")
    counted: Counter[str] = Counter()
    for seed in SEEDS:
        report = generate(units[seed % len(units)], 2022, seed)
        counted.update(text for row in report.form.answered if (text := report.answer_text(row)))
    return [text for text, times in sorted(counted.items()) for _ in range(min(times, 4))]


def read_page(texts: list[str], damage: ScanDamage, seed: int) -> list[str]:
    """What the engine reads of the texts, one a cell."""
    width, height = A4[0] / COLUMNS, A4[1] / ROWS
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setFont(register_font()[0], SIZE)
    for at, text in enumerate(texts):
        canvas.drawString(at % COLUMNS * width + 6, A4[1] - (at // COLUMNS + 1) * height + 6, text)
    canvas.save()
    page = pypdfium2.PdfDocument(file.getvalue())[0].render(scale=damage.dpi / 72, grayscale=True).to_pil()
    squeezed = io.BytesIO()
    damaged(page, damage, numpy.random.default_rng(seed)).save(squeezed, "JPEG", quality=damage.jpeg)
    scan = cv2.imdecode(numpy.frombuffer(squeezed.getvalue(), numpy.uint8), cv2.IMREAD_GRAYSCALE)
    by = READ_AT / damage.dpi
    dots = damage.dpi / 72
    cells = []
    for at in range(len(texts)):
        left, top = int(at % COLUMNS * width * dots), int(at // COLUMNS * height * dots)
        cell = scan[top : top + int(height * dots), left : left + int(width * dots)]
        cells.append(cv2.resize(cell, None, fx=by, fy=by, interpolation=cv2.INTER_CUBIC))
    return ["".join(word.text for word in words) for words in read_words(cells, ENGLISH, 7)]


def main() -> None:
    texts = printed_texts()
    Random(1).shuffle(texts)
    misread: Counter[tuple[str, str]] = Counter()
    for number, damage in enumerate(SCANS):
        for start in range(0, len(texts), COLUMNS * ROWS):
            page = texts[start : start + COLUMNS * ROWS]
            for printed, read in zip(page, read_page(page, damage, number), strict=True):
                if read and read != printed:
                    misread[printed, read] += 1
    with MISREADS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("printed", "read", "times"))
        writer.writerows((*texts, times) for texts, times in sorted(misread.items()))
    print(f"{sum(misread.values())} of {len(texts) * len(SCANS)} figures misread, {len(misread)} ways: {MISREADS.name}")


if __name__ == "__main__":
    main()
