"""Every cheapest set that has a member in common with each of some sets (clauses).

Members that stand in the same clauses are one choice: at most one of them, and a cheapest, is in a cheapest set. So a
choice is known by its clauses, and what is left to do by the clauses not yet hit; both are bit masks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice, product
from math import inf

from cchc.proposing.linear_rules import Cost

Clause = frozenset[str]


def cheapest_hitting_sets(clauses: Collection[Clause], cost: Mapping[str, Cost], most: int) -> list[Clause]:
    """All sets of least cost that hit every clause, ties included; at most `most` + 1 of them, in a fixed order.

    `cost` is positive for every member of a clause; no clause is empty.
    """
    return list(islice(_Choices(_least(clauses), cost).cheapest_sets(), most + 1))


def groups(clauses: Collection[Clause]) -> list[list[Clause]]:
    """The clauses parted where no member links them."""
    parted: list[tuple[set[str], list[Clause]]] = []
    for clause in clauses:
        linked = [part for part in parted if not part[0].isdisjoint(clause)]
        members = set(clause).union(*(part[0] for part in linked))
        parted = [part for part in parted if part not in linked]
        parted.append((members, [one for part in linked for one in part[1]] + [clause]))
    return [part for _, part in parted]


def _least(clauses: Collection[Clause]) -> list[Clause]:
    """Without clauses that another one implies."""
    kept: list[Clause] = []
    for clause in sorted(set(clauses), key=len):
        if not any(one <= clause for one in kept):
            kept.append(clause)
    return kept


class _Choices:
    """`members` and `costs` by choice; `of_clause` are a clause's choices, and `linked` the clauses these also hit."""

    def __init__(self, clauses: list[Clause], cost: Mapping[str, Cost]) -> None:
        clauses = sorted(clauses, key=lambda clause: (len(clause), sorted(clause)))
        hits: dict[str, int] = {}
        for at, clause in enumerate(clauses):
            for name in clause:
                hits[name] = hits.get(name, 0) | 1 << at
        self._costs: dict[int, Cost] = {}
        for name, mask in hits.items():
            self._costs[mask] = min(cost[name], self._costs.get(mask, cost[name]))
        self._members: dict[int, list[str]] = {}
        for name in sorted(hits):
            if cost[name] == self._costs[hits[name]]:
                self._members.setdefault(hits[name], []).append(name)
        self._of_clause = [
            sorted({hits[name] for name in clause}, key=lambda mask: (-mask.bit_count(), self._members[mask]))
            for clause in clauses
        ]
        self._cheapest = [min(self._costs[mask] for mask in masks) for masks in self._of_clause]
        self._linked = [_union(masks) for masks in self._of_clause]
        self._known: dict[int, tuple[Cost, bool]] = {}  # the least cost of hitting these; or only a bound below it
        self._all = (1 << len(clauses)) - 1

    def cheapest_sets(self) -> Iterator[Clause]:
        total = self._least_cost(self._all, inf)
        for masks in self._within(self._all, frozenset(), total):
            yield from map(frozenset, product(*(self._members[mask] for mask in masks)))

    def _within(self, unhit: int, barred: frozenset[int], budget: Cost) -> Iterator[tuple[int, ...]]:
        """Choices that hit these clauses for no more than the budget; none that was tried before in their place."""
        if self._least_cost(unhit, budget) > budget:
            return
        if not unhit:
            yield ()
            return
        for mask in self._of_clause[self._hardest(unhit)]:
            if mask not in barred:
                for rest in self._within(unhit & ~mask, barred, budget - self._costs[mask]):
                    yield (mask, *rest)
                barred = barred | {mask}

    def _least_cost(self, unhit: int, limit: Cost) -> Cost:
        """The least cost of hitting these clauses if within the limit; else a bound below it, above the limit."""
        if not unhit:
            return 0
        value, is_exact = self._known.get(unhit) or (self._bound(unhit), False)
        if not is_exact and value <= limit:
            value = inf
            for mask in self._of_clause[self._hardest(unhit)]:
                own = self._costs[mask]
                value = min(value, own + self._least_cost(unhit & ~mask, min(limit, value) - own))
            is_exact = value <= limit
        self._known[unhit] = value, is_exact
        return value

    def _hardest(self, unhit: int) -> int:
        """The clause with the fewest choices."""
        return min(_bits(unhit), key=lambda at: len(self._of_clause[at]))

    def _bound(self, unhit: int) -> Cost:
        """What clauses without a common choice cost at least."""
        total = 0
        while unhit:
            at = (unhit & -unhit).bit_length() - 1
            total += self._cheapest[at]
            unhit &= ~self._linked[at]
        return total


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


def _union(masks: Collection[int]) -> int:
    total = 0
    for mask in masks:
        total |= mask
    return total
