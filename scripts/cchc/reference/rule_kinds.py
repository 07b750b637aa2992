"""The kinds of rules as data: how a rule of the kind is judged, and what it can settle."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cchc.errors import CchcError
from cchc.paths import REFERENCE_SEEDS
from cchc.seeds.reading import read_seed

COMPARISON, REFERENCE, PERCENT_OF, WHOLE_PLAN = "comparison", "reference", "percent_of", "whole_plan"
LEFT = "left"


@dataclass(frozen=True)
class RuleKind:
    """A line of seeds/reference/rule_kinds.csv; its words are the list `rule_kind` of code words.

    `is_linear`: whether sum(left) is compared with sum(right) + constant. `leaves_one_value`: whether a rule can leave
    one of its figures a single value. `evidence_grade`: what proves that value then. `left_cost`: which event of
    reading_costs it is to leave the rule failing.
    """

    kind: str
    arithmetic: str
    leaves_one_value: bool
    evidence_grade: str
    left_cost: str
    is_linear: bool


@cache
def load_arithmetics(folder: Path = REFERENCE_SEEDS) -> dict[str, tuple[str, ...]]:
    """The roles that terms may have, by arithmetic."""
    roles: dict[str, tuple[str, ...]] = {}
    for row in read_seed(folder / "arithmetic_roles.csv"):
        roles[row["arithmetic"]] = (*roles.get(row["arithmetic"], ()), row["role"])
    return roles


@cache
def load_rule_kinds(folder: Path = REFERENCE_SEEDS) -> dict[str, RuleKind]:
    """Every kind by its name. Raises CchcError at an arithmetic that nobody can do."""
    path, arithmetics = folder / "rule_kinds.csv", load_arithmetics(folder)
    kinds = {}
    for row in read_seed(path):
        if row["arithmetic"] not in arithmetics:
            raise CchcError(
                f"{path}: kind {row['kind']} has the arithmetic '{row['arithmetic']}'. Expected one of "
                f"{', '.join(arithmetics)}. Choose one; how a new one is added is told in CONTRIBUTING.md."
            )
        kinds[row["kind"]] = RuleKind(
            kind=row["kind"],
            arithmetic=row["arithmetic"],
            leaves_one_value=row["leaves_one_value"] == "true",
            evidence_grade=row["evidence_grade"],
            left_cost=row["left_cost"],
            is_linear=LEFT in arithmetics[row["arithmetic"]],
        )
    return kinds


def rule_kind(kind: str) -> RuleKind:
    """A kind by its name. Raises CchcError where there is no such kind."""
    kinds = load_rule_kinds()
    if kind not in kinds:
        raise CchcError(
            f"{REFERENCE_SEEDS / 'rules.csv'}: there is no kind of rule '{kind}'. Expected one of {', '.join(kinds)}. "
            "Choose one, or add a row to rule_kinds.csv."
        )
    return kinds[kind]
