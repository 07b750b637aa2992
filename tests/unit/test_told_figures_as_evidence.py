"""What sentences tell, read from their words, as evidence for and against the cells of the appendix."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc.proposing.explaining import explain
from cchc.proposing.figures import Figure
from cchc.proposing.proposals import SURE, Proposal, propose
from cchc.reading.documents import Line
from cchc.reading.text.narrative import read_narrative
from cchc.reference.rules import Key, load_rules
from cchc.sample.narrative import paragraphs
from cchc.sample.read_figures import figures_of, read_again

from .report_figures import made_up_report

RULES = load_rules()
REPORT = made_up_report(71)
FORMS = "satisfaction_survey_forms"  # told by its cell and one sentence, and by nothing else
FORMS_CELL, FORMS_TOLD = Key("appendix", FORMS), Key("narrative", FORMS)
FIRST_LINE = 100
TRUE = figures_of(REPORT)
PRINTED = REPORT.answer_text(next(row for row in REPORT.form.answered if row.concept == FORMS))


def read_with(sentences: list[str]) -> dict[Key, Figure]:
    """The report's figures with those of the narrative as they are read from these sentences."""
    lines = [Line(3, number, text) for number, text in enumerate(sentences, start=FIRST_LINE)]
    figures = {key: figure for key, figure in TRUE.items() if key.source != "narrative"}
    for told in read_narrative(lines):
        key = Key(told.figure_source, told.concept)
        figures[key] = replace(TRUE[key], value=told.value, raw_text=told.raw_text, decimals=told.decimals,
                               page=told.page, lines=(told.line_from, told.line_to))  # fmt: skip
    return figures


def proposals(cell: str, sentences: list[str]) -> list[Proposal]:
    report = read_again(read_with(sentences), {FORMS: cell})
    return [row for row in propose(report, RULES) if row.concept == FORMS]


def damaged_sentence(number: str) -> list[str]:
    """The narrative with another number in the sentence of the survey."""
    return [text.replace(f"khảo sát {PRINTED} phiếu", f"khảo sát {number} phiếu") for text in paragraphs(REPORT)]


def with_a_digit_as(text: str, mark: str) -> str:
    return text[:-1] + mark


@pytest.fixture(autouse=True)
def the_survey_is_told():
    assert damaged_sentence("0") != paragraphs(REPORT)


def test_what_the_sentences_tell_agrees_with_the_appendix():
    assert explain(read_again(read_with(paragraphs(REPORT)), {}), RULES) == []


def test_a_sentence_settles_a_damaged_cell_and_is_named_by_its_line():
    first = proposals(with_a_digit_as(PRINTED, "Q"), paragraphs(REPORT))[0]
    line = next(at for at, text in enumerate(paragraphs(REPORT), start=FIRST_LINE) if "phiếu ý kiến" in text)
    assert (first.figure_source, first.proposed_value) == ("appendix", TRUE[FORMS_CELL].value)
    assert first.evidence_grade == "B"
    assert str(line) in first.source_lines
    assert f"{FORMS}_told_in_narrative" in first.rules_mended


def test_a_sentence_contradicts_a_crisp_cell_that_was_misread():
    misread = with_a_digit_as(PRINTED, "7" if PRINTED[-1] != "7" else "1")
    rows = proposals(misread, paragraphs(REPORT))
    assert (rows[0].figure_source, rows[0].proposed_value) == ("appendix", TRUE[FORMS_CELL].value)
    assert rows[0].evidence_grade == "B"
    assert "narrative" in {row.figure_source for row in rows}, "the sentence may be the wrong one"
    assert all(row.certainty != SURE for row in rows), "a crisp figure may be the district's own contradiction"


@pytest.mark.parametrize("mark", ["?", "|", "o", "B"])
def test_a_plainly_damaged_number_of_a_sentence_tells_nothing(mark):
    for sentence in (with_a_digit_as(PRINTED, mark), mark + PRINTED[1:]):
        assert FORMS_TOLD not in read_with(damaged_sentence(sentence))


@pytest.mark.parametrize("digit", [digit for digit in "0123456789" if digit != PRINTED[-1]])
@pytest.mark.parametrize("cell", ["as printed", "damaged"])
def test_a_misread_number_of_a_sentence_makes_no_wrong_proposal_sure(digit, cell):
    read = PRINTED if cell == "as printed" else with_a_digit_as(PRINTED, "?")
    for row in proposals(read, damaged_sentence(with_a_digit_as(PRINTED, digit))):
        assert row.certainty != SURE or row.proposed_value == TRUE[Key(row.figure_source, FORMS)].value


def test_a_crisp_cell_and_the_sentence_that_tells_another_number_are_both_suspects():
    rows = proposals(PRINTED, damaged_sentence(with_a_digit_as(PRINTED, "7" if PRINTED[-1] != "7" else "1")))
    assert {row.figure_source for row in rows} == {"appendix", "narrative"}
    assert TRUE[FORMS_CELL].value in {row.proposed_value for row in rows}
    assert all(row.certainty != SURE for row in rows)
