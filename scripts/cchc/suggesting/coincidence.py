"""The guard against what is only coincidence: how often figures would agree if they had nothing to do with each other.

Three things make a false rule look true. Small numbers agree by chance, and of very many pairs some always do: what was
found is compared with what the same figures give when reports are mixed, for as many tries as there were. Large units
have more of everything: reports are mixed among units of like size only. And figures of different magnitude never
cross: such a bound is not told by the reports at all, since no report could have broken it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from cchc.suggesting.observations import EQUAL

CHANCE_MOST = 0.01  # that any of all the rules tried came about by chance
_ONE_SIDED_CHANCE = 0.001  # that slips would lie so much on one side
_TRIMMED = 0.025  # of the figures at either end are not gone by: slips are there
_TELLING_LEAST = 3.0  # reports that mixing would make break a bound, for its holding to say anything
_BROKEN_SHARE_MOST = 0.5  # of the reports that mixing would make break it
_NEAR = 0.1  # of the whole: so near to its bound is a part near it
_NEAR_LEAST = 5.0  # a smaller whole leaves no room for near and far
_NEAR_SHARE_LEAST = 0.1  # of the reports, for a bound that figures come up to
_BEYOND_SHARE_MOST = 0.05  # of the reports near the bound stand beyond it


def log_tail(held: int, judged: int, chance: float) -> float:
    """The logarithm of (a bound on) the chance that so many of the judged hold, each with this chance.

    Chernoff's bound: never less than the exact binomial tail.
    """
    share = held / judged
    if share <= chance:
        return 0.0
    chance = min(max(chance, 1e-12), 1 - 1e-12)
    divergence = share * log(share / chance)
    if share < 1:
        divergence += (1 - share) * log((1 - share) / (1 - chance))
    return -judged * divergence


def is_by_chance(held: int, judged: int, chance: float, tried: int) -> bool:
    """Whether one of so many rules tried would hold so often by chance."""
    return judged == 0 or log_tail(held, judged, chance) > log(CHANCE_MOST / max(tried, 1))


def is_one_sided(off: np.ndarray) -> bool:
    """Whether what misses an equality misses it on one side, which slips do not: then it is a bound, often reached."""
    above = int((off > 0).sum())
    return len(off) > 0 and log_tail(max(above, len(off) - above), len(off), 0.5) < log(_ONE_SIDED_CHANCE)


def chance_of_equality(one: np.ndarray, other: np.ndarray, sizes: np.ndarray) -> float:
    """How often two figures would be equal, were each taken from any report of a unit of like size."""
    expected = 0.0
    for size in np.unique(sizes):
        own, others = one[sizes == size], other[sizes == size]
        values, counts = np.unique(np.round(own, 4), return_counts=True)
        other_values, other_counts = np.unique(np.round(others, 4), return_counts=True)
        shared, at, other_at = np.intersect1d(values, other_values, return_indices=True)
        if len(shared):
            expected += float(counts[at] @ other_counts[other_at]) / len(others)
    return expected / len(one)


@dataclass(frozen=True)
class Bound:
    """How a part keeps to its whole: reports that break it, and how many would if reports were mixed; slips aside.

    `below`, `at` and `beyond` count reports near the bound, with a whole that leaves room, on either side and on it.
    """

    judged: int
    broken: int
    broken_if_mixed: float
    below: int
    at: int
    beyond: int

    @property
    def is_contradicted(self) -> bool:
        """Whether it is broken as often as if the two had nothing to do with each other."""
        return (
            self.broken_if_mixed >= _TELLING_LEAST and self.broken > _BROKEN_SHARE_MOST * self.broken_if_mixed
        )  # fmt: skip

    def is_told(self, tried: int) -> bool:
        """Whether reports alone show a bound: mixed they would break it, and they come up to it and stop there.

        What is equal is not counted for it: that says nothing of a bound.
        """
        comes_near = self.below + self.at >= _NEAR_SHARE_LEAST * self.judged
        stops = self.beyond <= _BEYOND_SHARE_MOST * self.below
        return (
            self.broken_if_mixed >= _TELLING_LEAST
            and not self.is_contradicted
            and comes_near
            and stops
            and not is_by_chance(self.below, self.below + self.beyond, 0.5, tried)
        )


def bound_of(part: np.ndarray, whole: np.ndarray, sizes: np.ndarray) -> Bound:
    """How a part keeps to its whole, over reports of which both are known."""
    inside = _inside(part) & _inside(whole)
    mixed = 0.0
    for size in np.unique(sizes):
        of_size = inside & (sizes == size)
        parts, wholes = np.sort(part[of_size]), whole[of_size]
        if len(parts):
            mixed += float((len(parts) - np.searchsorted(parts, wholes + EQUAL, side="right")).sum()) / len(parts)
    has_room = inside & (whole >= _NEAR_LEAST)
    gap, near = (whole - part)[has_room], np.maximum(_NEAR * whole, 1.0)[has_room]
    return Bound(
        judged=int(inside.sum()),
        broken=int((part[inside] > whole[inside] + EQUAL).sum()),
        broken_if_mixed=mixed,
        below=int(((gap > EQUAL) & (gap <= near)).sum()),
        at=int((np.abs(gap) <= EQUAL).sum()),
        beyond=int(((gap < -EQUAL) & (gap >= -near)).sum()),
    )


def _inside(values: np.ndarray) -> np.ndarray:
    """Which values lie between the ends where slips are."""
    low, high = np.quantile(values, (_TRIMMED, 1 - _TRIMMED)) if len(values) else (0.0, 0.0)
    return (values >= low) & (values <= high)
