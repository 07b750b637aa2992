"""Error localisation finds what a brute force over all sets of fields finds."""

from __future__ import annotations

import importlib.util
import os
from fractions import Fraction
from math import inf
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.proposing.localisation import CannotBeMended, Localiser, locate_errors

_SPEC = importlib.util.spec_from_file_location(
    "brute_force_localisation", Path(__file__).parents[1] / "brute_force_localisation.py"
)
brute_force = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(brute_force)

CASES = int(os.environ.get("CCHC_LOCALISATION_CASES", "600"))
FIELDS = ("a", "b", "c", "d", "e", "f")
NUMBERS = st.integers(-6, 6) | st.sampled_from([0.01, 0.5, 99.99, 10**9 + 1, 10**9 + 4, 10**12, -(10**12)])
COEFFICIENTS = st.sampled_from(["1", "-1", "1", "-1", "2", "-3", "0.3", "-0.6"])


@st.composite
def rules(draw) -> tuple:
    names = draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=4, unique=True))
    coefficients = {name: Fraction(draw(COEFFICIENTS)) for name in names}
    comparison = draw(st.sampled_from(["==", "==", "<=", ">=", "<", ">"]))
    return coefficients, comparison, Fraction(draw(st.sampled_from(["0", "0", "0", "1", "-2", "0.01", "1000000000"])))


@st.composite
def cases(draw) -> tuple:
    chosen = draw(st.lists(rules(), min_size=1, max_size=7))
    record = {name: draw(st.none() | NUMBERS | NUMBERS | NUMBERS) for name in FIELDS}
    weights = draw(
        st.just({}) | st.dictionaries(st.sampled_from(FIELDS), st.sampled_from([0.1, 0.2, 0.3, 1, 2, 3, inf]))
    )
    return chosen, record, weights


def as_text(rule: tuple) -> str:
    coefficients, comparison, constant = rule
    left = " + ".join(f"{float(value)!r}*{name}" for name, value in coefficients.items())
    return f"{left} {comparison} {float(constant)!r}"


@settings(max_examples=CASES)
@given(cases())
def test_finds_every_cheapest_set_that_brute_force_finds(case):
    chosen, record, weights = case
    expected = brute_force.cheapest_sets(chosen, record, weights)
    texts = [as_text(rule) for rule in chosen]
    if expected is None:
        with pytest.raises(CannotBeMended):
            locate_errors(texts, record, weights)
    else:
        assert locate_errors(texts, record, weights) == expected


@settings(max_examples=max(CASES // 6, 50))
@given(cases(), st.randoms(use_true_random=False))
def test_order_and_repetition_of_rules_do_not_matter(case, random):
    chosen, record, weights = case
    texts = [as_text(rule) for rule in chosen]
    shuffled = texts + texts[:2]
    random.shuffle(shuffled)
    assert _answer(texts, record, weights) == _answer(shuffled, record, weights)


@settings(max_examples=max(CASES // 6, 50))
@given(cases(), st.sampled_from([Fraction(1, 100), 10, 10**6]))
def test_the_unit_of_the_figures_does_not_matter(case, unit):
    chosen, record, weights = case
    localiser = Localiser([as_text(rule) for rule in chosen])
    scaled_rules = [
        as_text((coefficients, comparison, constant * unit)) for coefficients, comparison, constant in chosen
    ]
    scaled = {name: None if value is None else Fraction(str(value)) * unit for name, value in record.items()}
    assert _answer(localiser, record, weights) == _answer(scaled_rules, scaled, weights)


def _answer(rules, record, weights) -> object:
    try:
        return (rules if isinstance(rules, Localiser) else Localiser(rules)).locate(record, weights)
    except CannotBeMended:
        return "cannot be mended"
