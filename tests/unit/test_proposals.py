"""What is proposed for a report with wrong or damaged figures, and how sure it may be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from cchc.proposing.explaining import explain
from cchc.proposing.figures import ReportFigures
from cchc.proposing.proposals import LIKELY, POSSIBLE, SURE, as_table, propose, propose_all
from cchc.proposing.readings import expansions, text_cost
from cchc.reference.rules import Key, holds, load_rules
from cchc.sample.damage import contradict
from cchc.sample.read_figures import figures_of, misread, read_again

from . import report_figures as made

RULES = load_rules()


@pytest.fixture(scope="module")
def figures():
    return figures_of(made.made_up_report(71))


def first_ranked(report: ReportFigures) -> list[set[Key]]:
    """For each problem the figures of its likeliest explanation."""
    return [
        next((set(one.changes) for one in problem.explanations if one.changes), set())
        for problem in explain(report, RULES)
    ]


def test_a_report_without_contradiction_or_damage_has_no_problem(figures):
    assert explain(ReportFigures("945-2023", figures), RULES) == []


def test_a_misread_total_is_named_with_what_it_should_be(figures):
    true = figures[Key("appendix", "procedures_in_force")].value
    report = read_again(figures, {"procedures_in_force": str(true + 1)})
    first = propose(report, RULES)[0]
    assert (first.concept, first.proposed_value) == ("procedures_in_force", true)
    assert first.evidence_grade == "A"
    assert first.certainty != SURE, "a crisp figure may be the district's own contradiction"


def test_a_ratio_without_its_slash_is_filled_and_sure(figures):
    whole = figures[Key("appendix", "autonomous_public_service_units", "base")].value
    part = figures[Key("appendix", "units_funded_by_state")].value
    report = read_again(figures, {"units_funded_by_state": f"{part}1{whole}"})
    rows = {row.measure: row for row in propose(report, RULES) if row.concept == "units_funded_by_state"}
    assert (rows["value"].proposed_value, rows["base"].proposed_value) == (part, whole)
    assert rows["value"].certainty == SURE


def test_damaged_characters_are_filled_by_the_sentence_that_tells_them_again(figures):
    true = figures[Key("appendix", "district_dossiers_resolved")].value
    damaged = "w" + str(true)[2:]
    report = read_again(figures, {"district_dossiers_resolved": damaged})
    first = propose(report, RULES)[0]
    assert (first.proposed_value, first.change_kind) == (true, "damaged_characters")
    assert first.certainty in (SURE, LIKELY)


def test_two_damaged_figures_are_read_together(figures):
    twins = "procedures_level_3_4_on_one_stop_site", "procedures_level_3_4_on_service_portal"
    alone = {Key("appendix", concept): figures[Key("appendix", concept)] for concept in twins}
    report = read_again(alone, dict(zip(twins, ("2ib", ")78"), strict=True)))
    proposed = {row.concept: row.proposed_value for row in propose(report, RULES) if row.explanation_rank == 1}
    assert {concept: proposed.get(concept) for concept in twins} == dict.fromkeys(twins, Decimal(278))


def test_what_a_person_settled_is_not_proposed_again(figures):
    key = Key("appendix", "procedures_in_force")
    report = read_again(figures, {key.concept: str(figures[key].value + 1)})
    settled = replace(report, figures={**report.figures, key: replace(report.figures[key], is_settled=True)})
    assert all((row.figure_source, row.concept) != key[:2] for row in propose(settled, RULES))


def test_where_no_misreading_explains_a_contradiction_the_fewest_suspects_are_named(figures):
    told = Key("narrative", "satisfaction_survey_forms")
    own = told._replace(source="appendix")
    alone = {key: replace(figures[own], key=key, value=Decimal(127), raw_text="127") for key in (told, own)}
    rows = propose(read_again(alone, {own.concept: "9"}), RULES)
    proposed = {(row.figure_source, row.proposed_value, row.certainty) for row in rows}
    assert proposed == {("appendix", Decimal(127), POSSIBLE), ("narrative", Decimal(9), POSSIBLE)}


def test_a_date_told_twice_otherwise_is_a_suspect_like_any_figure(figures):
    places = [Key(source, "reform_plan_date") for source in ("note", "narrative")]
    made_up = {key: figures[key] for key in places}
    made_up[places[1]] = replace(figures[places[1]], value=Decimal(19991231), raw_text="31/12/1999")
    proposed = propose(ReportFigures("945-2023", made_up), RULES)
    assert {row.figure_source for row in proposed} == {"note", "narrative"}
    assert {row.certainty for row in proposed} == {POSSIBLE}


@pytest.mark.parametrize(("count", "least"), [(1, 0.90), (3, 0.80), (6, 0.65)])
def test_a_wrong_figure_is_in_the_first_ranked_set(count, least):
    """Of made-up reports with so many misread figures; and of single problems, of which some are harder."""
    random, found, violating = Random(count), 0, 0
    problems = named = 0
    for seed in range(60):
        figures = figures_of(made.made_up_report(seed + 900))
        chosen = random.sample(made.judged_figures(figures), count)
        report = read_again(figures, {key.concept: misread(figures[key].raw_text, random) for key in chosen})
        if any(holds(rule, report.known({})) is False for rule in RULES):
            first = first_ranked(report)
            violating += 1
            found += any(not keys.isdisjoint(chosen) for keys in first)
            problems += len(first)
            named += sum(not keys.isdisjoint(chosen) for keys in first)
    assert violating >= 30
    assert found >= least * violating
    assert named >= 0.85 * problems  # 0.92 to 0.98 when written


def test_a_damaged_figure_of_which_nothing_speaks_is_named_all_the_same(figures):
    judged = {term.key for rule in RULES for term in rule.terms}
    alone = next(key for key, one in figures.items() if key not in judged and one.answer_type == "count")
    (row,) = propose(read_again(figures, {alone.concept: "~~~~"}), RULES)
    assert (row.concept, row.read_text) == (alone.concept, "~~~~")
    assert (row.proposed_value, row.certainty, row.change_kind) == (None, POSSIBLE, "unknown")


@pytest.mark.parametrize("seed", range(6))
def test_a_contradiction_at_the_source_is_never_sure(seed):
    report, planted = contradict(made.made_up_report(seed + 300), None, 2, Random(seed))
    assert planted
    rows = propose(ReportFigures("945-2023", figures_of(report)), RULES)
    assert all(row.certainty != SURE for row in rows)


@pytest.mark.parametrize("seed", range(6))
def test_a_proposal_mends_rules_and_breaks_none(seed):
    random = Random(seed)
    figures = figures_of(made.made_up_report(seed + 40))
    chosen = random.sample(made.judged_figures(figures), 3)
    report = read_again(figures, {key.concept: misread(figures[key].raw_text, random) for key in chosen})
    failed = {rule.rule_id for rule in RULES if holds(rule, report.known({})) is False}
    held = {rule.rule_id for rule in RULES if holds(rule, report.known({}))}
    for problem in explain(report, RULES):
        for one in problem.explanations:
            after = {rule.rule_id for rule in RULES if holds(rule, report.known(one.changes)) is False}
            assert not after & held, "breaks none"
            assert not one.changes or not problem.rules or len(after & failed) < len(failed), "more rules hold"


def test_the_same_report_gives_the_same_proposals(figures):
    report = read_again(figures, {"procedures_in_force": "g7", "reform_plan_tasks_set": "1"})
    assert propose(report, RULES) == propose(report, RULES)


def test_a_build_searches_so_many_reports_and_says_how_many_it_left_out(figures, capsys):
    reports = [read_again(figures, {"procedures_in_force": "1"}, f"945-{year}") for year in (2021, 2022, 2023)]
    assert {row.report_id for row in propose_all(reports, RULES, most=1)} == {"945-2021"}
    assert "2 more" in capsys.readouterr().err
    assert {row.report_id for row in propose_all(reports, RULES)} == {"945-2021", "945-2022", "945-2023"}
    assert not capsys.readouterr().err


def test_proposals_become_a_table_with_exact_types(figures):
    report = read_again(figures, {"procedures_in_force": "1"})
    table = as_table(propose(report, RULES))
    assert table.num_rows > 0
    assert {str(table.schema.field(name).type) for name in ("proposed_value", "read_value")} == {"decimal128(18, 4)"}


@pytest.mark.parametrize(
    ("read", "printed", "costs_more_than"),
    [("39133", "32/33", "32233"), ("2ib", "278", "239"), ("B", "8", "3")],
)
def test_likelier_confusions_cost_less(read, printed, costs_more_than):
    assert text_cost(read, printed) < text_cost(read, costs_more_than)


def test_a_crisp_text_is_first_of_all_itself(figures):
    figure = figures[Key("appendix", "procedures_in_force")]
    cost, value, _ = expansions(figure)[0]
    assert (cost, value) == (0.0, figure.value)
