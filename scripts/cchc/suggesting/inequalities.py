"""Bounds found in what landed: a figure that comes up to another of its unit and stops there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, permutations

import numpy as np

from cchc.reference.rules import COMMUNES, Key
from cchc.suggesting.candidates import BOUND_OF_VALUES, Candidate, within
from cchc.suggesting.coincidence import bound_of
from cchc.suggesting.equations import REPORTS_LEAST, Figures
from cchc.suggesting.judging import RIGHT_SHARE
from cchc.suggesting.observations import EQUAL


def bounds(figures: Figures, groups: Iterable[list[Key]]) -> Iterator[Candidate]:
    """Every ordered pair of figures in one unit; figures told twice are one, by whichever of them has the unit."""
    pairs = list(_pairs(figures, list(groups)))
    for part, whole in pairs:
        parts, wholes = figures.reports.column(part), figures.reports.column(whole)
        known = ~np.isnan(parts) & ~np.isnan(wholes)
        if known.sum() < REPORTS_LEAST:
            continue
        parts, wholes = parts[known], wholes[known]
        if (parts <= wholes + EQUAL).mean() < RIGHT_SHARE**2:
            continue
        if bound_of(parts, wholes, figures.sizes[known]).is_told(len(pairs)):
            yield within((part,), (whole,), BOUND_OF_VALUES)


def _pairs(figures: Figures, groups: list[list[Key]]) -> Iterator[tuple[Key, Key]]:
    repeated = {key for group in groups for key in group}
    single = [*groups, *([key] for key in figures.keys if key not in repeated)]
    for parts, wholes in permutations(single, 2):
        comparable = ((part, whole) for part in parts for whole in wholes if _is_comparable(figures, part, whole))
        yield from islice(comparable, 1)


def _is_comparable(figures: Figures, part: Key, whole: Key) -> bool:
    """Whether both count the same kind of thing: printed in one unit, or communes against the communes there are."""
    own, other = figures.line(part), figures.line(whole)
    if own is None or other is None:
        return whole == COMMUNES and own is not None and own.label.counts_communes
    return bool(own.unit_vi) and own.unit_vi == other.unit_vi
