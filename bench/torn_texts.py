"""Texts of sample reports as OCR engines tear them: scanned, their ruled lines taken out or not, read page by page.

Texts are made once, a report some twenty seconds of processor time, and kept in a folder of the machine's temporary
ones. A text has lost many figures, holds pieces of words where figures stood, and tells most sentences without marks.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import cv2
import numpy

from cchc.reading.scanning.page_images import page_images
from cchc.reading.scanning.tesseract import ENGLISH, VIETNAMESE, read_words
from cchc.sample.content import SampleReport
from cchc.sample.printing import Printing, ScanDamage
from cchc.sample.render_scan import render

KEPT = Path(tempfile.gettempdir()) / "cchc-torn-texts"
_RULED = 40  # a ruled line is as long as this part of the page's width, at least


@dataclass(frozen=True)
class Way:
    """How a text came to be: dots an inch, tesseract's language and page segmentation mode, ruled lines kept or not."""

    dpi: int
    language: str
    layout: int
    has_lines: bool

    def __str__(self) -> str:
        return f"{self.dpi} dpi {self.language} psm {self.layout}{'' if self.has_lines else ' without lines'}"


WAYS = (
    Way(150, ENGLISH, 4, False),
    Way(150, VIETNAMESE, 6, True),
    Way(200, ENGLISH, 6, False),
    Way(200, ENGLISH, 4, True),
    Way(200, VIETNAMESE, 4, False),
    Way(300, ENGLISH, 6, True),
    Way(300, ENGLISH, 4, False),
    Way(300, VIETNAMESE, 6, False),
)


def torn_text(sample: SampleReport, way: Way, seed: int, folder: Path = KEPT) -> Path:
    """The text file of the report read this way; made where it is not there yet. Raises CchcError without engine."""
    name = f"{sample.report_id}_{seed}_{way.dpi}_{way.language}_{way.layout}_{int(way.has_lines)}"
    path = folder / f"sample_{name}.txt"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        scan = folder / f"{name}.pdf"
        damage = ScanDamage(dpi=way.dpi, rotation=0.3, noise=10, jpeg=30)
        render(sample, scan, Printing(scan=damage, seed=seed))
        pages = [image.pixels for image in page_images(scan)]
        scan.unlink()
        pages = pages if way.has_lines else [without_lines(page) for page in pages]
        path.write_text("\f".join(page_text(words) for words in read_words(pages, way.language, way.layout)), "utf-8")
    return path


def without_lines(page: numpy.ndarray) -> numpy.ndarray:
    """The page with its long straight strokes painted white."""
    grey = page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    length = max(grey.shape[1] // _RULED, 10)
    strokes = [cv2.morphologyEx(ink, cv2.MORPH_OPEN, numpy.ones(shape, numpy.uint8))
               for shape in ((1, 2 * length), (2 * length, 1))]  # fmt: skip
    bare = grey.copy()
    bare[cv2.dilate(strokes[0] | strokes[1], numpy.ones((3, 3), numpy.uint8)) > 0] = 255
    return bare


def page_text(words: list) -> str:
    """The words of a page, line by line."""
    lines = (" ".join(word.text for word in line) for _, line in groupby(words, key=lambda word: word.line))
    return "\n".join(lines) + "\n"
