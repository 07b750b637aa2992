"""The rules between figures as data, and whether a set of figures obeys them, in exact decimal arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from cchc.form import read_seed
from cchc.paths import REFERENCE_SEEDS

_PERCENT_KINDS = ("percent_of", "whole_plan")


@dataclass(frozen=True)
class Term:
    """One figure of a rule. `source`, `concept` and `measure` name it; see seeds/reference/rule_terms.yml."""

    role: str
    coefficient: Decimal
    source: str
    concept: str
    measure: str


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
        return self.kind not in _PERCENT_KINDS

    def side(self, role: str) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.role == role)


@dataclass(frozen=True)
class Known:
    """A known figure and how many decimals it was printed with."""

    value: Decimal
    decimals: int = 0


Lookup = Callable[[Term], Known | None]


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
    """Whether the figures obey the rule; None where one of them is not known."""
    figures = [(term, known(term)) for term in rule.terms]
    if any(figure is None for _, figure in figures):
        return None
    if not rule.is_linear:
        return _percent_holds({term.role: figure for term, figure in figures})
    left = sum(term.coefficient * figure.value for term, figure in figures if term.role == "left")
    right = sum(term.coefficient * figure.value for term, figure in figures if term.role == "right") + rule.constant
    if rule.comparison == "=":
        return abs(left - right) <= rule.tolerance
    return left <= right + rule.tolerance if rule.comparison == "<=" else left >= right - rule.tolerance


def _percent_holds(figures: dict[str, Known]) -> bool | None:
    """Whether a percentage is that of part and whole, or of part and some whole number, within half a unit."""
    percent, part = figures["percent"].value, figures["part"].value
    half = Decimal(1).scaleb(-figures["percent"].decimals) / 2
    if "whole" in figures:
        whole = figures["whole"].value
        return None if whole == 0 else abs(100 * part - percent * whole) <= half * whole
    if part == 0 or percent == 0:
        return part == 0 and percent == 0
    nearest = int(100 * part / percent)
    return any(abs(100 * part - percent * plan) <= half * plan for plan in (nearest, nearest + 1) if plan > 0)
