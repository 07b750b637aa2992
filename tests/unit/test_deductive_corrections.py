"""Each way in which a figure is commonly misread or mistyped, on the rules of the form: what is proposed, and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cchc.proposing.explaining import explain
from cchc.proposing.figures import Figure, ReportFigures
from cchc.proposing.proposals import SURE, propose
from cchc.reference.rules import Key, holds, load_rules
from cchc.sample.read_figures import figures_of, read_again

from .report_figures import made_up_report

RULES = load_rules()
DOSSIERS = "district_dossiers_resolved"
TRUE = figures_of(made_up_report(71))
CELL = Key("appendix", DOSSIERS)


def told(value: int) -> dict[Key, Figure]:
    """The cell and the sentence that tells the dossiers resolved, alone, so that the number may be chosen."""
    cells = {key: figure for key, figure in TRUE.items() if key.concept == DOSSIERS}
    return {key: replace(one, value=Decimal(value), raw_text=f"{value}") for key, one in cells.items()}


@pytest.mark.parametrize(
    ("printed", "read", "kind"),
    [
        (6602, "6692", "one_digit"),
        (6602, "6620", "swapped_digits"),
        (6602, "6062", "swapped_digits"),
        (6602, "602", "lost_digit"),
        (6602, "660", "lost_digit"),
        (6602, "16602", "extra_digit"),
        (6602, "66027", "extra_digit"),
        (6602, "66020", "times_ten"),
        (6600, "660", "times_ten"),
        (6602, "6602000", "times_thousand"),
        (6000, "6", "times_thousand"),
        (6602, "-6602", "damaged_characters"),
        (6602, "66O2", "damaged_characters"),
    ],
)
def test_a_number_is_put_right_by_the_rule_that_tells_it_again(printed, read, kind):
    report = read_again(told(printed), {DOSSIERS: read})
    proposed = [row for row in propose(report, RULES) if row.figure_source == "appendix"]
    assert proposed, "the cell is a suspect"
    assert (proposed[0].proposed_value, proposed[0].change_kind) == (printed, kind)
    assert all(row.certainty != SURE for row in proposed if not report.figures[CELL].is_damaged)
    assert_breaks_nothing(report)


@pytest.mark.parametrize(
    "pair", [("procedures_district", "procedures_commune"), ("people_to_be_trained", "people_trained")]
)
def test_neighbours_read_one_for_the_other_are_swapped_back(pair):
    cells = [TRUE[Key("appendix", concept)] for concept in pair]
    assert cells[1].position - cells[0].position == 1
    assert cells[0].value != cells[1].value
    report = read_again(TRUE, dict(zip(pair, (cells[1].raw_text, cells[0].raw_text), strict=True)))
    first = {row.concept: row for row in propose(report, RULES) if row.explanation_rank == 1}
    for cell in cells:
        row = first[cell.key.concept]
        assert (row.proposed_value, row.change_kind, row.certainty == SURE) == (cell.value, "swapped_rows", False)
    assert_breaks_nothing(report)


def assert_breaks_nothing(report: ReportFigures) -> None:
    held = [rule for rule in RULES if holds(rule, report.known({}))]
    for problem in explain(report, RULES):
        for one in problem.explanations:
            assert all(holds(rule, report.known(one.changes)) is not False for rule in held)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(2, 3, "66,67"), (2, 3, "66,7"), (2, 3, "67"), (1, 8, "12,5"), (1, 8, "13"), (1, 8, "12"), (48, 100, "48")],
)
def test_a_rounded_percentage_is_no_error(part, whole, percent):
    assert explain(trained(part, whole, percent), RULES) == []


@pytest.mark.parametrize(("part", "whole", "percent"), [(2, 3, "66,60"), (2, 3, "66"), (1, 8, "12,6"), (48, 100, "84")])
def test_a_percentage_that_rounding_does_not_explain_is_one(part, whole, percent):
    report = trained(part, whole, percent)
    assert explain(report, RULES)
    assert_breaks_nothing(report)


def trained(part: int, whole: int, percent: str) -> ReportFigures:
    """People trained, of people to be trained, and the percentage that the narrative tells; nothing else."""
    keys = (Key("appendix", "people_trained"), Key("appendix", "people_to_be_trained"),
            Key("narrative", "people_trained_vs_plan_pct"))  # fmt: skip
    texts = (f"{part}", f"{whole}", percent)
    return ReportFigures(
        "945-2023",
        {
            key: replace(TRUE[key], value=Decimal(text.replace(",", ".")), raw_text=text,
                         decimals=len(text.partition(",")[2]))
            for key, text in zip(keys, texts, strict=True)
        },
    )  # fmt: skip
