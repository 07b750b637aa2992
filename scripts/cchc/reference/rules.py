"""The rules between figures as data, and whether a set of figures obeys them, in exact decimal arithmetic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from math import ceil
from pathlib import Path
from typing import NamedTuple

from cchc.paths import REFERENCE_SEEDS
from cchc.reference.rule_kinds import COMPARISON, PERCENT_OF, REFERENCE, WHOLE_PLAN, RuleKind, rule_kind
from cchc.seeds.reading import read_seed

OF_LAST_YEAR = ("previous_year", "same_period_last_year")  # sources of figures that other reports tell
_DECIMALS_MOST = 4


class Key(NamedTuple):
    """Names a figure of a report: where it stands (`appendix`, `narrative`, `note`, …), what it counts, its measure."""

    source: str
    concept: str
    measure: str = "value"


COMMUNES = Key("unit", "commune_count")  # how many communes a unit has; known of some units only


@dataclass(frozen=True)
class Term:
    """One figure of a rule. `source`, `concept` and `measure` name it; see seeds/reference/rule_terms.yml."""

    role: str
    coefficient: Decimal
    source: str
    concept: str
    measure: str

    @property
    def key(self) -> Key:
        return Key(self.source, self.concept, self.measure)


@dataclass(frozen=True)
class Rule:
    """A rule of seeds/reference/rules.csv with its terms. `comparison` is `=`, `<=` or `>=`."""

    rule_id: str
    kind: str
    comparison: str
    constant: Decimal
    tolerance: Decimal
    severity: str
    words_en: str
    words_vi: str
    terms: tuple[Term, ...]

    @property
    def is_linear(self) -> bool:
        return self.of_kind.is_linear

    @property
    def arithmetic(self) -> str:
        return self.of_kind.arithmetic

    @cached_property
    def of_kind(self) -> RuleKind:
        """What holds for all rules of its kind. Raises CchcError where there is no such kind."""
        return rule_kind(self.kind)

    def side(self, role: str) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.role == role)


@dataclass(frozen=True)
class Known:
    """A known figure and how many decimals it was printed with."""

    value: Decimal
    decimals: int = 0


Lookup = Callable[[Term], Known | None]
Sums = Mapping[str, Decimal]  # of the terms of a rule, by role


@cache
def load_rules(folder: Path = REFERENCE_SEEDS) -> tuple[Rule, ...]:
    """Every rule of the reference seeds, in their order."""
    terms: dict[str, list[tuple[int, Term]]] = {}
    for row in read_seed(folder / "rule_terms.csv"):
        term = Term(row["role"], Decimal(row["coefficient"]), row["figure_source"], row["concept"], row["measure"])
        terms.setdefault(row["rule_id"], []).append((int(row["term"]), term))
    return tuple(
        Rule(
            rule_id=row["rule_id"],
            kind=row["kind"],
            comparison=row["comparison"],
            constant=Decimal(row["constant"]),
            tolerance=Decimal(row["tolerance"]),
            severity=row["severity"],
            words_en=row["words_en"],
            words_vi=row["words_vi"],
            terms=tuple(term for _, term in sorted(terms[row["rule_id"]], key=lambda pair: pair[0])),
        )
        for row in read_seed(folder / "rules.csv")
    )


def holds(rule: Rule, known: Lookup) -> bool | None:
    """Whether the figures obey the rule; None where one of them is not known, or the rule says nothing of them.

    The same as models/intermediate/int_rule_judgements.sql finds.
    """
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    slack = rule.tolerance
    for term in rule.terms:
        figure = known(term)
        if figure is None:
            return None
        sums[term.role] += term.coefficient * figure.value
        if term.role == "percent":
            slack += half_unit(figure.decimals)
    return JUDGES[rule.arithmetic](rule, sums, slack)


def half_unit(decimals: int) -> Decimal:
    """Half a unit of the last printed decimal; figures are kept to four."""
    return Decimal(5).scaleb(-1 - min(decimals, _DECIMALS_MOST))


def _compares(rule: Rule, sums: Sums, tolerance: Decimal) -> bool:
    above = sums["left"] - sums["right"] - rule.constant
    if rule.comparison == "=":
        return abs(above) <= tolerance
    return above <= tolerance if rule.comparison == "<=" else -above <= tolerance


def _is_percent_of(_rule: Rule, sums: Sums, tolerance: Decimal) -> bool | None:
    """Whether part is so many percent of whole; None for nothing of nothing."""
    percent, part, whole = sums["percent"], sums["part"], sums["whole"]
    if part == 0 and whole == 0:
        return None
    return abs(percent * whole - 100 * part) <= tolerance * whole


def _has_whole_plan(_rule: Rule, sums: Sums, tolerance: Decimal) -> bool:
    """Whether part is so many percent of some whole number."""
    percent, part = sums["percent"], sums["part"]
    if part <= 0:
        return part == 0 and abs(percent) <= tolerance
    if percent + tolerance <= 0:
        return False
    least = ceil(100 * Fraction(part) / Fraction(percent + tolerance))
    return percent <= tolerance or least * (percent - tolerance) <= 100 * part


# How a rule of an arithmetic is judged, from its sums by role and how far it may be missed.
JUDGES: Mapping[str, Callable[[Rule, Sums, Decimal], bool | None]] = {
    COMPARISON: _compares,
    REFERENCE: _compares,
    PERCENT_OF: _is_percent_of,
    WHOLE_PLAN: _has_whole_plan,
}
