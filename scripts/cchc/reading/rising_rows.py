"""The longest run of rows in the form's order among rows that stand in any order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_increasing(rows: Sequence[tuple[int, int]]) -> set[int]:
    """The parts of the longest sequence whose rows rise; `rows` are (part, row)."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int] = {}
    for index, (_, row) in enumerate(rows):
        at = bisect_left(tails, row)
        before[index] = ends[at - 1] if at else -1
        tails[at:], ends[at:] = (
            ([row], [index]) if at == len(tails) else ([row, *tails[at + 1 :]], [index, *ends[at + 1 :]])
        )
    index, found = (ends[-1] if ends else -1), set()
    while index >= 0:
        found.add(rows[index][0])
        index = before[index]
    return found
