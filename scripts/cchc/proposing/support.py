"""What speaks for a proposed value: rules over figures that were read clearly, and the characters themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from math import ceil, floor

from cchc.proposing.figures import Figure, ReportFigures
from cchc.proposing.readings import expansions, stands_for_a_number
from cchc.proposing.solving import Range, solve
from cchc.reading.number_grammar import confusions, decimals_of
from cchc.reference.rules import Key, Rule, holds


def contested(report: ReportFigures, rules: Iterable[Rule]) -> frozenset[Key]:
    """Figures that contradict each other though all were read clearly: nobody knows which of them is wrong."""
    known = report.known({})
    found: set[Key] = set()
    for rule in rules:
        keys = [term.key for term in rule.terms]
        if holds(rule, known) is False and all(_is_clear(report, key) for key in keys):
            found.update(keys)
    return frozenset(found)


def _is_clear(report: ReportFigures, key: Key) -> bool:
    figure = report.figures.get(key)
    return figure is not None and figure.is_clear


def leaves_one(
    rule: Rule,
    report: ReportFigures,
    key: Key,
    value: Decimal,
    changes: Mapping[Key, Decimal | None],
    doubted: Collection[Key],
) -> bool:
    """Whether a rule by itself leaves the figure this value alone.

    Its other figures must have been read clearly, or decided on, and be neither changed nor `doubted`.
    """
    others = [other for term in rule.terms if (other := term.key) != key]
    if not rule.of_kind.leaves_one_value or any(
        other in changes or other in doubted or not _is_clear(report, other) for other in others
    ):
        return False
    figure = report.figures[key]
    places = max(figure.decimals, decimals_of(value))
    as_printed = replace(report, figures={**report.figures, key: replace(figure, decimals=places)})
    allowed = solve(rule, key, as_printed, {})
    return (
        allowed is not None
        and value in allowed
        and _is_alone(allowed, places if figure.answer_type == "percent" else 0)
    )


def _is_alone(allowed: Range, places: int) -> bool:
    """Whether only one number of so many decimals lies in a range."""
    if allowed.low is None or allowed.high is None:
        return False
    return floor(allowed.high * 10**places) == ceil(allowed.low * 10**places)


def characters_say(figure: Figure, key: Key, value: Decimal) -> bool:
    """Whether the characters of a damaged figure speak for the value: a piece of a word, or marks that are like no
    digit, can be anything and say nothing."""
    is_like_digits = any(mark.isdigit() or mark in confusions() for mark in figure.raw_text)
    if not figure.is_damaged or not is_like_digits or not stands_for_a_number(figure.raw_text):
        return False
    return value in {base if key.measure == "base" else one for _, one, base in expansions(figure)}
