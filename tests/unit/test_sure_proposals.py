"""When a proposal may be sure: on figures that were read clearly, and on characters that can be the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from cchc.proposing.figures import Figure, ReportFigures
from cchc.proposing.proposals import SURE, Proposal, propose
from cchc.proposing.readings import expansions, stands_for_a_number
from cchc.reading.number_grammar import BLANK, CLEAR, DOUBTFUL, UNREADABLE
from cchc.reference.rules import Key, Rule, Term, load_rules
from cchc.sample.read_figures import figures_of, read_again

from . import report_figures as made

RULES = load_rules()
PART, WHOLE = "units_funded_by_state", "autonomous_public_service_units"
OTHERS = [
    term.key
    for rule in RULES
    if rule.rule_id == "autonomous_public_service_units_sum"
    for term in rule.terms
    if term.concept != PART
]


@pytest.fixture(scope="module")
def figures():
    return figures_of(made.made_up_report(71))


@pytest.fixture(scope="module")
def lost_slash(figures) -> ReportFigures:
    """A report whose one damaged figure a sum of figures read clearly leaves one value."""
    part, whole = figures[Key("appendix", PART)].value, figures[Key("appendix", WHOLE, "base")].value
    return read_again(figures, {PART: f"{part}1{whole}"})


def told(report: ReportFigures, concept: str, rules: Sequence[Rule] = RULES) -> list[Proposal]:
    return [row for row in propose(report, rules) if row.concept == concept and row.measure == "value"]


def with_figures(report: ReportFigures, **changes) -> ReportFigures:
    """The report with fields changed of the other figures in the sum."""
    return replace(
        report, figures={**report.figures, **{key: replace(report.figures[key], **changes) for key in OTHERS}}
    )


def without_sentences(report: ReportFigures) -> ReportFigures:
    kept = {key: figure for key, figure in report.figures.items() if key.source == "appendix"}
    return replace(report, figures=kept)


def test_figures_read_clearly_leave_one_value_and_it_is_sure(lost_slash):
    first = told(without_sentences(lost_slash), PART)[0]
    assert (first.certainty, first.evidence_grade) == (SURE, "A")


@pytest.mark.parametrize("status", [DOUBTFUL, UNREADABLE, "not_found"])
def test_figures_that_were_not_read_clearly_make_nothing_sure(lost_slash, status):
    report = with_figures(without_sentences(lost_slash), read_status=status)
    assert all(row.certainty != SURE and row.evidence_grade != "A" for row in told(report, PART))


@pytest.mark.parametrize("status", [BLANK, UNREADABLE, "not_found"])
def test_a_figure_that_is_not_known_is_no_0(lost_slash, status):
    report = with_figures(without_sentences(lost_slash), read_status=status, value=None, raw_text="")
    assert all(row.certainty != SURE and row.evidence_grade != "A" for row in told(report, PART))


def test_figures_that_contradict_each_other_elsewhere_make_nothing_sure(lost_slash):
    """The whole stands in another rule that fails though all its figures were read clearly: it may be the wrong one."""
    report, key = without_sentences(lost_slash), Key("narrative", WHOLE)
    terms = (Term("left", Decimal(1), "appendix", WHOLE, "value"), Term("right", Decimal(1), *key))
    retold = Rule("retold", "narrative", "=", Decimal(0), Decimal(0), "warning", "", "", terms)
    value = report.figures[Key("appendix", WHOLE)].value
    for told_value, is_sure in ((value, True), (value + 40, False)):
        figures = {**report.figures, key: Figure(key, told_value, str(told_value))}
        rows = told(replace(report, figures=figures), PART, [*RULES, retold])
        assert any(row.certainty == SURE for row in rows) == is_sure


@pytest.mark.parametrize("text", ["quả", "Vấn đề", "Tin, bài", "ngay", "gio", "~~~~", ""])
def test_a_piece_of_a_word_stands_for_no_number(figures, text):
    figure = replace(figures[Key("appendix", "procedures_in_force")], raw_text=text, read_status=UNREADABLE, value=None)
    assert not stands_for_a_number(text)
    assert expansions(figure) == []


@pytest.mark.parametrize("text", ["g4", "oo", "2ib", "w02", ")78", "39133", "i", "'", "="])
def test_damaged_digits_stand_for_a_number(text):
    assert stands_for_a_number(text)


def test_a_word_in_a_cell_makes_no_value_sure(figures):
    rows = told(read_again(figures, {PART: "quả"}), PART)
    assert rows
    assert all(row.certainty != SURE for row in rows)


def test_a_value_is_told_once_however_many_explanations_hold_it(figures):
    texts = {"units_covering_recurrent": "l", PART: "g", WHOLE: "Zg"}
    known = {key: figure for key, figure in figures.items() if key.source == "appendix"}
    report = read_again(known, {concept: text for concept, text in texts.items() if Key("appendix", concept) in known})
    rows = [(row.figure_source, row.concept, row.measure, row.proposed_value) for row in propose(report, RULES)]
    assert len(rows) == len(set(rows)) > 1


def test_a_percentage_is_sure_only_to_the_decimals_that_its_rule_tells():
    """91,67 with its comma lost and a digit damaged: it was read without decimals, but its rule tells two."""
    rule = next(one for one in RULES if one.rule_id == "outreach_plan_completed_pct")
    percent, part, whole = (rule.side(role)[0].key for role in ("percent", "part", "whole"))
    figures = {
        percent: Figure(percent, None, "9l6S", UNREADABLE, 0, "percent"),
        part: Figure(part, Decimal(11), "11"),
        whole: Figure(whole, Decimal(12), "12"),
    }
    rows = propose(ReportFigures("945-2023", figures), [rule])
    assert all(row.certainty != SURE or row.proposed_value == Decimal("91.67") for row in rows)
    assert all(row.evidence_grade not in ("A", "B") or row.proposed_value == Decimal("91.67") for row in rows)


def test_a_figure_that_a_person_corrected_supports_as_one_read_clearly(lost_slash):
    report = with_figures(without_sentences(lost_slash), read_status=CLEAR, is_settled=True)
    assert told(report, PART)[0].certainty == SURE
