"""The rules of the seeds as the localiser takes them, and a report's figures as its record.

A figure's field is `source:concept:measure`. Only rules of the severities asked for bind; a soft rule is evidence, not
a fence. A tolerance makes one rule with two bounds. A percentage of a whole is a product of two figures: it is linear
in part and whole while the percentage is held to be read right (`percentage_kept`). A percentage of a whole plan is
not linear at all. Both are judged by `cchc.reference.rules.holds`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from fractions import Fraction
from math import inf

from cchc.proposing.linear_rules import LinearRule, RuleRefused, linear_rule
from cchc.proposing.localisation import Fields, Localiser
from cchc.reference.rules import OF_LAST_YEAR, Known, Lookup, Rule, Term

_BEYOND_DOUBT = ("unit", *OF_LAST_YEAR)  # what other documents tell; a report cannot have them wrong


def field_of(term: Term) -> str:
    return f"{term.source}:{term.concept}:{term.measure}"


def as_linear(rule: Rule) -> LinearRule:
    """A rule of kind sum, same_figure, part_of_whole and so on. Raises RuleRefused for percentages."""
    if not rule.is_linear:
        raise RuleRefused(f"rule {rule.rule_id!r} is of kind {rule.kind}, a percentage of figures, and not linear.")
    coefficients: dict[str, Fraction] = {}
    for term in rule.terms:
        signed = term.coefficient if term.role == "left" else -term.coefficient
        coefficients[field_of(term)] = coefficients.get(field_of(term), Fraction(0)) + Fraction(signed)
    lower = (Fraction(rule.constant - rule.tolerance), 0) if rule.comparison in ("=", ">=") else None
    upper = (Fraction(rule.constant + rule.tolerance), 0) if rule.comparison in ("=", "<=") else None
    return linear_rule(rule.rule_id, coefficients, lower, upper)


def percentage_kept(rule: Rule, percent: Known) -> tuple[LinearRule, LinearRule]:
    """What a percent_of rule says of part and whole while the printed percentage stands.

    (percent - half a unit) * whole <= 100 * part <= (percent + half a unit) * whole, the unit being that of the last
    printed decimal.
    """
    part, whole = (field_of(rule.side(role)[0]) for role in ("part", "whole"))
    half = Fraction(1, 2 * 10**percent.decimals)
    low, high = Fraction(percent.value) - half, Fraction(percent.value) + half
    return (
        linear_rule(rule.rule_id, {part: 100, whole: -low}, lower=(0, 0)),
        linear_rule(rule.rule_id, {part: 100, whole: -high}, upper=(0, 0)),
    )


def linear_rules(rules: Iterable[Rule], severities: Collection[str] = ("critical",)) -> list[LinearRule]:
    """The linear rules of these severities, in their order."""
    return [as_linear(rule) for rule in rules if rule.is_linear and rule.severity in severities]


def not_negative(rules: Iterable[LinearRule]) -> list[LinearRule]:
    """What the form's answers have in common: no figure that the rules speak of is below 0."""
    fields = sorted({field for rule in rules for field in rule.coefficients})
    return [linear_rule(f"{field} >= 0", {field: 1}, lower=(0, 0)) for field in fields]


def report_localiser(rules: Iterable[Rule], severities: Collection[str] = ("critical",)) -> Localiser:
    """A localiser for reports under these rules, no figure being negative."""
    linear = linear_rules(rules, severities)
    return Localiser([*linear, *not_negative(linear)])


def record_of(rules: Iterable[Rule], known: Lookup) -> dict[str, Decimal | None]:
    """The figures that rules speak of, as a record; None where one is not known."""
    figures = {field_of(term): known(term) for rule in rules for term in rule.terms}
    return {field: None if figure is None else figure.value for field, figure in figures.items()}


def fixed_fields(record: Iterable[str]) -> dict[str, float]:
    """Weights that keep what does not stand in the report from being suspected."""
    return {field: inf for field in record if field.startswith(tuple(f"{source}:" for source in _BEYOND_DOUBT))}


def locate_in_report(localiser: Localiser, record: dict, weights: dict | None = None) -> list[Fields]:
    """The cheapest sets of wrong figures; one empty set where no rule fails whose figures are all known.

    So a report that passes validation has no suspects. A missing figure may be anything that the rules allow: once a
    rule fails, rules with missing figures too narrow down what may be wrong.
    """
    if not localiser.violated(record):
        return [frozenset()]
    return localiser.locate(record, {**fixed_fields(record), **(weights or {})})
