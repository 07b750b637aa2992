"""Error localisation the slow way: every set of fields in order of cost, tried by Fourier–Motzkin elimination.

It shares nothing with the package: rules are tuples, and feasibility is decided by eliminating one field after another
(Williams, "Fourier's Method of Linear Programming and its Dual", 1986).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

Plain = tuple[dict[str, Fraction], str, Fraction]  # coefficients, comparison, constant


def cheapest_sets(rules: list[Plain], record: dict, weights: dict) -> list[frozenset] | None:
    """Every cheapest set, by size and name; None where no change of all fields of finite weight helps."""
    suspects = sorted(f for f, value in record.items() if value is not None and weights.get(f, 1) != float("inf"))
    found = {
        frozenset(chosen): sum((Fraction(str(weights.get(field, 1))) for field in chosen), Fraction(0))
        for size in range(len(suspects) + 1)
        for chosen in combinations(suspects, size)
    }
    best, sets = None, []
    for chosen, cost in sorted(found.items(), key=lambda pair: pair[1]):
        if best is not None and cost > best:
            break
        if _can_hold(rules, {f: value for f, value in record.items() if value is not None and f not in chosen}):
            best = cost
            sets.append(chosen)
    return sorted(sets, key=lambda one: (len(one), sorted(one))) if sets else None


def _can_hold(rules: list[Plain], kept: dict) -> bool:
    """Whether some values of the other fields let every rule hold."""
    rows = []  # sum of coefficient * field + constant >= 0, or > 0
    for coefficients, comparison, constant in rules:
        rest = -constant + sum(c * Fraction(str(kept[f])) for f, c in coefficients.items() if f in kept)
        free = {f: c for f, c in coefficients.items() if f not in kept and c}
        if comparison in (">=", ">", "=="):
            rows.append((free, rest, comparison == ">"))
        if comparison in ("<=", "<", "=="):
            rows.append(({f: -c for f, c in free.items()}, -rest, comparison == "<"))
    while any(row[0] for row in rows):
        field = min({f for row in rows for f in row[0]})
        above = [row for row in rows if row[0].get(field, 0) > 0]
        below = [row for row in rows if row[0].get(field, 0) < 0]
        rows = [row for row in rows if field not in row[0]]
        for low in above:
            for high in below:
                rows.append(_joined(low, high, field))
        rows = _distinct(rows)
    return all(rest > 0 or (rest == 0 and not strict) for _, rest, strict in rows)


def _joined(low: tuple, high: tuple, field: str) -> tuple:
    first, second = 1 / low[0][field], -1 / high[0][field]
    total = {f: first * low[0].get(f, 0) + second * high[0].get(f, 0) for f in {**low[0], **high[0]}}
    return {f: c for f, c in total.items() if c}, first * low[1] + second * high[1], low[2] or high[2]


def _distinct(rows: list) -> list:
    """Of rows with the same coefficients only the tightest; scaled, so that many are the same."""
    tightest: dict = {}
    for coefficients, rest, strict in rows:
        scale = max((abs(c) for c in coefficients.values()), default=Fraction(1))
        key = frozenset((f, c / scale) for f, c in coefficients.items())
        row = (rest / scale, not strict)
        tightest[key] = min(tightest.get(key, row), row)
    return [(dict(key), rest, not loose) for key, (rest, loose) in tightest.items()]
