"""Whether linear rules can hold together, and whether some of them already say what another says; exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cchc.proposing.linear_rules import LinearRule
from cchc.proposing.rational_simplex import clash


def clashing(rules: Sequence[LinearRule]) -> list[str] | None:
    """Names of rules that cannot hold together, no fewer of them; None where all can."""
    factors = clash([rule.coefficients for rule in rules], [(rule.lower, rule.upper) for rule in rules])
    return None if factors is None else [rules[at].name for at in factors]


def implied_by(rule: LinearRule, others: Sequence[LinearRule]) -> set[str] | None:
    """Names of rules from which the rule follows: no figures that they allow lie outside it. None where it does not."""
    below = rule.lower and replace(rule, lower=None, upper=(rule.lower[0], -1))
    above = rule.upper and replace(rule, lower=(rule.upper[0], 1), upper=None)
    names: set[str] = set()
    for opposite in (below, above):
        if opposite:
            found = clashing([*others, opposite])
            if found is None:
                return None
            names.update(found)
    return names - {rule.name}
