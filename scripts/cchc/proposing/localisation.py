"""Error localisation: the cheapest sets of fields to change so that every rule can hold (Fellegi and Holt 1976).

Conflicts are learnt until the cheapest choice has none: a choice of fields is tried by an exact simplex over these
fields alone; where it fails, the clashing rules add up to an implied edit, and one of the kept fields in that edit must
be wrong. The next choice is a cheapest set that hits all such edits. All numbers are exact, so magnitudes may mix.
Sources: Fellegi and Holt, "A Systematic Approach to Automatic Edit and Imputation", JASA 71 (1976); de Waal, Pannekoek
and Scholtus, "Handbook of Statistical Data Editing and Imputation" (2011), chapters 3 to 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import inf, isfinite, lcm, prod
from numbers import Rational, Real

from cchc.errors import CchcError
from cchc.proposing.hitting_sets import cheapest_hitting_sets, groups
from cchc.proposing.linear_rules import Cost, LinearRule, Number, RuleRefused, parse_rule, whole
from cchc.proposing.rational_simplex import clash

Fields = frozenset[str]
_SETS_MOST = 100_000
_SETS_AT_FIRST = 16  # of each part, while conflicts are still being learnt
_LEARNT_AT_ONCE = 10


class RecordRefused(CchcError, ValueError):
    """A value or weight that localisation cannot take."""


class CannotBeMended(CchcError, ValueError):
    """No change of fields that may change lets every rule hold."""


class TooManySets(CchcError, ValueError):
    """More cheapest sets than asked for; none is left out in silence."""


def locate_errors(
    rules: Iterable[str | LinearRule],
    record: Mapping[str, Real | Decimal | None],
    weights: Mapping[str, Real | Decimal] | None = None,
) -> list[Fields]:
    """Every cheapest set of fields whose change lets all rules hold, ties included, in a fixed order.

    `rules`: text for `parse_rule`, over fields of `record`. Fields may become any real numbers; a float counts as the
    shortest decimal that prints it. `record`: a number, or None for a value that is free, costs nothing and is in no
    set. `weights`: positive costs, 1 where absent, infinite for what may not change. No violation: one empty set.
    Raises RuleRefused (not linear, unknown field), RecordRefused (NaN, infinite values, weights not positive),
    CannotBeMended (naming rules that clash) and TooManySets (beyond 100,000; see `Localiser.factors`).
    """
    return Localiser(rules).locate(record, weights)


class Localiser:
    """Rules read once, to try many records against."""

    def __init__(self, rules: Iterable[str | LinearRule]) -> None:
        read = [rule if isinstance(rule, LinearRule) else parse_rule(rule) for rule in _listed(rules)]
        self.rules = tuple({rule.identity: rule for rule in reversed(read)}.values())[::-1]
        self.fields = tuple(dict.fromkeys(field for rule in self.rules for field in rule.coefficients))
        self.rules_of = {field: [] for field in self.fields}
        for at, rule in enumerate(self.rules):
            for field in rule.coefficients:
                self.rules_of[field].append(at)

    def locate(self, record: Mapping, weights: Mapping | None = None, most: int = _SETS_MOST) -> list[Fields]:
        """As `locate_errors`. Raises TooManySets where there are more than `most` sets."""
        factors = self.factors(record, weights, most)
        count = prod(len(factor) for factor in factors)
        if count > most:
            raise TooManySets(
                f"{count} cheapest sets, {' x '.join(str(len(factor)) for factor in factors)} of independent parts; "
                f"at most {most} were asked for. Take Localiser.factors, which lists each part."
            )
        return _ordered(frozenset().union(*chosen) for chosen in product(*factors))

    def factors(self, record: Mapping, weights: Mapping | None = None, most: int = _SETS_MOST) -> list[list[Fields]]:
        """The cheapest sets by independent parts: each is the union of one set from every part. No violation: []."""
        return _Search(self, self._values(record), _costs(weights or {}, record), most).run()

    def violated(self, record: Mapping) -> list[str]:
        """Names of the rules that fail, of those whose fields all have a value: what a validator reports."""
        known = {field: value for field, value in self._values(record).items() if value is not None}
        return [
            rule.name
            for rule in self.rules
            if known.keys() >= rule.coefficients.keys()
            and not rule.holds(sum(factor * known[field] for field, factor in rule.coefficients.items()))
        ]

    def _values(self, record: Mapping) -> dict[str, Number | None]:
        self._check_fields(record)
        return {field: _exact(record[field], f"field {field!r}") for field in self.fields}

    def _check_fields(self, record: Mapping) -> None:
        for rule in self.rules:
            for field in rule.coefficients:
                if field not in record:
                    raise RuleRefused(
                        f"rule {rule.name!r} names {field!r}, which the record does not have. "
                        "Add the field to the record (None if its value is not known), or mend the rule."
                    )


class _Search:
    """Learns conflicts for one record until every cheapest way out of them mends it."""

    def __init__(
        self, rules: Localiser, values: Mapping[str, Number | None], costs: Mapping[str, Cost], most: int
    ) -> None:
        self._rules, self._rules_of = rules.rules, rules.rules_of
        self._values, self._costs, self._most = values, costs, most
        self._missing = frozenset(field for field, value in values.items() if value is None)
        self._sums = [self._kept_sum(rule) for rule in self._rules]
        self._conflicts: list[Fields] = []
        self._tried: dict[Fields, Fields | None] = {}

    def run(self) -> list[list[Fields]]:
        for at, rule in enumerate(self._rules):
            if self._missing.isdisjoint(rule.coefficients) and not rule.holds(self._sums[at]):
                self._conflicts.append(self._conflict({at: 1}, frozenset()))
        for fields, at in self._parts(self._missing):
            conflict = self._conflict_without(fields, at)
            if conflict is not None:
                self._conflicts.append(conflict)
        most = _SETS_AT_FIRST
        while True:
            listed = [cheapest_hitting_sets(group, self._costs_of(group), most) for group in groups(self._conflicts)]
            longest = max((len(sets) for sets in listed), default=0)
            tried = [frozenset().union(*(sets[at % len(sets)] for sets in listed)) for at in range(min(longest, most))]
            learnt = self._unmended(tried)
            if not learnt and longest > most:
                self._check_count(longest)
                most = min(4 * most, self._most)
            elif not learnt:
                learnt = [conflict for part in self._linked(listed) for conflict in self._unmended(part)]
                if not learnt:
                    return sorted(map(_ordered, listed), key=lambda factor: sorted(factor[0]))
            self._conflicts += learnt

    def _costs_of(self, conflicts: Iterable[Fields]) -> dict[str, Cost]:
        return {field: self._costs.get(field, 1) for conflict in conflicts for field in conflict}

    def _linked(self, listed: list[list[Fields]]) -> Iterator[Iterator[Fields]]:
        """For lists of sets that rules link, every union of one set from each; only these can disturb one another."""
        parts: list[tuple[set[int], list[list[Fields]]]] = []
        for sets in listed:
            touched = self._touched(frozenset().union(*sets))
            linked = [part for part in parts if not part[0].isdisjoint(touched)]
            parts = [part for part in parts if part not in linked]
            parts.append((touched.union(*(part[0] for part in linked)), [*(s for p in linked for s in p[1]), sets]))
        for _, lists in parts:
            self._check_count(prod(len(sets) for sets in lists))
            yield (frozenset().union(*chosen) for chosen in product(*lists))

    def _check_count(self, count: int) -> None:
        if count > self._most:
            raise TooManySets(
                f"more than {self._most} cheapest sets in one part of the record; "
                "give fields weights that tell them apart."
            )

    def _unmended(self, sets: Iterable[Fields]) -> list[Fields]:
        """Conflicts that some of the sets leave; enough of them to look for other sets."""
        learnt: list[Fields] = []
        for chosen in sets:
            if all(not conflict.isdisjoint(chosen) for conflict in learnt):
                found = (self._conflict_without(fields, at) for fields, at in self._parts(chosen))
                learnt += [conflict for conflict in found if conflict is not None]
                if len(learnt) > _LEARNT_AT_ONCE:
                    break
        return learnt

    def _touched(self, fields: Fields) -> set[int]:
        return {at for _, rules in self._parts(fields) for at in rules}

    def _parts(self, seeds: Fields) -> list[tuple[Fields, list[int]]]:
        """Freed and missing fields that rules link to one another, with these rules; one part holds a seed at least."""
        free, parts, seen = seeds | self._missing, [], set()
        for seed in sorted(seeds):
            if seed in seen:
                continue
            fields, rules, queue = {seed}, set(), [seed]
            while queue:
                for at in self._rules_of[queue.pop()]:
                    if at not in rules:
                        rules.add(at)
                        found = [field for field in self._rules[at].coefficients if field in free - fields]
                        fields.update(found)
                        queue += found
            seen |= fields
            parts.append((frozenset(fields), sorted(rules)))
        return parts

    def _conflict_without(self, fields: Fields, at: list[int]) -> Fields | None:
        """None if values of these fields let the rules hold; else kept fields of which one must be wrong."""
        if fields not in self._tried:
            rows = [{f: c for f, c in self._rules[one].coefficients.items() if f in fields} for one in at]
            bounds = [self._room(one, fields) for one in at]
            factors = clash(rows, bounds)
            self._tried[fields] = (
                None if factors is None else self._conflict({at[row]: by for row, by in factors.items()}, fields)
            )
        return self._tried[fields]

    def _room(self, at: int, free: Fields) -> tuple:
        """What the kept fields of a rule leave of its bounds."""
        rule = self._rules[at]
        rest = self._sums[at] - sum(
            factor * value
            for field, factor in rule.coefficients.items()
            if field in free and (value := self._values[field]) is not None
        )
        return (
            rule.lower and (rule.lower[0] - rest, rule.lower[1]),
            rule.upper and (rule.upper[0] - rest, rule.upper[1]),
        )

    def _kept_sum(self, rule: LinearRule) -> Number:
        known = ((factor, self._values[field]) for field, factor in rule.coefficients.items())
        return sum(factor * value for factor, value in known if value is not None)

    def _conflict(self, multipliers: Mapping[int, Number], free: Fields) -> Fields:
        """The kept fields of the edit that rules, multiplied and added up, imply."""
        total: dict[str, Number] = {}
        scale = lcm(*(by.denominator for by in multipliers.values()))  # to reckon with ints
        for at, factor_of_rule in multipliers.items():
            by = whole(factor_of_rule * scale)
            for field, factor in self._rules[at].coefficients.items():
                total[field] = total.get(field, 0) + by * factor
        kept = {field for field, factor in total.items() if factor and field not in free}
        changeable = frozenset(field for field in kept if self._costs.get(field, 1) != inf)
        if not changeable:
            rules = "; ".join(repr(self._rules[at].name) for at in sorted(multipliers))
            fixed = f" while {', '.join(sorted(kept))} may not change" if kept else ", whatever the record holds"
            raise CannotBeMended(f"no values let these rules hold together{fixed}: {rules}.")
        return changeable


def _listed(rules: Iterable[str | LinearRule]) -> list[str | LinearRule]:
    if isinstance(rules, str):
        raise RuleRefused(f"rules {rules!r}: expected a list of rules, not one text.")
    return list(rules)


def _ordered(sets: Iterable[Fields]) -> list[Fields]:
    return sorted(sets, key=lambda fields: (len(fields), sorted(fields)))


def _costs(weights: Mapping[str, Real | Decimal], record: Mapping) -> dict[str, Cost]:
    costs: dict[str, Cost] = {}
    for field, weight in weights.items():
        if field not in record:
            raise RecordRefused(f"weight of {field!r}: the record has no such field.")
        cost = inf if weight == inf else _exact(weight, f"weight of {field!r}")
        if cost is None or cost <= 0:
            raise RecordRefused(f"weight of {field!r} is {weight!r}; expected a positive number or infinity.")
        costs[field] = cost
    return costs


def _exact(value: Real | Decimal | None, what: str) -> Number | None:
    """The number as written: a float is the shortest decimal that prints it."""
    if value is None or type(value) is int:
        return value
    if isinstance(value, Rational):
        return whole(Fraction(int(value.numerator), int(value.denominator)))
    if not isinstance(value, (Real, Decimal)):
        raise RecordRefused(f"{what} is {value!r}; expected a number, or None where it is not known.")
    if not (value.is_finite() if isinstance(value, Decimal) else isfinite(value)):
        raise RecordRefused(f"{what} is {value}; expected a finite number, or None where it is not known.")
    return whole(Fraction(value if isinstance(value, Decimal) else str(value)))
