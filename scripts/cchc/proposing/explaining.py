"""The likeliest explanations of what is wrong in a report: which figures were something else on the page.

Failing rules that share a suspect, and damaged figures that share a rule, are one problem. A best-first search tries,
for each failing rule, every figure of it that may be wrong, with every value that lets the rule hold, and the thought
that the district contradicts itself; for each damaged figure, what its characters can stand for. The cost of an
explanation is how dear its misreadings are, and what it leaves contradicting. Where no misreading explains anything,
the fewest figures that must be wrong are named, whatever they were.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from math import exp

from cchc.proposing.figures import Figure, ReportFigures, suspects
from cchc.proposing.readings import cost_of_anything, cost_of_swapped_rows, expansions, reading_cost, reading_costs
from cchc.proposing.solving import Range, is_solved, solve
from cchc.proposing.suspecting import suspected
from cchc.reference.rules import Key, Rule, holds

_STATES_MOST = 3000
_EXPLANATIONS_MOST = 12
_MARGIN = 7.0  # explanations dearer than the likeliest with a change by more are not kept
_VALUES_MOST = 6  # of one figure for one rule
_CHANGES_MOST = 6


@dataclass(frozen=True)
class Explanation:
    """Figures that were something else, with the values they had; None where only a range is known.

    `left` are rules that fail all the same: the district's own contradictions. `cost` is in nats.
    """

    cost: float
    changes: Mapping[Key, Decimal | None]
    left: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Problem:
    """Failing rules and damaged figures that hang together, with their explanations, likeliest first."""

    rules: tuple[str, ...]
    damaged: tuple[Key, ...]
    explanations: tuple[Explanation, ...]
    is_cut: bool = False  # more explanations may exist than were looked for

    def share(self, key: Key, value: Decimal | None) -> float:
        """How much of the likelihood of all explanations holds this value for the figure: 0-1."""
        least = self.explanations[0].cost
        weights = [(exp(least - one.cost), one) for one in self.explanations]
        holding = sum(weight for weight, one in weights if key in one.changes and one.changes[key] == value)
        return holding / sum(weight for weight, _ in weights)


@dataclass(order=True)
class _State:
    cost: float
    order: int
    changes: dict[Key, Decimal | None] = field(compare=False)
    left: frozenset[str] = field(compare=False)
    done: frozenset[Key] = field(compare=False)  # damaged figures that have been dealt with


class _Rules:
    """The rules of a form version with the figures that each speaks of."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.all = {rule.rule_id: rule for rule in rules}
        self.of_key: dict[Key, list[Rule]] = {}
        for rule in rules:
            for key in {term.key for term in rule.terms}:
                self.of_key.setdefault(key, []).append(rule)


def explain(report: ReportFigures, rules: Sequence[Rule]) -> list[Problem]:
    """Every problem of a report with its explanations, in the order of the report's figures.

    `rules` are those to judge by; figures and rules that people settled are left alone.
    """
    indexed = _Rules(rules)
    known = report.known({})
    failing = [
        rule.rule_id
        for rule in rules
        if holds(rule, known) is False and (report.open_rules is None or rule.rule_id in report.open_rules)
    ]
    damaged = [key for key, one in report.figures.items() if one.is_damaged and not one.is_settled]
    damaged = [key for key in damaged if key.measure == "value"]
    problems, settled = [], {}
    parts = sorted(_parts(report, indexed, failing, damaged), key=lambda part: (not part[0], len(part[1])))
    for part in parts:  # contradictions first: what explains them is what damaged figures are compared with
        problem = _Search(report, indexed, *part, settled).run()
        problems.append(problem)
        settled |= {key: value for key, value in problem.explanations[0].changes.items() if value is not None}
    return sorted(problems, key=lambda problem: _place(report, problem))


def _place(report: ReportFigures, problem: Problem) -> tuple:
    keys = [*problem.damaged, *(key for one in problem.explanations for key in one.changes)]
    positions = [figure.position or 0 for key in keys if (figure := report.figures.get(key))]
    return min(positions, default=0), problem.rules


def _parts(
    report: ReportFigures, rules: _Rules, failing: list[str], damaged: list[Key]
) -> Iterator[tuple[list[str], list[Key]]]:
    """Failing rules and damaged figures, parted where nothing links them."""
    parent: dict[object, object] = {node: node for node in (*failing, *damaged)}

    def root(node: object) -> object:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    holder: dict[Key, object] = {}
    for rule_id in failing:
        for key in suspects(rules.all[rule_id], report):
            parent[root(rule_id)] = root(holder.setdefault(key, rule_id))
    for key in damaged:
        if key in holder:
            parent[root(key)] = root(holder[key])
        for rule in rules.of_key.get(key, ()):
            if rule.of_kind.leaves_one_value:
                for other in suspects(rule, report):
                    if other in parent:
                        parent[root(key)] = root(other)
    groups: dict[object, tuple[list[str], list[Key]]] = {node: ([], []) for node in map(root, parent)}
    for rule_id in failing:
        groups[root(rule_id)][0].append(rule_id)
    for key in damaged:
        groups[root(key)][1].append(key)
    yield from groups.values()


class _Search:
    """Best-first search over the explanations of one problem."""

    def __init__(
        self,
        report: ReportFigures,
        rules: _Rules,
        failing: list[str],
        damaged: list[Key],
        settled: Mapping[Key, Decimal | None],
    ) -> None:
        self._report, self._rules = report, rules
        self._failing, self._damaged = failing, damaged
        self._settled = dict(settled)  # what explains other problems best
        self._order = count()
        self._neighbours: dict[int | None, list[Figure]] = {}
        for figure in report.figures.values():
            if figure.position is not None and figure.key.measure == "value" and figure.answer_type != "ratio":
                for position in (figure.position - 1, figure.position + 1):
                    self._neighbours.setdefault(position, []).append(figure)

    def run(self) -> Problem:
        queue = [_State(0.0, next(self._order), {}, frozenset(), frozenset())]
        found: list[Explanation] = []
        seen: set[tuple] = set()
        pops = 0
        while queue and pops < _STATES_MOST and len(found) < _EXPLANATIONS_MOST:
            state = heapq.heappop(queue)
            cheapest = next((one.cost for one in found if one.changes), None)
            if cheapest is not None and state.cost > cheapest + _MARGIN:
                break
            mark = (frozenset(state.changes.items()), state.left, state.done)
            if mark in seen:
                continue
            seen.add(mark)
            pops += 1
            children = self._children(state)
            if children is None:
                if all(one.changes != state.changes for one in found):
                    found.append(Explanation(state.cost, state.changes, state.left))
                continue
            for child in children:
                heapq.heappush(queue, child)
        if not found:  # nothing fits: the district contradicts itself, as far as can be seen
            cost = sum(_left_cost(self._rules.all[one]) for one in self._failing)
            found = [Explanation(cost, {}, frozenset(self._failing))]
        if not any(one.changes for one in found):
            found += self._localised() if self._failing else self._unreadable()
        return Problem(tuple(sorted(self._failing)), tuple(self._damaged), tuple(found), bool(queue))

    def _localised(self) -> list[Explanation]:
        """Where no misreading explains the failing rules: the fewest figures that must be wrong, whatever they were."""
        hard = [one for one in self._failing if _left_cost(self._rules.all[one]) > reading_costs()["left_soft"]]
        if not hard:
            return []
        found = []
        for cost, keys in suspected(self._report, list(self._rules.all.values()), hard):
            value = self._only_value(keys[0]) if len(keys) == 1 else None
            found.append(Explanation(cost, dict.fromkeys(keys, value)))
        return sorted(found, key=lambda one: one.cost)[:_EXPLANATIONS_MOST]

    def _unreadable(self) -> list[Explanation]:
        """Damaged figures of whose values nothing speaks: they are named, and a person must look at the page."""
        unknown = dict.fromkeys(self._damaged, None)
        return [Explanation(len(unknown) * reading_costs()["left_unread"], unknown)]

    def _only_value(self, key: Key) -> Decimal | None:
        """The one value with which all rules of a figure hold; None if several do."""
        allowed = Range()
        for rule in self._rules.of_key[key]:
            solved = solve(rule, key, self._report, self._settled)
            allowed = (allowed.meet(solved) or allowed) if solved else allowed
        return self._only(self._report.figures[key], allowed)

    def _children(self, state: _State) -> list[_State] | None:
        """The states after a next step; None where nothing is left to explain."""
        rule = self._next_failing(state)
        if rule is not None:
            return list(self._mended(state, rule))
        open_damage = [key for key in self._damaged if key not in state.done]
        if not open_damage:
            return None
        return list(self._filled(state, open_damage[0]))

    def _known(self, changes: Mapping[Key, Decimal | None]):
        return self._report.known({**self._settled, **changes})

    def _next_failing(self, state: _State) -> Rule | None:
        known = self._known(state.changes)
        touched = {rule.rule_id for key in state.changes for rule in self._rules.of_key.get(key, ())}
        for rule_id in sorted({*self._failing, *touched} - state.left):
            rule = self._rules.all[rule_id]
            if holds(rule, known) is False and self._is_open(rule_id):
                return rule
        return None

    def _is_open(self, rule_id: str) -> bool:
        """False for a contradiction of the report that a person has explained."""
        if self._report.open_rules is None or rule_id in self._report.open_rules:
            return True
        return holds(self._rules.all[rule_id], self._report.known({})) is not False

    def _mended(self, state: _State, rule: Rule) -> Iterator[_State]:
        if rule.rule_id in self._failing or holds(rule, self._report.known({})) is None:
            left_cost = state.cost + _left_cost(rule)
            yield _State(left_cost, next(self._order), state.changes, state.left | {rule.rule_id}, state.done)
        if len(state.changes) >= _CHANGES_MOST:
            return
        for key in suspects(rule, self._report):
            if key not in state.changes:
                for cost, changes in self._values(state, rule, key):
                    yield self._with(state, key, cost, changes)
                yield from self._swapped(state, rule, key)

    def _swapped(self, state: _State, rule: Rule, key: Key) -> Iterator[_State]:
        """The figure and its neighbour in the column the other way round, if the rule then holds."""
        figure = self._report.figures[key]
        for other in self._neighbours.get(figure.position, ()):
            if other.key in state.changes or other.value is None or other.value == figure.value:
                continue
            if other.is_settled or other.answer_type != figure.answer_type or key.measure == "base":
                continue
            changes = {key: other.value, other.key: figure.value}
            if figure.value is not None and holds(rule, self._known({**state.changes, **changes})):
                yield self._with(state, key, cost_of_swapped_rows(figure), changes)

    def _filled(self, state: _State, key: Key) -> Iterator[_State]:
        """What a damaged figure can be: its characters' readings, what rules compute, or still unread."""
        unread = state.cost + reading_costs()["left_unread"]
        yield _State(unread, next(self._order), state.changes, state.left, state.done | {key})
        figure = self._report.figures[key]
        options = {(value, base): cost for cost, value, base in expansions(figure)}
        for rule in self._rules.of_key.get(key, ()):
            value = self._told(state, rule, figure)
            if value is not None:
                base = self._base(state, key)
                if figure.answer_type != "ratio" or base is not None:
                    options.setdefault((value, base), reading_cost(figure, value, base))
        for (value, base), cost in options.items():
            changes = {key: value}
            if base is not None:
                changes[key._replace(measure="base")] = base
            yield self._with(state, key, cost, changes)

    def _with(self, state: _State, key: Key, cost: float, changes: Mapping[Key, Decimal | None]) -> _State:
        done = state.done | {key._replace(measure="value")}
        return _State(state.cost + cost, next(self._order), {**state.changes, **changes}, state.left, done)

    def _values(self, state: _State, rule: Rule, key: Key) -> Iterator[tuple[float, dict[Key, Decimal | None]]]:
        """Values of a figure with which a rule holds, cheapest first, and what they cost; at last an unknown one."""
        allowed = solve(rule, key, self._report, self._settled | state.changes)
        if allowed is None:
            return
        figure = self._report.figures[key]
        only = self._only(figure, allowed) if is_solved(rule) else None
        if only is not None:
            yield self._costed(state, figure, only)
            return
        if allowed.low is not None and allowed.low == allowed.high:
            return  # the one value that would do cannot stand in this cell
        others = (self._told(state, other, figure) for other in self._rules.of_key[key] if other is not rule)
        told = {value for value in others if value is not None}
        yield from self._holding(state, rule, figure, allowed, sorted(told))
        typed = dict.fromkeys(base if key.measure == "base" else value for _, value, base in expansions(figure))
        options = list(self._holding(state, rule, figure, allowed, [one for one in typed if one not in told]))
        yield from sorted(options, key=lambda option: option[0])[:_VALUES_MOST]
        yield cost_of_anything(figure), {key: None}

    def _holding(
        self, state: _State, rule: Rule, figure: Figure, allowed: Range, values: Sequence[Decimal | None]
    ) -> Iterator[tuple[float, dict[Key, Decimal | None]]]:
        """Those of the values with which the rule holds, and what they cost."""
        for value in values:
            if value is None or value == figure.value or value not in allowed:
                continue
            cost, changes = self._costed(state, figure, value)
            if holds(rule, self._known({**state.changes, **changes})):
                yield cost, changes

    def _told(self, state: _State, rule: Rule, figure: Figure) -> Decimal | None:
        allowed = solve(rule, figure.key, self._report, self._settled | state.changes)
        return self._only(figure, allowed) if allowed and rule.of_kind.leaves_one_value else None

    def _costed(self, state: _State, figure: Figure, value: Decimal) -> tuple[float, dict[Key, Decimal | None]]:
        key = figure.key
        if figure.answer_type != "ratio" or key.source != "appendix":
            return reading_cost(figure, value), {key: value}
        whole = self._report.figures[key._replace(measure="value")]
        if key.measure == "base":
            part, base = state.changes.get(whole.key, whole.value), value
        else:
            part, base = value, self._base(state, key)
        if part is None or base is None:
            return reading_cost(figure, value), {key: value}
        cost = 0.0 if key._replace(measure="value") in state.changes else reading_cost(whole, part, base)
        return cost, {whole.key: part, whole.key._replace(measure="base"): base}

    def _base(self, state: _State, key: Key) -> Decimal | None:
        base = key._replace(measure="base")
        figure = self._report.figures.get(base)
        return state.changes.get(base, figure.value if figure else None)

    @staticmethod
    def _only(figure: Figure, allowed: Range) -> Decimal | None:
        """The one value of the range that can stand in the cell; None if none or several."""
        if figure.answer_type == "percent" and allowed.low is not None and allowed.high is not None:
            step = Decimal(1).scaleb(-figure.decimals)
            middle = (allowed.low + allowed.high) / 2
            value = (Decimal(middle.numerator) / Decimal(middle.denominator)).quantize(step)
            return value if value in allowed and value >= 0 else None
        value = allowed.point
        if value is None:
            whole = _one_whole(allowed)
            return whole if whole is not None and _fits(figure, whole) else None
        return value if _fits(figure, value) else None


def _one_whole(allowed: Range) -> Decimal | None:
    if allowed.low is None or allowed.high is None:
        return None
    low, high = -(-allowed.low // 1), allowed.high // 1
    return Decimal(int(low)) if low == high else None


def _fits(figure: Figure, value: Decimal) -> bool:
    """Whether a value can stand in a figure's cell at all."""
    if value < 0:
        return False
    if figure.answer_type == "percent":
        return True
    return value == value.to_integral_value() and (not figure.codes or f"{value:.0f}" in figure.codes)


def _left_cost(rule: Rule) -> float:
    costs = reading_costs()
    return costs["left_critical" if rule.severity == "critical" else rule.of_kind.left_cost]
