"""Which values of one figure let a rule hold, when all its other figures are as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cchc.proposing.figures import ReportFigures
from cchc.reference.rule_kinds import PERCENT_OF
from cchc.reference.rules import Key, Rule


@dataclass(frozen=True)
class Range:
    """Values from `low` to `high`, both included; None is unbounded."""

    low: Fraction | None = None
    high: Fraction | None = None

    def __contains__(self, value: Decimal) -> bool:
        exact = Fraction(value)
        return (self.low is None or exact >= self.low) and (self.high is None or exact <= self.high)

    def meet(self, other: Range) -> Range | None:
        """What both hold; None if nothing."""
        low = max((end for end in (self.low, other.low) if end is not None), default=None)
        high = min((end for end in (self.high, other.high) if end is not None), default=None)
        return None if low is not None and high is not None and low > high else Range(low, high)

    @property
    def point(self) -> Decimal | None:
        """The only value, where there is one that a decimal can write."""
        if self.low is None or self.low != self.high:
            return None
        return as_decimal(self.low)


def as_decimal(exact: Fraction) -> Decimal | None:
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return value if Fraction(value) == exact else None


def solve(rule: Rule, key: Key, report: ReportFigures, changes: Mapping[Key, Decimal | None]) -> Range | None:
    """The values of `key` that let `rule` hold; None where none do, or another of its figures is not known.

    Where they cannot be computed (`is_solved`) the range is all values, and `holds` must be asked.
    """
    known = report.known(changes)
    others = {term: known(term) for term in rule.terms if term.key != key}
    if any(figure is None for figure in others.values()):
        return None
    if rule.is_linear:
        return _solve_linear(rule, key, {term: Fraction(figure.value) for term, figure in others.items()})
    return _solve_percent(rule, key, others, report) if is_solved(rule) else Range(Fraction(0), None)


def is_solved(rule: Rule) -> bool:
    """Whether the values that let such a rule hold are computed; a percentage of a plan that is not told has many."""
    return rule.is_linear or rule.arithmetic == PERCENT_OF


def _solve_linear(rule: Rule, key: Key, others: Mapping) -> Range | None:
    slope, rest = Fraction(0), -Fraction(rule.constant)
    for term in rule.terms:
        coefficient = Fraction(term.coefficient) * (1 if term.role == "left" else -1)
        if term.key == key:
            slope += coefficient
        else:
            rest += coefficient * others[term]
    if slope == 0:
        return None
    tolerance = Fraction(rule.tolerance)
    low = (-tolerance - rest) / slope if rule.comparison in ("=", ">=") else None
    high = (tolerance - rest) / slope if rule.comparison in ("=", "<=") else None
    return Range(low, high) if slope > 0 else Range(high, low)


def _solve_percent(rule: Rule, key: Key, others: Mapping, report: ReportFigures) -> Range | None:
    figures = {term.role: figure for term, figure in others.items()}
    role = next(term.role for term in rule.terms if term.key == key)
    if role == "percent":
        half = Fraction(1, 2 * 10 ** report.figures[key].decimals)
        part, whole = Fraction(figures["part"].value), Fraction(figures["whole"].value)
        return None if whole <= 0 else Range(100 * part / whole - half, 100 * part / whole + half)
    percent, half = Fraction(figures["percent"].value), Fraction(1, 2 * 10 ** figures["percent"].decimals)
    if role == "part":
        whole = Fraction(figures["whole"].value)
        return Range((percent - half) * whole / 100, (percent + half) * whole / 100)
    part = Fraction(figures["part"].value)
    if percent - half <= 0:
        return None
    return Range(100 * part / (percent + half), 100 * part / (percent - half))
