"""A reader's doubt about a cell in Vietnamese and English: seeds/reference/reader_doubts.csv."""

from __future__ import annotations

import re
from functools import cache

from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed

ROW_NOT_FOUND = "this row was not found in the document"
_HOLE = "{}"


@cache
def doubts() -> dict[str, str]:
    """Vietnamese words by English ones, holes (`{}`) in both."""
    return {row["doubt_en"]: row["doubt_vi"] for row in read_seed(REFERENCE_SEEDS / "reader_doubts.csv")}


def doubt_words(doubt: str) -> tuple[str, str]:
    """The doubt in Vietnamese and English; ('', '') for none. One that the seed does not have is given as it is."""
    if doubt in doubts():
        return doubts()[doubt], doubt
    for english, vietnamese in doubts().items():
        said = re.fullmatch("(.*)".join(map(re.escape, english.split(_HOLE))), doubt) if _HOLE in english else None
        if said:
            return vietnamese.format(*(part.replace("nothing", "trống") for part in said.groups())), doubt
    return doubt, ""
