"""What stands at the head or foot of every page of a text: the table's heading again, a footer, however damaged.

Such lines belong to no row. An engine breaks a heading into pieces that are like nothing (`jwong/Ty`, `lé`, `S6`), so
all that stands on a page above a line that most pages have there is taken with it.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import groupby

import numpy
from rapidfuzz import fuzz, process

from cchc.reading.documents import Line
from cchc.text import fold

_HEAD, _FOOT = 8, 3  # lines at a page's head and foot that may return on others
_ALIKE = 75  # lines so alike (0-100) are one that returns
_PAGES_LEAST = 3  # that have it, and
_SHARE_LEAST = 0.5  # of all pages
_LETTERS_LEAST = 4  # of such a line
_PIECE_MOST = 3  # letters of what is left of a heading's last line


def running_heads(lines: Sequence[Line], headings: Set[int], rows: Set[int]) -> set[int]:
    """The numbers of lines that are the head or the foot of a page, or stand in one.

    `headings` are the numbers of lines of the table's heading, `rows` of lines that are a row's whatever stands below.
    """
    pages = [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    heads = [page[: min(_HEAD, len(page) // 2)] for page in pages]
    feet = [page[::-1][: min(_FOOT, len(page) // 2)] for page in pages]
    found: set[int] = set()
    returning_head, returning_foot = _returning(heads), _returning(feet)
    for page, head, foot in zip(pages, heads, feet, strict=True):
        anchors = [at for at, line in enumerate(head) if line.number in returning_head or line.number in headings]
        if any(line.number in returning_head for line in head):
            end = anchors[-1] + 1
            while end < len(page) and _is_piece(page[end].text):
                end += 1
            found |= {line.number for line in page[:end]} - rows
        ends = [at for at, line in enumerate(foot) if line.number in returning_foot]
        if ends:
            found |= {line.number for line in foot[: ends[-1] + 1]} - rows
    return found


def _returning(zones: Sequence[Sequence[Line]]) -> set[int]:
    """The numbers of lines like one in the same place of most other pages."""
    own = [(at, line, fold(line.text)) for at, zone in enumerate(zones) for line in zone]
    own = [one for one in own if sum(mark.isalpha() for mark in one[2]) >= _LETTERS_LEAST]
    if not own:
        return set()
    texts = [text for _, _, text in own]
    alike = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=numpy.uint8) > 0
    page_of = numpy.array([at for at, _, _ in own])
    pages = [len(set(page_of[row])) for row in alike]
    least = max(_PAGES_LEAST, _SHARE_LEAST * len(zones))
    return {line.number for (_, line, _), count in zip(own, pages, strict=True) if count >= least}


def _is_piece(text: str) -> bool:
    """True for some letters that are no word and hold no figure, as what is left of `Tỷ lệ`."""
    marks = [mark for mark in text if mark.isalnum()]
    return len(marks) <= _PIECE_MOST and not any(mark.isdigit() for mark in marks)
