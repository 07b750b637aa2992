"""The figures of reports of one kind as a table of numbers: one form, one level of government, whole years or parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cchc.reference.rules import Key

EQUAL = 1e-6  # figures nearer than this are equal: none has more than four decimals
_SIZES = 3  # groups of reports of like size


@dataclass(frozen=True)
class Observations:
    """Rows are reports, columns are figures; NaN is not known. `units` tells by number which unit a report is of.

    `decimals` are those printed. A figure that is disputed or missing is not known.
    """

    form_version: str
    unit_level: str
    period: str
    report_ids: tuple[str, ...]
    units: np.ndarray
    keys: tuple[Key, ...]
    values: np.ndarray
    decimals: np.ndarray

    @cached_property
    def _at(self) -> dict[Key, int]:
        return {key: at for at, key in enumerate(self.keys)}

    def __contains__(self, key: Key) -> bool:
        return key in self._at

    def column(self, key: Key) -> np.ndarray:
        """One figure of every report; all unknown where no report has it."""
        return self.values[:, self._at[key]] if key in self._at else np.full(len(self.report_ids), np.nan)

    def columns(self, keys: Sequence[Key]) -> np.ndarray:
        return np.column_stack([self.column(key) for key in keys])

    def decimals_of(self, key: Key) -> np.ndarray:
        return self.decimals[:, self._at[key]] if key in self._at else np.zeros(len(self.report_ids), dtype=int)

    @cached_property
    def sizes(self) -> np.ndarray:
        """Of each report a group, 0 to 2: how large its figures are among the reports', small to large.

        Large units have more of everything; figures are compared among units of like size.
        """
        known = ~np.isnan(self.values)
        ranks = np.full(self.values.shape, np.nan)
        for at in range(self.values.shape[1]):
            own = self.values[known[:, at], at]
            if len(np.unique(own)) > 1:
                below = np.searchsorted(np.sort(own), own, side="left")
                up_to = np.searchsorted(np.sort(own), own, side="right")
                ranks[known[:, at], at] = (below + up_to) / (2 * len(own))
        counted = (~np.isnan(ranks)).sum(axis=1)
        mean = np.nansum(ranks, axis=1) / np.maximum(counted, 1)
        order = np.argsort(np.argsort(mean, kind="stable"), kind="stable")
        return order * _SIZES // max(len(mean), 1)

    def sample(self, most: int) -> Observations:
        """At most so many of the reports, evenly taken, for searching through very many."""
        if len(self.report_ids) <= most:
            return self
        chosen = np.linspace(0, len(self.report_ids) - 1, most).astype(int)
        return Observations(
            self.form_version, self.unit_level, self.period, tuple(self.report_ids[at] for at in chosen),
            self.units[chosen], self.keys, self.values[chosen], self.decimals[chosen],
        )  # fmt: skip
