"""Whether linear rules can hold together over the real numbers, exactly, and if not, which of them clash and how.

The general simplex method for bounded sums with infinitesimals for strict bounds: Dutertre and de Moura,
"A Fast Linear-Arithmetic Solver for DPLL(T)", CAV 2006. Bland's rule makes it end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from cchc.proposing.linear_rules import Bound, Number

_ZERO = (0, 0)


def clash(
    rows: Sequence[Mapping[str, Number]], bounds: Sequence[tuple[Bound | None, Bound | None]]
) -> dict[int, Number] | None:
    """None if real numbers exist for the columns such that each row's sum lies within its bounds (lower, upper).

    Otherwise multipliers of rows, by row number, that sum to 0 in every column though the bounds say the sum is not 0
    (a certificate of Farkas' kind, and no smaller choice of these rows has one).
    """
    return _Tableau(rows, bounds).solve()


class _Tableau:
    """Each basic variable as a sum of nonbasic ones. A row's sum is its number; columns are names, and unbounded.

    A column that has become basic can always be computed from the rest, so its row is dropped.
    """

    def __init__(self, rows: Sequence[Mapping[str, Number]], bounds: Sequence[tuple]) -> None:
        self._bounds = bounds
        self._rows: dict[int, dict[int | str, Number]] = {at: dict(row) for at, row in enumerate(rows)}
        self._values: dict[int | str, Bound] = dict.fromkeys(range(len(rows)), _ZERO)

    def solve(self) -> dict[int, Number] | None:
        while True:
            outside = self._outside()
            if outside is None:
                return None
            basic, target = outside
            entering = self._entering(basic, rising=self._values[basic] < target)
            if entering is None:
                return {basic: 1} | {at: -factor for at, factor in _of_rows(self._rows[basic]).items()}
            self._pivot(basic, entering, target)

    def _outside(self) -> tuple[int, Bound] | None:
        """The first basic variable outside its bounds, and the bound it must move to."""
        for basic in sorted(self._rows):
            lower, upper = self._bounds[basic]
            if lower is not None and self._values[basic] < lower:
                return basic, lower
            if upper is not None and self._values[basic] > upper:
                return basic, upper
        return None

    def _entering(self, basic: int, rising: bool) -> int | str | None:
        """A column if there is one; else the first nonbasic row that can move and carry the basic one with it."""
        row = self._rows[basic]
        columns = [name for name in row if isinstance(name, str)]
        if columns:
            return min(columns)
        for at in sorted(_of_rows(row)):
            lower, upper = self._bounds[at]
            limit = upper if (row[at] > 0) == rising else lower
            if limit is None or self._values[at] != limit:
                return at
        return None

    def _pivot(self, basic: int, entering: int | str, target: Bound) -> None:
        row = self._rows.pop(basic)
        inverse = Fraction(1) / row.pop(entering)
        step = tuple((to - now) * inverse for to, now in zip(target, self._values[basic], strict=True))
        solved: dict[int | str, Number] = {at: -factor * inverse for at, factor in row.items()} | {basic: inverse}
        self._values[basic] = target
        if not isinstance(entering, str):
            self._values[entering] = _moved(self._values[entering], 1, step)
        for other, factors in self._rows.items():
            factor = factors.pop(entering, 0)
            if factor:
                self._values[other] = _moved(self._values[other], factor, step)
                for at, part in solved.items():
                    total = factors.get(at, 0) + factor * part
                    if total:
                        factors[at] = total
                    else:
                        factors.pop(at, None)
        if not isinstance(entering, str):
            self._rows[entering] = solved


def _of_rows(row: Mapping[int | str, Number]) -> dict[int, Number]:
    """Without columns."""
    return {at: factor for at, factor in row.items() if isinstance(at, int)}


def _moved(value: Bound, factor: Number, step: tuple) -> tuple:
    return value[0] + factor * step[0], value[1] + factor * step[1]
