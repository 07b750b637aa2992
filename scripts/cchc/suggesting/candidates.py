"""A rule that may be suggested: its arithmetic, and why it was thought of. No report has judged it yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cchc.reference.rules import COMMUNES, Key, Rule, Term

# Why a rule was thought of; their words stand in cchc.suggesting.sentences.
TOTAL, PARENT, HEADING, STAGE, NARROWER, STOCK, FIRST_OF_GROUP = (
    "total_over_parts", "row_under_row", "heading_with_figure", "due_and_done", "narrower_label", "part_of_stock",
    "first_of_group",
)  # fmt: skip
RATE, OF_NOTHING, SHARE, SHARES, OWN_BASE, PARENT_BASE, COMMUNE_BOUND = (
    "rate_of_rows", "rate_of_nothing", "share_of_whole", "shares_of_one_thing", "ratio_of_base", "base_of_parent",
    "bound_of_communes",
)  # fmt: skip
SAME_VALUES, SUM_OF_VALUES, BOUND_OF_VALUES, RATE_OF_VALUES = (
    "same_values", "sum_of_values", "bound_of_values", "rate_of_values",
)  # fmt: skip
FROM_VALUES = (SAME_VALUES, SUM_OF_VALUES, BOUND_OF_VALUES, RATE_OF_VALUES)


@dataclass(frozen=True)
class Candidate:
    """A rule without words: the left side compared with `factor` times the right side plus `constant`.

    `is_firm`: the form itself says so, and a few reports against it do not make it silent; `is_proven`: no right report
    can break it. `wants_reports`: the form alone says too little, or nothing.
    """

    kind: str
    comparison: str
    left: tuple[Key, ...]
    right: tuple[Key, ...]
    reason: str
    constant: Decimal = Decimal(0)
    factor: Decimal = Decimal(1)
    is_firm: bool = False
    is_proven: bool = False
    wants_reports: bool = False

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*self.left, *self.right)

    def terms(self) -> tuple[Term, ...]:
        """Its terms as a rule has them."""
        if self.kind == "percent_of":
            named = zip(("percent", "part", "whole"), self.keys, strict=True)
            return tuple(Term(role, Decimal(1), *key) for role, key in named)
        left = (Term("left", Decimal(1), *key) for key in self.left)
        return (*left, *(Term("right", self.factor, *key) for key in self.right))

    def rule(self, rule_id: str = "", severity: str = "warning", words: tuple[str, str] = ("", "")) -> Rule:
        """It as a rule, with a name and words in English and Vietnamese."""
        return Rule(
            rule_id=rule_id,
            kind=self.kind,
            comparison=self.comparison or "=",  # as such rules stand on record
            constant=self.constant,
            tolerance=Decimal(0),
            severity=severity,
            words_en=words[0],
            words_vi=words[1],
            terms=self.terms(),
        )


def equal(kind: str, left: Key, right: Iterable[Key], reason: str, is_firm: bool = False) -> Candidate:
    """One figure is the sum of others, or the same as another."""
    return Candidate(kind, "=", (left,), tuple(right), reason, is_firm=is_firm)


def within(
    left: Iterable[Key],
    right: Iterable[Key],
    reason: str,
    is_firm: bool = False,
    is_proven: bool = False,
    wants_reports: bool = False,
) -> Candidate:
    """Parts are not more than a whole."""
    wholes = tuple(right)
    kind = "district_bound" if COMMUNES in wholes else "part_of_whole"
    return Candidate(
        kind, "<=", tuple(left), wholes, reason, is_firm=is_firm, is_proven=is_proven, wants_reports=wants_reports
    )


def of_nothing(percent: Key, whole: Key) -> Candidate:
    """A percentage of nothing is 0: a whole that is not 0 is at least 1."""
    return Candidate("part_of_whole", "<=", (percent,), (whole,), OF_NOTHING, factor=Decimal(100), is_firm=True)


def rate(percent: Key, part: Key, whole: Key, reason: str, is_firm: bool = False) -> Candidate:
    """A percentage is that of two other figures."""
    return Candidate("percent_of", "", (percent,), (part, whole), reason, is_firm=is_firm)
