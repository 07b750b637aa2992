"""The rules of the seeds under error localisation: they can hold, none repeats others, and the validator agrees."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.proposing.implied_rules import clashing, implied_by
from cchc.proposing.linear_rules import LinearRule, RuleRefused
from cchc.proposing.localisation import CannotBeMended, Localiser
from cchc.proposing.report_rules import (
    as_linear,
    field_of,
    linear_rules,
    locate_in_report,
    not_negative,
    percentage_kept,
    record_of,
    report_localiser,
)
from cchc.reference.rules import Known, Rule, Term, holds, load_rules
from cchc.sample.choosing import units_for
from cchc.sample.content import lookup
from cchc.sample.generate import generate, previous_report

RULES = load_rules()
CRITICAL = [rule for rule in RULES if rule.is_linear and rule.severity == "critical"]
UNITS = units_for(2022, province="94")


def is_implied(rule: LinearRule, others: list[LinearRule]) -> bool:
    return implied_by(rule, others) is not None


def test_all_linear_rules_can_hold_together():
    for severities in (("critical",), ("critical", "warning", "info")):
        rules = linear_rules(RULES, severities)
        assert clashing([*rules, *not_negative(rules)]) is None


def test_no_rule_is_implied_by_others_without_a_reason():
    rules = linear_rules(RULES)
    bounds = not_negative(rules)
    found = {rule.name for rule in rules if is_implied(rule, [*(one for one in rules if one is not rule), *bounds])}
    with (Path(__file__).parent / "implied_rules.csv").open(encoding="utf-8", newline="") as file:
        assert found == {row["rule_id"] for row in csv.DictReader(file)}
    assert not any(is_implied(rule, [one for one in rules if one is not rule]) for rule in rules)


def figures(seed: int, changes: dict[int, int], lost: set[int]) -> tuple[dict, dict]:
    """A sample report's record with figures changed and lost, by place."""
    report = generate(UNITS[seed % len(UNITS)], 2022, seed)
    record = record_of(RULES, lookup(report, previous_report(report, seed)))
    own = sorted(field for field, value in record.items() if field.startswith("appendix:") and value is not None)
    for place, value in changes.items():
        record[own[place % len(own)]] = Decimal(value)
    for place in lost:
        record[own[place % len(own)]] = None
    return record


def failing(record: dict, rules: list) -> set[str]:
    def known(term: Term) -> Known | None:
        value = record[field_of(term)]
        return None if value is None else Known(value)

    return {rule.rule_id for rule in rules if holds(rule, known) is False}


PLACES = st.integers(0, 10_000)
CHANGES = st.dictionaries(
    PLACES, st.integers(0, 20_000) | st.sampled_from([Decimal("0.5"), Decimal("99.99")]), max_size=3
)


@cache
def binding(severities: tuple[str, ...], tolerance: str) -> tuple[list[Rule], Localiser]:
    """The linear rules of these severities, as tolerant, and a localiser of them."""
    rules = [replace(rule, tolerance=Decimal(tolerance)) for rule in RULES]
    return [rule for rule in rules if rule.is_linear and rule.severity in severities], report_localiser(
        rules, severities
    )


@settings(max_examples=150)
@given(
    st.integers(1, 60),
    CHANGES,
    st.sets(PLACES, max_size=12),
    st.sampled_from([("critical",), ("critical", "warning")]),
    st.sampled_from(["0", "0", "0.5", "3"]),
)
def test_validator_and_localiser_agree(seed, changes, lost, severities, tolerance):
    """On every record, missing values and tolerances included: no failure, no suspect, and the other way round."""
    rules, localiser = binding(severities, tolerance)
    record = figures(seed, changes, lost)
    expected = failing(record, rules)
    assert set(localiser.violated(record)) == expected
    try:
        found = locate_in_report(localiser, record)
    except CannotBeMended:  # the district's own number of communes, say, is not to be changed
        assert expected
        return
    assert (found == [frozenset()]) == (not expected)
    for fields in found:
        mended = {field: None if field in fields else value for field, value in record.items()}
        assert not failing(mended, rules)


def test_a_tolerance_holds_for_both(seed=4):
    rule = next(rule for rule in CRITICAL if rule.comparison == "=")
    loose = replace(rule, tolerance=Decimal("0.5"))
    record = figures(seed, {}, set())
    field = field_of(rule.terms[0])
    for off, is_wrong in (("0.5", False), ("0.51", True), ("-0.5", False), ("-0.51", True)):
        changed = record | {field: record[field] + Decimal(off)}
        assert bool(failing(changed, [loose])) == is_wrong
        assert (Localiser([as_linear(loose)]).locate(changed) != [frozenset()]) == is_wrong


def test_percentages_are_linear_only_while_the_percentage_is_kept():
    rule = next(rule for rule in RULES if rule.rule_id == "job_rotations_pct")
    with pytest.raises(RuleRefused, match="percent_of"):
        as_linear(rule)
    part, whole = (field_of(rule.side(role)[0]) for role in ("part", "whole"))
    localiser = Localiser(percentage_kept(rule, Known(Decimal("82.23"), 2)))
    assert localiser.locate({part: 2500, whole: 3040}) == [frozenset({part}), frozenset({whole})]
    assert localiser.locate({part: 2500, whole: Decimal("3040.2")}) == [frozenset()]
