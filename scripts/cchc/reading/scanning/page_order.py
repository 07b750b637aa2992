"""Do the pages of a report follow each other as the form does?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy
from rapidfuzz import fuzz, process

from cchc.errors import CchcError
from cchc.reading.documents import Line, TableRow
from cchc.reference.form import Form, load_forms
from cchc.text import fold

_LIKE = 88  # a label this like the form's (0-100) tells where on the form a page is
_ROWS_LEAST = 3  # fewer such rows tell nothing


def check_page_order(path: Path, parts: Sequence[Line | tuple[TableRow, ...]]) -> None:
    """Raise CchcError, naming the pages, where a page's rows stand on the form before those of the page before it."""
    rows = [row for part in parts if isinstance(part, tuple) for row in part]
    places = max((_places(rows, form) for form in load_forms()), key=len, default={})
    for (page, place), (next_page, next_place) in pairwise(places.items()):
        if next_place < place:
            raise CchcError(
                f"{path}: page {next_page} holds rows that stand on the form before those of page {page}. "
                "Are the pages in the wrong order, or two reports in one file? Put them in order or split the file."
            )


def _places(rows: list[TableRow], form: Form) -> dict[int, float]:
    """The middle position on the form of the rows of each page, by page in the document's order."""
    labels = [row.folded_label for row in form.rows]
    single = numpy.array([labels.count(label) == 1 for label in labels])
    texts: dict[int, list[str]] = {}
    for row in rows:
        longest = max((cell.text for cell in row.cells), key=len, default="")
        texts.setdefault(row.page, []).append(fold(longest))
    found = {}
    for page, own in texts.items():
        likeness = process.cdist(own, labels, scorer=fuzz.ratio) * single
        positions = likeness.argmax(axis=1)[likeness.max(axis=1) >= _LIKE]
        if len(positions) >= _ROWS_LEAST:
            found[page] = float(median(positions.tolist()))
    return found
