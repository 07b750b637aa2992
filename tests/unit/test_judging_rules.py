"""Whether figures obey a rule, and which values of one figure let it hold: each arithmetic at its edges."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from cchc.errors import CchcError
from cchc.paths import REFERENCE_SEEDS
from cchc.proposing.figures import ReportFigures
from cchc.proposing.solving import Range, as_decimal, is_solved, solve
from cchc.reference.rule_kinds import load_rule_kinds, rule_kind
from cchc.reference.rules import Key, Known, Rule, Term, half_unit, holds, load_rules

SIDES = ("left", "left", "right")
OF_WHOLE = ("percent", "part", "whole")


def rule(
    kind: str, roles: tuple[str, ...], comparison: str = "=", constant: str = "0", tolerance: str = "0", **coefficients
):
    terms = tuple(
        Term(role, Decimal(coefficients.get(f"c{at}", 1)), "appendix", f"figure_{at}", "value")
        for at, role in enumerate(roles)
    )
    return Rule("tried", kind, comparison, Decimal(constant), Decimal(tolerance), "critical", "en", "vi", terms)


def judged(one: Rule, *figures: str | None) -> bool | None:
    """By figures as they are printed, in the order of the rule's terms; None is not known."""
    known = {
        f"figure_{at}": None if text is None else Known(Decimal(text), len(text.partition(".")[2]))
        for at, text in enumerate(figures)
    }
    return holds(one, lambda term: known[term.concept])


KINDS = {one.kind: one for one in load_rules()}
COMPARED = next(kind for kind, one in KINDS.items() if one.arithmetic == "comparison")
SHARE = next(kind for kind, one in KINDS.items() if one.arithmetic == "percent_of")
PLAN = next(kind for kind, one in KINDS.items() if one.arithmetic == "whole_plan")


@pytest.mark.parametrize(
    ("comparison", "constant", "tolerance", "figures", "expected"),
    [
        ("=", "0", "0", ("2", "3", "5"), True),
        ("=", "0", "0", ("2", "3", "6"), False),
        ("=", "0", "0", ("2", "3", "4"), False),
        ("=", "1", "0", ("2", "3", "4"), True),  # left = right + constant
        ("=", "1", "0", ("2", "3", "6"), False),
        ("=", "0", "1", ("2", "3", "6"), True),
        ("=", "0", "1", ("2", "3", "4"), True),
        ("=", "0", "1", ("2", "3", "7"), False),
        ("<=", "0", "0", ("2", "3", "5"), True),
        ("<=", "0", "0", ("2", "3", "9"), True),
        ("<=", "0", "0", ("2", "3", "4"), False),
        ("<=", "0", "1", ("2", "3", "4"), True),
        ("<=", "0", "1", ("2", "3", "3"), False),
        ("<=", "1", "0", ("2", "3", "4"), True),
        (">=", "0", "0", ("2", "3", "5"), True),
        (">=", "0", "0", ("2", "3", "1"), True),
        (">=", "0", "0", ("2", "3", "6"), False),
        (">=", "0", "1", ("2", "3", "6"), True),
        (">=", "0", "1", ("2", "3", "7"), False),
    ],
)
def test_sums_are_compared_within_the_tolerance(comparison, constant, tolerance, figures, expected):
    assert judged(rule(COMPARED, SIDES, comparison, constant, tolerance), *figures) is expected


def test_a_term_counts_as_often_as_its_coefficient_says():
    assert judged(rule(COMPARED, SIDES, c1=-2), "8", "1", "6") is True
    assert judged(rule(COMPARED, SIDES, c2="0.5"), "1", "2", "6") is True


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("kind", [COMPARED, SHARE, PLAN])
def test_what_is_not_known_is_not_judged(kind, at):
    roles = {COMPARED: SIDES, SHARE: OF_WHOLE, PLAN: ("percent", "part", "part")}[kind]
    figures = ["50", "1", "2"]
    assert judged(rule(kind, roles), *figures) is not None
    figures[at] = None
    assert judged(rule(kind, roles), *figures) is None


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (("50", "1", "2"), True),
        (("33", "1", "3"), True),  # 33.3 is printed without decimals
        (("34", "1", "3"), False),
        (("33.3", "1", "3"), True),
        (("33.4", "1", "3"), False),
        (("33.33", "1", "3"), True),
        (("33.34", "1", "3"), False),
        (("33.3333", "1", "3"), True),
        (("12.5", "1", "8"), True),
        (("12", "1", "8"), True),  # half a unit below, and above
        (("13", "1", "8"), True),
        (("11", "1", "8"), False),
        (("14", "1", "8"), False),
        (("0", "0", "7"), True),
        (("0", "0", "0"), None),
        (("100", "0", "0"), None),
        (("100", "5", "0"), False),  # something of nothing
        (("5", "0", "7"), False),
        (("100", "7", "7"), True),
    ],
)
def test_a_percentage_is_that_of_its_part_as_far_as_it_is_printed(figures, expected):
    assert judged(rule(SHARE, OF_WHOLE), *figures) is expected


def test_a_tolerance_comes_on_top_of_the_rounding():
    assert judged(rule(SHARE, OF_WHOLE, tolerance="1"), "34", "1", "3") is True
    assert judged(rule(SHARE, OF_WHOLE, tolerance="1"), "35", "1", "3") is False


def test_a_figure_that_is_no_percentage_is_exact_however_it_is_printed():
    assert judged(rule(COMPARED, SIDES), "2.0", "3.0", "5.1") is False


@pytest.mark.parametrize(("decimals", "half"), [(0, "0.5"), (1, "0.05"), (4, "0.00005"), (7, "0.00005")])
def test_half_a_unit_of_the_last_decimal(decimals, half):
    assert half_unit(decimals) == Decimal(half)


@pytest.mark.parametrize(
    ("percent", "part", "expected"),
    [
        ("50", "1", True),  # of 2
        ("67", "2", True),  # of 3
        ("66", "2", False),
        ("66.7", "2", True),
        ("66.6", "2", False),
        ("150", "3", True),  # more than the plan, of 2
        ("100", "9", True),
        ("90", "9", True),
        ("95", "9", False),
        ("0", "0", True),
        ("0.4", "0", False),
        ("1", "0", False),
        ("0", "1", True),  # of a plan of more than 200
        ("0.1", "1", True),
        ("300", "1", False),  # no plan is a third
        ("100.6", "1", False),
        ("200", "2", True),
    ],
)
def test_a_percentage_of_a_plan_that_is_not_told_must_have_a_whole_one(percent, part, expected):
    assert judged(rule(PLAN, ("percent", "part")), percent, part) is expected


def test_a_negative_part_has_no_plan_and_a_percentage_far_below_nothing_none():
    assert judged(rule(PLAN, ("percent", "part"), c1=-1), "0", "1") is False
    assert judged(rule(PLAN, ("percent", "part"), c0=-1), "1", "1") is False


def figures(*texts: str) -> ReportFigures:
    known = {
        Key("appendix", f"figure_{at}"): Known(Decimal(text), len(text.partition(".")[2]))
        for at, text in enumerate(texts)
    }
    return ReportFigures("945-2021", known)


@pytest.mark.parametrize("comparison", ["=", "<=", ">="])
@pytest.mark.parametrize("of", [0, 1, 2])
@pytest.mark.parametrize("coefficient", ["1", "-1", "2", "0.5"])
@pytest.mark.parametrize(("constant", "tolerance"), [("0", "0"), ("3", "2")])
def test_values_that_let_a_comparison_hold_are_those_that_it_is_judged_to_hold_for(
    comparison, of, coefficient, constant, tolerance
):
    one = rule(COMPARED, SIDES, comparison, constant, tolerance, **{f"c{of}": coefficient})
    texts = ["4", "5", "7"]
    found = solve(one, one.terms[of].key, figures(*texts), {})
    assert found is not None
    for value in range(-30, 31):
        texts[of] = str(value)
        assert (Decimal(value) in found) == judged(one, *texts)


@pytest.mark.parametrize(("of", "texts"), [(0, ["20", "7", "31"]), (1, ["22.6", "3", "31"]), (2, ["23", "7", "9"])])
def test_values_that_let_a_percentage_hold_are_those_that_it_is_judged_to_hold_for(of, texts):
    one = rule(SHARE, OF_WHOLE)
    found = solve(one, one.terms[of].key, figures(*texts), {})
    assert found is not None
    held = 0
    for value in range(1, 60):
        texts[of] = str(value)
        held += bool(judged(one, *texts))
        assert (Decimal(value) in found) == judged(one, *texts)
    assert held


def test_a_percentage_may_be_missed_by_half_a_unit_of_what_is_printed():
    one = rule(SHARE, OF_WHOLE)
    for text, half in (("22", Fraction(1, 2)), ("22.6", Fraction(1, 20)), ("22.58", Fraction(1, 200))):
        exact = Fraction(700, 31)
        assert solve(one, one.terms[0].key, figures(text, "7", "31"), {}) == Range(exact - half, exact + half)
        percent = Fraction(text)
        of_part = Range((percent - half) * 31 / 100, (percent + half) * 31 / 100)
        assert solve(one, one.terms[1].key, figures(text, "7", "31"), {}) == of_part
        assert solve(one, one.terms[2].key, figures(text, "7", "31"), {}) == Range(
            700 / (percent + half), 700 / (percent - half)
        )


def test_what_kinds_of_rules_can_settle_is_data(tmp_path):
    kinds = load_rule_kinds()
    assert {one for one, kind in kinds.items() if kind.leaves_one_value} == {
        "sum", "same_figure", "percent_of", "whole_plan", "balance", "narrative", "reference"
    }  # fmt: skip
    assert {one for one, kind in kinds.items() if not kind.is_linear} == {"percent_of", "whole_plan"}
    assert {one for one, kind in kinds.items() if kind.evidence_grade == "B"} == {"narrative", "reference"}
    assert Known(Decimal(5)).decimals == 0
    with pytest.raises(CchcError, match=r"there is no kind of rule 'guess'\. Expected one of sum, "):
        rule_kind("guess")
    for name in ("rule_kinds.csv", "arithmetic_roles.csv"):
        (tmp_path / name).write_text((REFERENCE_SEEDS / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "rule_kinds.csv").write_text("kind,arithmetic\nsum,guessing\n", encoding="utf-8")
    with pytest.raises(CchcError, match=r"kind sum has the arithmetic 'guessing'\. Expected one of comparison, "):
        load_rule_kinds(tmp_path)


def test_where_no_value_or_any_value_helps_it_is_said():
    share, plan, sums = rule(SHARE, OF_WHOLE), rule(PLAN, ("percent", "part")), rule(COMPARED, SIDES)
    assert solve(share, share.terms[0].key, figures("20", "7", "0"), {}) is None  # something of nothing
    assert solve(share, share.terms[2].key, figures("0", "7", "9"), {}) is None  # 0 % of whatever
    assert solve(share, share.terms[2].key, figures("0.5", "7", "9"), {}) is not None
    assert (is_solved(share), is_solved(sums), is_solved(plan)) == (True, True, False)
    assert solve(plan, plan.terms[1].key, figures("20", "7"), {}) == Range(Fraction(0), None)
    assert solve(sums, sums.terms[0].key, figures("1", "2", "3"), {sums.terms[1].key: None}) is None
    both = rule(COMPARED, ("left", "right"))
    same = Rule(**{**vars(both), "terms": (both.terms[0], Term("right", Decimal(1), "appendix", "figure_0", "value"))})
    assert solve(same, same.terms[0].key, figures("1"), {}) is None  # what stands on both sides decides nothing


def test_ranges_meet_where_both_hold():
    low, high = Range(Fraction(2), None), Range(None, Fraction(5))
    assert low.meet(high) == Range(Fraction(2), Fraction(5)) == high.meet(low)
    assert low.meet(Range(Fraction(3), Fraction(4))) == Range(Fraction(3), Fraction(4))
    assert high.meet(Range(None, Fraction(2))).meet(low) == Range(Fraction(2), Fraction(2))
    assert Range(Fraction(6), None).meet(high) is None
    assert Range(None, None).meet(Range(None, None)) == Range()
    assert Range(Fraction(5, 2), Fraction(5, 2)).point == Decimal("2.5")
    assert Range(Fraction(1, 3), Fraction(1, 3)).point is None is as_decimal(Fraction(1, 3))
    assert low.point is None is Range(Fraction(2), Fraction(3)).point is Range().point
    assert Decimal(5) in high and Decimal(2) in low and Decimal("1.9") not in low and Decimal("5.1") not in high


def test_the_rules_of_the_seeds_have_their_terms_in_order():
    rules = {one.rule_id: one for one in load_rules()}
    parts = rules["procedures_in_force_sum"]
    assert (parts.kind, parts.comparison, parts.severity, parts.is_linear) == ("sum", "=", "critical", True)
    assert len(parts.terms) == 4 and len(parts.side("left")) + len(parts.side("right")) == 4
    assert all(
        term.role in ("left", "right", "percent", "part", "whole") for one in rules.values() for term in one.terms
    )
