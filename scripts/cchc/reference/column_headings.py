"""What heads the columns of a report's table: seeds/reference/column_headings.csv."""

from __future__ import annotations

from functools import cache

from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed


@cache
def column_headings() -> dict[str, tuple[str, ...]]:
    """The headings that a column may bear, by its kind; the first of each is the one that we print."""
    found: dict[str, tuple[str, ...]] = {}
    for row in sorted(read_seed(REFERENCE_SEEDS / "column_headings.csv"), key=lambda one: int(one["position"])):
        found[row["column_kind"]] = (*found.get(row["column_kind"], ()), row["heading_vi"])
    return found


def printed_headings(*kinds: str) -> tuple[str, ...]:
    """Those that we print over the columns of these kinds."""
    return tuple(column_headings()[kind][0] for kind in kinds)
