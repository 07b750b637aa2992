"""A figure typed in Excel or Word is wrong by a slip of the typist, never by a misreading."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cchc.proposing.figures import Figure, ReportFigures, with_neighbours
from cchc.proposing.proposals import SURE, Proposal, propose
from cchc.proposing.readings import expansions, reading_cost
from cchc.proposing.slips import typing_costs
from cchc.reference.rules import Key, load_rules
from cchc.sample.read_figures import figures_of, read_again

from . import report_figures as made

RULES = load_rules()
KEY = Key("appendix", "procedures_in_force")


def typed(text: str, last: int | None = None, beside: tuple[int, ...] = (), answer_type: str = "count") -> Figure:
    """A figure as typed, with last year's and those of the rows beside."""
    value = Decimal(text.replace(",", "."))
    decimals = len(text.partition(",")[2])
    last_value = None if last is None else Decimal(last)
    return Figure(KEY, value, text, decimals=decimals, answer_type=answer_type, is_typed=True, last_value=last_value,
                  beside=tuple(map(Decimal, beside)))  # fmt: skip


def cost(figure: Figure, value: str) -> float:
    return reading_cost(figure, Decimal(value)) - typing_costs()["figure_is_wrong"]


@pytest.mark.parametrize(
    ("figure", "meant", "event"),
    [
        (typed("2669"), "269", "digit_doubled"),
        (typed("296"), "269", "digits_swapped"),
        (typed("266"), "269", "digit_beside"),
        (typed("2690"), "269", "zero_too_many"),
        (typed("269000"), "269", "times_thousand"),
        (typed("8223", answer_type="percent"), "82.23", "mark_lost"),
        (typed("82,23", answer_type="percent"), "82.32", "digits_swapped"),
        (typed("136", beside=(136, 12)), "69", "row_slipped"),
        (typed("412", last=412), "369", "last_year_kept"),
    ],
)
def test_each_slip_has_its_cost(figure, meant, event):
    least = typing_costs()[event]
    assert cost(figure, meant) == pytest.approx(least, abs=0.35), "but for how far it is from last year's"
    assert cost(figure, meant) < typing_costs()["unlike"]


def test_what_looks_alike_to_an_engine_is_not_alike_to_a_typist():
    by_engine = replace(typed("8"), is_typed=False)
    assert reading_cost(by_engine, Decimal(3)) < reading_cost(by_engine, Decimal(7))
    assert cost(typed("8"), "3") > cost(typed("8"), "7"), "7 is the key beside 8"


def test_figures_beside_are_those_of_the_rows_above_and_below():
    figures = figures_of(made.made_up_report(71))
    assert all(one.beside == () for one in with_neighbours(figures).values()), "an engine slips no row so"
    known = with_neighbours({key: replace(one, is_typed=True) for key, one in figures.items()})
    rows = sorted(
        (one for one in known.values() if one.position and one.key.measure == "value"), key=lambda one: one.position
    )
    upper, middle, lower = next(
        three
        for three in zip(rows, rows[1:], rows[2:], strict=False)
        if {one.answer_type for one in three} == {"count"}
    )
    assert middle.beside == (upper.value, lower.value)


def test_a_count_may_have_been_no_fraction():
    assert all(value == int(value) for _, value, _ in expansions(typed("774", last=76, beside=(97,))))


def proposals(text: str, true: Figure, last: Decimal | None = None) -> list[Proposal]:
    figures = {key: replace(one, is_typed=True) for key, one in figures_of(made.made_up_report(71)).items()}
    report = read_again(figures, {KEY.concept: text})
    figures = {**report.figures, KEY: replace(report.figures[KEY], last_value=last)}
    return propose(ReportFigures("945-2023", with_neighbours(figures)), RULES)


@pytest.mark.parametrize("slip", ["doubled", "swapped", "times ten", "last year"])
def test_a_mistyped_total_is_named_first_with_what_was_meant_in_words_of_typing(slip):
    true = figures_of(made.made_up_report(71))[KEY]
    digits = f"{true.value:f}"
    text = {
        "doubled": digits[0] + digits,
        "swapped": digits[1] + digits[0] + digits[2:],
        "times ten": digits + "0",
        "last year": str(int(digits) + 57),
    }[slip]
    first = proposals(text, true, Decimal(text) if slip == "last year" else None)[0]
    assert (first.concept, first.proposed_value) == (KEY.concept, true.value)
    assert first.certainty != SURE
    assert "misread" not in first.words_en and "đọc sai" not in first.words_vi
    if slip == "last year":
        assert first.change_kind == "last_year_kept"
