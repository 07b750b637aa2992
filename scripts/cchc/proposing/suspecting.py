"""Which figures must be wrong where no misreading of any explains the failing rules: error localisation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from math import inf

from cchc.proposing.figures import Figure, ReportFigures
from cchc.proposing.linear_rules import LinearRule
from cchc.proposing.localisation import CannotBeMended, Localiser, TooManySets
from cchc.proposing.readings import cost_of_anything, reading_costs
from cchc.proposing.report_rules import as_linear, field_of, percentage_kept
from cchc.reference.rule_kinds import PERCENT_OF
from cchc.reference.rules import Key, Rule, holds

_SETS_MOST = 50


def suspected(report: ReportFigures, rules: Sequence[Rule], failing: Collection[str]) -> list[tuple[float, list[Key]]]:
    """The cheapest sets of figures whose change lets the failing rules hold and breaks none, and what each costs.

    A percentage of a whole binds as printed; what else is not linear, as a whole plan, binds nothing here. Nothing
    where no change would do, or where more than fifty sets would do as well: then nobody knows.
    """
    known = report.known({})
    binding: list[LinearRule] = []
    for rule in rules:
        if rule.rule_id in failing or holds(rule, known) is not False:
            binding += _linear(rule, known)
    keys = {field_of(term): term.key for rule in rules for term in rule.terms}
    figures = {field: report.figures[key] for field, key in keys.items() if key in report.figures}
    record = dict.fromkeys(keys) | {field: figure.value for field, figure in figures.items()}
    weights = {field: _weight(figure) for field, figure in figures.items()}
    localiser = Localiser(binding)
    if not set(localiser.violated(record)) & set(failing):
        return []
    try:
        sets = localiser.locate(record, weights, _SETS_MOST)
    except (CannotBeMended, TooManySets):
        return []
    return [
        (sum(_cost(figures[field]) for field in fields), [keys[field] for field in sorted(fields)]) for fields in sets
    ]


def _linear(rule: Rule, known) -> list[LinearRule]:
    if rule.is_linear:
        return [_as_linear(rule)]
    percent = known(rule.side("percent")[0]) if rule.arithmetic == PERCENT_OF else None
    return list(percentage_kept(rule, percent)) if percent else []


_as_linear = cache(as_linear)


def _weight(figure: Figure) -> float:
    """A damaged figure is wrong sooner than a crisp one; among crisp ones every tie is named."""
    if figure.is_settled:
        return inf
    return reading_costs()["unlike"] + (0.0 if figure.is_damaged else reading_costs()["crisp_is_wrong"])


def _cost(figure: Figure) -> float:
    return cost_of_anything(figure)
