"""Figures drawn so that rules hold: whatever the rules, by what they are and not by which figures they name."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

import pytest

from cchc.errors import CchcError
from cchc.reference.rules import Key, Known, Rule, Term, holds
from cchc.sample.drawing import Figures, Wanted

COUNT, PERCENT = (Decimal(0), Decimal(40)), (Decimal(80), Decimal(100))


def rule(kind: str, comparison: str = "=", constant: int = 0, **sides: str) -> Rule:
    """A rule of concepts by role: `left="a", right="b + c - d"`."""
    terms = []
    for role, words in sides.items():
        sign = 1
        for word in words.split():
            if word in "+-":
                sign = 1 if word == "+" else -1
            else:
                source, _, concept = word.rpartition(".")
                terms.append(Term(role, Decimal(sign), source or "appendix", concept, "value"))
    zero = Decimal(0)
    return Rule(f"{kind}_{comparison}", kind, comparison, Decimal(constant), zero, "critical", "", "", tuple(terms))


def wanted(counts: str = "", percents: str = "", bound: int = 100) -> dict[Key, Wanted]:
    made = {Key("appendix", name): Wanted(*COUNT) for name in counts.split()}
    return made | {
        Key("appendix", name): Wanted(*PERCENT, is_percent=True, bound=Decimal(bound)) for name in percents.split()
    }


def outcomes(rules: Sequence[Rule], known: dict[Key, Known]) -> list[bool | None]:
    return [holds(one, lambda term: known.get(term.key)) for one in rules]


def draws(asked: dict[Key, Wanted], rules: Sequence[Rule], given: dict[Key, Decimal] | None = None):
    """Fifty draws, each a dict by concept, once every rule is seen to hold and to say something."""
    figures = Figures(asked, given or {}, rules)
    for seed in range(50):
        drawn = figures.draw(given or {}, Random(seed))
        assert False not in outcomes(rules, drawn | {place: Known(value) for place, value in (given or {}).items()})
        assert figures.draw(given or {}, Random(seed)) == drawn
        yield {place.concept: figure.value for place, figure in drawn.items()}


def test_a_total_is_the_sum_of_its_parts_and_they_differ():
    made = list(draws(wanted("total a b c"), [rule("sum", left="total", right="a + b + c")]))
    assert len({one["total"] for one in made}) > 20 and all(one["a"] + one["b"] <= one["total"] for one in made)


def test_parts_shared_by_two_totals_and_a_whole_above_them():
    rules = [
        rule("sum", left="total", right="a + b - c"),
        rule("sum", left="other", right="a + b"),
        rule("part_of_whole", "<=", left="total", right="whole"),
    ]
    made = list(draws(wanted("whole other total a b c"), rules))
    assert len({tuple(one.values()) for one in made}) == 50


def test_a_percentage_is_that_of_its_part_and_never_more_than_it_may_be():
    rules = [rule("percent_of", percent="rate", part="done", whole="due")]
    made = list(draws(wanted("due done", "rate"), rules))
    assert all(one["done"] <= one["due"] for one in made)
    assert any(one["rate"] not in (0, 100) for one in made)
    passing = list(
        draws(
            wanted("due done", "rate", bound=1000) | {Key("appendix", "done"): Wanted(Decimal(60), Decimal(90))},
            rules,
        )
    )
    assert any(one["rate"] > 100 for one in passing)


def test_a_percentage_of_a_plan_leaves_a_whole_plan():
    made = list(draws(wanted("cut", "pct", bound=1000), [rule("whole_plan", percent="pct", part="cut")]))
    assert all((one["pct"] == 0) == (one["cut"] == 0) for one in made)


def test_a_share_that_is_no_whole_number_is_the_nearest_one():
    part = Wanted(Decimal(23), Decimal(28), of=Key("appendix", "whole"))
    asked = {Key("appendix", "whole"): Wanted(Decimal(14), Decimal(14)), Key("appendix", "part"): part}
    assert {one["part"] for one in draws(asked, [])} == {3}


def test_shares_of_one_thing_are_no_more_than_all_of_it():
    list(draws(wanted(percents="digital both"), [rule("share", "<=", 100, left="digital + both")]))


def test_what_is_given_stays_and_bounds_the_others():
    given = {Key("unit", "commune_count"): Decimal(3), Key("previous_year", "total"): Decimal(20)}
    rules = [
        rule("district_bound", "<=", left="seen", right="unit.commune_count"),
        rule("year_over_year", left="total", right="previous_year.total + new - gone"),
    ]
    for one in draws(wanted("seen total new gone"), rules, given):
        assert one["seen"] <= 3 and one["total"] == 20 + one["new"] - one["gone"]


def test_a_rule_about_a_figure_that_is_not_there_says_nothing():
    figures = Figures(wanted("a"), (), [rule("sum", left="a", right="b + c")])
    assert set(figures.draw({}, Random(1))) == {Key("appendix", "a")}


def test_rules_that_contradict_each_other_are_named():
    rules = [rule("range", "<=", 5, left="a"), rule("range", ">=", 9, left="a")]
    with pytest.raises(CchcError, match=r"range_<=|range_>="):
        Figures(wanted("a"), (), rules).draw({}, Random(1))
