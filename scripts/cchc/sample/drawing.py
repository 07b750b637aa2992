"""Figures drawn at random so that every rule between them holds: one after the other, each within what the rules leave.

After each draw the bounds of all figures that a rule ties to it are drawn in (bounds propagation); wholes are drawn
before their parts, parts before the sums that no rule bounds, and percentages of figures last. What still fails is
drawn anew.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from cchc.errors import CchcError
from cchc.reference.rule_kinds import PERCENT_OF, WHOLE_PLAN
from cchc.reference.rules import Key, Known, Rule, Term, holds

_DRAWS_MOST = 200
_ALL_OF_IT = 0.5  # how often what may be all of something is
_CAP = 10**9  # more than any count
_UNIT = 100  # figures are whole numbers of hundredths here


@dataclass(frozen=True)
class Wanted:
    """What may stand in a place: plausibly `least` to `most`, in percent of the figure at `of` where there is one.

    It is never more than `bound`, and one of `codes` if there are any. A percentage has up to two decimals, anything
    else none.
    """

    least: Decimal
    most: Decimal
    is_percent: bool = False
    bound: Decimal = Decimal(_CAP)
    of: Key | None = None
    codes: tuple[Decimal, ...] = ()

    @property
    def step(self) -> int:
        return 1 if self.is_percent else _UNIT


class _DeadEnd(Exception):
    """No figure is left that obeys a rule, which is named."""


@dataclass(frozen=True, eq=False)
class _Linear:
    """`least` <= sum of coefficient times figure <= `most`, in hundredths."""

    rule_id: str
    terms: tuple[tuple[int, Key], ...]
    least: int
    most: int


class Figures:
    """What is to be drawn and the rules it has to obey; made once, drawn many times.

    Of `rules` those count whose figures are all wanted or among `given`, the places whose figures come from outside.
    """

    def __init__(self, wanted: Mapping[Key, Wanted], given: Iterable[Key], rules: Sequence[Rule]) -> None:
        self.wanted, self._given = dict(wanted), frozenset(given)
        known = self._given | self.wanted.keys()
        self.rules = [rule for rule in rules if all(term.key in known for term in rule.terms)]
        linear = [one for rule in self.rules for one in _linear(rule, self.wanted)]
        self._touching: dict[Key, list[_Linear]] = defaultdict(list)
        for one in linear:
            for _, place in one.terms:
                self._touching[place].append(one)
        self._percent_rules = {
            rule.side("percent")[0].key: rule for rule in self.rules if rule.arithmetic in (PERCENT_OF, WHOLE_PLAN)
        }
        self._order = _in_order(self.wanted, self.rules)

    def draw(self, given: Mapping[Key, Decimal], random: Random) -> dict[Key, Known]:
        """Every figure wanted, with its decimals. `given` may hold places that are wanted too: those are as given.

        Raises CchcError where no draw obeys the rules, with the rules that stood in the way.
        """
        failed = {}
        for _ in range(_DRAWS_MOST):
            try:
                drawn = self._drawn(given, random)
            except _DeadEnd as dead_end:
                failed[str(dead_end)] = None
                continue
            broken = self._broken({place: Known(value) for place, value in given.items()} | drawn)
            if not broken:
                return drawn
            failed |= dict.fromkeys(broken)
        raise CchcError(
            f"no figures were found in {_DRAWS_MOST} draws that obey the rules {', '.join(failed)} of "
            "seeds/reference/rules.csv together. Look at them: one contradicts the others, the form, or what "
            "scripts/cchc/sample/magnitudes.csv holds to be plausible."
        )

    def _broken(self, known: Mapping[Key, Known]) -> list[str]:
        return [rule.rule_id for rule in self.rules if holds(rule, lambda term: known.get(term.key)) is False]

    def _drawn(self, given: Mapping[Key, Decimal], random: Random) -> dict[Key, Known]:
        bounds = _Bounds(self.wanted, given, self._touching)
        for place in self._order:
            low, high = bounds.of(place)
            if low != high:
                bounds.fix(place, self._chosen(place, low, high, bounds, random))
        return {place: _known(bounds.of(place)[0], one) for place, one in self.wanted.items()}

    def _chosen(self, place: Key, low: int, high: int, bounds: _Bounds, random: Random) -> int:
        """A figure between bounds: what the percentage must be, or else one that is plausible if any is."""
        one, rule = self.wanted[place], self._percent_rules.get(place)
        least, most = int(one.least * _UNIT), int(one.most * _UNIT)
        if rule is not None:
            part = bounds.sum(rule.side("part"))
            if rule.arithmetic == PERCENT_OF:
                return _percentage(part, bounds.sum(rule.side("whole")))
            return _percentage(part, _plan(part, least, most, high, random))
        if one.codes:
            left = [code for code in one.codes if low <= code * _UNIT <= high]
            if not left:
                raise _DeadEnd(f"of the code {place.concept}")
            return int(random.choice(left)) * _UNIT
        whole = 100 * _UNIT if one.is_percent else None
        if one.of is not None:
            whole = bounds.of(one.of)[0]
            least, most = whole * least // (100 * _UNIT), -(-whole * most // (100 * _UNIT))
        if whole is not None and least < whole == min(most, high) and random.random() < _ALL_OF_IT:
            return whole
        first, last = max(-(-least // one.step) * one.step, low), min(most // one.step * one.step, high)
        if first > last:  # nothing plausible is left, or nothing whole: what is nearest to it
            middle = (least + most) // (2 * one.step) * one.step
            return min(max(middle, low), high)
        return random.randint(first // one.step, last // one.step) * one.step


class _Bounds:
    """The least and the most that each figure may still be, in hundredths."""

    def __init__(
        self, wanted: Mapping[Key, Wanted], given: Mapping[Key, Decimal], touching: Mapping[Key, list[_Linear]]
    ) -> None:
        self._touching = touching
        self._steps = {place: one.step for place, one in wanted.items()}
        self._low = dict.fromkeys(touching, 0)
        self._high = dict.fromkeys(touching, _CAP * _UNIT)
        for place, one in wanted.items():
            self._low[place], self._high[place] = 0, int(one.bound * _UNIT)
        for place, value in given.items():
            self._low[place] = self._high[place] = int(value * _UNIT)
        self._narrow(dict.fromkeys(one for several in touching.values() for one in several))

    def of(self, place: Key) -> tuple[int, int]:
        return self._low[place], self._high[place]

    def sum(self, terms: Iterable[Term]) -> int:
        return sum(int(term.coefficient) * self._low[term.key] for term in terms)

    def fix(self, place: Key, value: int) -> None:
        """Let the figure be this one. Raises _DeadEnd where a rule forbids it."""
        low, high = self.of(place)
        if not low <= value <= high:
            raise _DeadEnd(f"of {place.concept}")
        self._low[place] = self._high[place] = value
        self._narrow(dict.fromkeys(self._touching.get(place, ())))

    def _narrow(self, waiting: dict[_Linear, None]) -> None:
        queue, queued = deque(waiting), set(waiting)
        low, high = self._low, self._high
        while queue:
            one = queue.popleft()
            queued.discard(one)
            spans = [
                (coefficient * low[place], coefficient * high[place])
                if coefficient > 0
                else (coefficient * high[place], coefficient * low[place])
                for coefficient, place in one.terms
            ]
            least, most = sum(span[0] for span in spans), sum(span[1] for span in spans)
            if least > one.most or most < one.least:
                raise _DeadEnd(one.rule_id)
            if least >= one.least and most <= one.most:
                continue  # whatever they are, the rule holds
            for (coefficient, place), (own_least, own_most) in zip(one.terms, spans, strict=True):
                if own_least == own_most:
                    continue
                from_below, from_above = one.least - (most - own_most), one.most - (least - own_least)
                if coefficient < 0:
                    from_below, from_above = from_above, from_below
                step = self._steps.get(place, 1)
                new_low = max(low[place], -(-from_below // (coefficient * step)) * step)
                new_high = min(high[place], from_above // (coefficient * step) * step)
                if new_low > new_high:
                    raise _DeadEnd(one.rule_id)
                if (new_low, new_high) != (low[place], high[place]):
                    low[place], high[place] = new_low, new_high
                    for other in self._touching[place]:
                        if other not in queued:
                            queued.add(other)
                            queue.append(other)


def _linear(rule: Rule, wanted: Mapping[Key, Wanted]) -> Iterable[_Linear]:
    """The rule as an inequality; of a percentage that its part may be no more of the whole than it may be itself."""
    if rule.is_linear:
        signed = [(term.coefficient * (1 if term.role == "left" else -1), term.key) for term in rule.terms]
        scale = max(Decimal(10) ** -int(coefficient.as_tuple().exponent) for coefficient, _ in signed)
        middle, slack = rule.constant * scale * _UNIT, rule.tolerance * scale * _UNIT
        yield _Linear(
            rule.rule_id,
            tuple((int(coefficient * scale), place) for coefficient, place in signed),
            int(middle - slack) if rule.comparison in ("=", ">=") else -(10**30),
            int(middle + slack) if rule.comparison in ("=", "<=") else 10**30,
        )
    elif rule.arithmetic == PERCENT_OF:
        (percent,) = (term.key for term in rule.side("percent"))
        if percent in wanted:
            parts = [(100 * int(term.coefficient), term.key) for term in rule.side("part")]
            wholes = [(-int(wanted[percent].bound * term.coefficient), term.key) for term in rule.side("whole")]
            yield _Linear(rule.rule_id, (*parts, *wholes), -(10**30), 0)


def _in_order(wanted: Mapping[Key, Wanted], rules: Iterable[Rule]) -> list[Key]:
    """The places in the order in which they are drawn; where two wait for each other, the first of the form begins."""
    before: dict[Key, list[Key]] = defaultdict(list)
    for place, one in wanted.items():
        if one.of is not None:
            before[place].append(one.of)
    for rule in rules:
        sides: dict[str, list[Key]] = defaultdict(list)
        for term in rule.terms:
            sides[term.role].append(term.key)
        first, then = _first_and_then(rule, sides)
        for place in then:
            before[place].extend(first)
    ordered: dict[Key, None] = {}
    visited: set[Key] = set()

    def visit(place: Key) -> None:
        if place not in visited and place in wanted:
            visited.add(place)
            for other in before[place]:
                visit(other)
            ordered[place] = None

    for place in wanted:
        visit(place)
    return list(ordered)


def _first_and_then(rule: Rule, sides: Mapping[str, list[Key]]) -> tuple[list[Key], list[Key]]:
    """Which figures of a rule are drawn before which others: parts before their sum, the greater before the smaller."""
    if not rule.is_linear:
        return sides["part"] + sides["whole"], sides["percent"]
    left, right = sides["left"], sides["right"]
    if rule.comparison == "=":
        return (left, right) if len(right) == 1 else (right, left) if len(left) == 1 else ([], [])
    return (right, left) if rule.comparison == "<=" else (left, right)


def _percentage(part: int, whole: int) -> int:
    """100 * part / whole in hundredths, halves up; 0 of nothing."""
    return (2 * 100 * _UNIT * part + whole) // (2 * whole) if whole else 0


def _plan(part: int, least: int, most: int, bound: int, random: Random) -> int:
    """The whole plan of which a part is plausibly so many percent, `least` to `most` and never more than `bound`."""
    smallest, largest, at_least = (max(-(-part * 100 // max(limit, 1)), 1) for limit in (most, least, bound))
    return max(random.randint(smallest, largest), at_least) * _UNIT


def _known(hundredths: int, one: Wanted) -> Known:
    if not one.is_percent:
        return Known(Decimal(hundredths // _UNIT))
    decimals = 0 if hundredths % 100 == 0 else 1 if hundredths % 10 == 0 else 2
    return Known((Decimal(hundredths) / _UNIT).quantize(Decimal(1).scaleb(-decimals)), decimals)
