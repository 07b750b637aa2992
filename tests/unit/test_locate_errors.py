"""What error localisation accepts, refuses and answers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import inf, nan
from random import Random

import numpy
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from cchc.errors import CchcError
from cchc.proposing.hitting_sets import cheapest_hitting_sets, groups
from cchc.proposing.linear_rules import RuleRefused
from cchc.proposing.localisation import CannotBeMended, Localiser, RecordRefused, TooManySets, locate_errors
from cchc.proposing.rational_simplex import clash

RECORD = {"a": 1, "b": 2, "c": 3}


def sets(*names: str) -> list[frozenset[str]]:
    return [frozenset(name.split()) for name in names]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("a*b == 1", "multiplies the fields a and b"),
        ("a/b >= 1", "divides by the field b"),
        ("a/0 == 1", "divides by 0"),
        ("a != b", "compares with !="),
        ("if (a > 0) b > 0", "'if'"),
        ("a > 0 and b > 0", "'and'"),
        ("abs(a) > 1", "function abs"),
        ("a %in% c", "%in%"),
        ("a**2 == 1", r"\*\*"),
        ("a^2 == 1", r"\^"),
        ("1 < a < 3", "chain"),
        ("(a == b)", "inside parentheses"),
        ("a b == 2", "'b' stands where"),
        ("a == ", "its end stands where"),
        ("a + (b == 1", "inside parentheses"),
        ("a + (b", "a closing parenthesis"),
        ("a", "one of =="),
        ("", "a number, a field or a parenthesis"),
        ("a == 'x'", "'"),
        ("a => b", "compares with =>"),
        ("3c == 9", "'c' stands where"),
        ("2(a + b) == 6", "'\\(' stands where"),
        ("a <= inf", "'inf', which the record does not have"),
        ("a <= 1 | b <= 1", "has '\\|'"),
        ("a ~ b", "has '~'"),
        ("a ≤ b", "has '≤'"),
        ("q == 1", "'q', which the record does not have"),
    ],
)
def test_a_rule_that_is_not_linear_or_not_known_is_refused_by_name(rule, why):
    with pytest.raises(RuleRefused, match=why) as refused:
        locate_errors(["a >= 0", rule], RECORD)
    assert repr(rule.strip()) in str(refused.value)
    assert isinstance(refused.value, (CchcError, ValueError))


@pytest.mark.parametrize(
    "rule",
    [
        "3 == c",
        "2.5e-1*c == 75e-2",
        "c/3 + -b == -1",
        "a - -1 == b",
        "a + b == c",
        "c = a + b",
        "0 == -(a + b) + c",
        "2*(a+b)/2 - c >= 0",
        "a*1e0 + .5*b + b*0.5 <= +c",
        "-c<-2.9",
    ],
)
def test_a_rule_may_be_written_in_many_ways(rule):
    assert locate_errors([rule], RECORD) == sets("")


def test_fields_may_have_dots_colons_and_any_letters():
    assert locate_errors(["note:số == 2*e1"], {"note:số": 4, "e1": 1}) == sets("e1", "note:số")
    assert locate_errors(["III.2.3 == hồ_sơ"], {"III.2.3": 4, "hồ_sơ": 5}) == sets("III.2.3", "hồ_sơ")


@pytest.mark.parametrize("value", [nan, inf, -inf, Decimal("NaN"), Decimal("sNaN"), "3", [1]])
def test_a_value_that_is_no_number_is_refused(value):
    with pytest.raises(RecordRefused, match="'a'"):
        locate_errors(["a == 1"], {"a": value})


@pytest.mark.parametrize("weight", [0, -1, nan, None, "1"])
def test_a_weight_that_is_not_positive_is_refused(weight):
    with pytest.raises(RecordRefused, match="weight of 'a'"):
        locate_errors(["a == 1"], {"a": 2}, {"a": weight})


def test_a_weight_of_no_field_is_refused():
    with pytest.raises(RecordRefused, match="no such field"):
        locate_errors(["a == 1"], {"a": 2}, {"z": 1})


def test_one_text_is_no_list_of_rules():
    with pytest.raises(RuleRefused, match="list"):
        locate_errors("a == 1", RECORD)


def test_no_rules_and_no_violation_give_one_empty_set():
    assert locate_errors([], RECORD) == sets("")
    assert locate_errors(["a + b == c"], RECORD) == sets("")


def test_rules_that_clash_are_named():
    with pytest.raises(CannotBeMended, match="'a > 3'; 'a < 2'") as failed:
        locate_errors(["b >= 0", "a > 3", "a < 2"], RECORD)
    assert "b >= 0" not in str(failed.value)
    with pytest.raises(CannotBeMended, match="a, b may not change"):
        locate_errors(["a == b"], RECORD, {"a": inf, "b": inf})
    with pytest.raises(CannotBeMended, match="1 == 2"):
        locate_errors(["1 == 2"], {})


def test_strict_rules_leave_out_their_bound():
    assert locate_errors(["a < b", "b < a + 1e-9"], {"a": 1, "b": 1}) == sets("a", "b")
    with pytest.raises(CannotBeMended):
        locate_errors(["a < b", "b < a"], {"a": 1, "b": 1})
    assert locate_errors(["a <= b", "b <= a"], {"a": 1, "b": 2}) == sets("a", "b")


def test_missing_values_are_free_and_never_suspected():
    assert locate_errors(["a + b == c"], {"a": None, "b": None, "c": None}) == sets("")
    assert locate_errors(["a + b == c", "a >= 0"], {"a": None, "b": 5, "c": 3}) == sets("b", "c")


def test_ties_of_weights_are_exact():
    rules = ["a == 1", "b == 1", "a + c == 2", "b + c == 2"]
    record = {"a": 0, "b": 0, "c": 2}
    assert locate_errors(rules, record, {"a": 0.1, "b": 0.2, "c": 0.3}) == sets("a b c")
    assert locate_errors(["a + b == c"], {"a": 1, "b": 1, "c": 3}, {"a": 0.3, "b": Fraction(3, 10)}) == sets("a", "b")


def test_numbers_of_other_libraries_are_taken():
    assert locate_errors(["a == 0.1"], {"a": numpy.float32(0.1)}) == sets("")
    assert locate_errors(["a + b == 3"], {"a": numpy.int64(1), "b": numpy.float64(1)}) == sets("a", "b")
    assert locate_errors(["a == 1"], {"a": True}) == sets("")
    with pytest.raises(RecordRefused, match="'a' is nan"):
        locate_errors(["a == 1"], {"a": numpy.nan})


def test_fields_that_no_rule_names_are_let_be():
    assert locate_errors(["a == 1"], {"a": 2, "name": "Cù Lao Dung", "b": nan}) == sets("a")


def test_magnitudes_mix_in_one_record():
    rules = ["a + b == t", "t <= 2e15"]
    assert locate_errors(rules, {"a": 10**15, "b": 0.01, "t": Decimal("1000000000000000.01")}) == sets("")
    assert locate_errors(rules, {"a": 1e15, "b": 0.01, "t": 10**15}) == sets("a", "b", "t")
    assert locate_errors(["a + b == t"], {"a": 10**9, "b": 1, "t": 10**9 + 4}) == sets("a", "b", "t")


def test_totals_are_suspects_like_parts():
    assert locate_errors(["a + b == t", "t == u + v"], {"a": 1, "b": 2, "t": 9, "u": 1, "v": 2}) == sets("t")


def test_duplicate_rules_change_nothing():
    once = locate_errors(["a + b == c", "a >= 0"], {"a": 1, "b": 1, "c": 3})
    assert locate_errors(["a + b == c", "a >= 0"] * 3 + ["a+b==c"], {"a": 1, "b": 1, "c": 3}) == once


def test_too_many_ties_are_told_and_can_be_had_by_parts():
    names = [f"{kind}{at}" for at in range(12) for kind in "abt"]
    record = dict.fromkeys(names, 1)
    localiser = Localiser([f"a{at} + b{at} == t{at}" for at in range(12)])
    with pytest.raises(TooManySets, match=str(3**12)):
        localiser.locate(record)
    factors = localiser.factors(record)
    assert len(factors) == 12
    assert all(len(factor) == 3 for factor in factors)
    few = Localiser([f"a{at} + b{at} == t{at}" for at in range(3)])
    assert len(few.locate(record)) == 27


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a <= 3", "a > 3"),
        ("a < 3", "a >= 3"),
        ("a == 3", "a > 3"),
        ("a == 3", "a < 3"),
        ("a = 3", "a < 3"),
        ("3 > a", "a >= 3"),
    ],
)
def test_a_bound_and_what_lies_beyond_it_strictly_clash(first, second):
    with pytest.raises(CannotBeMended):
        locate_errors([first, second], {"a": 9})


@pytest.mark.parametrize(
    ("first", "second"), [("a <= 3", "a >= 3"), ("a < 3", "a > 2"), ("a = 3", "a <= 3"), ("a > 2", "a < 3")]
)
def test_bounds_that_leave_a_value_do_not(first, second):
    assert locate_errors([first, second], {"a": 9}) == sets("a")


def test_no_more_sets_are_listed_than_one_above_those_asked_for():
    clause, cost = frozenset("abcde"), dict.fromkeys("abcde", 1)
    assert [len(cheapest_hitting_sets([clause], cost, most)) for most in (0, 2, 4, 9)] == [1, 3, 5, 5]
    assert groups([frozenset("ab"), frozenset("cd"), frozenset("bc")]) == [
        [frozenset("ab"), frozenset("cd"), frozenset("bc")]
    ]
    assert len(groups([frozenset("ab"), frozenset("cd")])) == 2


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("b1 + b2 <= 4", ("a1 a2", "a1 b2", "a2 b1")),  # not both parts b
        ("a1 + b2 <= 5", ("a1 a2", "a2 b1", "b1 b2")),  # not a1 with b2
    ],
)
def test_parts_that_rules_link_are_mended_together(link, expected):
    """Each total may be mended by either of its parts, but not by any two."""
    rules = ["a1 + b1 == 5", "a2 + b2 == 5", link]
    record = {"a1": 2, "b1": 1, "a2": 2, "b2": 1}
    assert locate_errors(rules, record) == sets(*expected)
    with pytest.raises(CannotBeMended):
        locate_errors(["a1 + b1 == 5", "b1 <= 1", "a1 <= 2"], record)


@pytest.mark.parametrize("seed", range(6))
def test_rules_clash_exactly_where_another_solver_finds_no_values(seed):
    dice, clashed = Random(seed), 0
    for _ in range(25):
        rows = [{name: dice.choice([-2, -1, 1, 2]) for name in dice.sample("abcd", 3)} for _ in range(6)]
        bounds = [tuple((end, 0) for end in sorted(dice.sample(range(-6, 7), 2))) for _ in rows]
        found = clash(rows, bounds)
        matrix = [[row.get(name, 0) for name in "abcd"] for row in rows]
        within = LinearConstraint(matrix, [low for (low, _), _ in bounds], [high for _, (high, _) in bounds])
        assert (found is None) == milp(numpy.zeros(4), constraints=within, bounds=Bounds(-inf, inf)).success
        if found is not None:
            clashed += 1
            assert all(sum(by * rows[at].get(name, 0) for at, by in found.items()) == 0 for name in "abcd")
            ends = [sorted(by * end for end, _ in bounds[at]) for at, by in found.items()]
            assert sum(low for low, _ in ends) > 0 or sum(high for _, high in ends) < 0
    assert 0 < clashed < 25
