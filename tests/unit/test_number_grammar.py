"""How figures are written: the unit decides what a mark means, and an unsure reading is never clear."""

from decimal import Decimal

import pytest

from cchc.reading.number_grammar import BLANK, CLEAR, DOUBTFUL, UNREADABLE, read_figure


@pytest.mark.parametrize(
    ("text", "answer_type", "value", "base", "decimals"),
    [
        ("6.632", "count", "6632", None, 0),
        ("35.261", "count", "35261", None, 0),
        ("1.234.567", "count", "1234567", None, 0),
        ("03", "count", "3", None, 0),
        ("0", "count", "0", None, 0),
        ("82,23", "percent", "82.23", None, 2),
        ("144.44", "percent", "144.44", None, 2),
        ("100.0", "percent", "100.0", None, 1),
        ("144.4444", "percent", "144.4444", None, 4),
        ("95%", "percent", "95", None, 0),
        ("33/33", "ratio", "33", "33", 0),
        ("1/33", "ratio", "1", "33", 0),
        ("11 / 11", "ratio", "11", "11", 0),
        ("0", "ratio", "0", None, 0),
        ("9⁄9", "ratio", "9", "9", 0),
        ("16∕120", "ratio", "16", "120", 0),
    ],
)
def test_a_figure_written_by_the_rules_is_clear(text, answer_type, value, base, decimals):
    reading = read_figure(text, answer_type)
    assert reading.status == CLEAR
    assert reading.value == Decimal(value)
    assert reading.base_value == (Decimal(base) if base else None)
    assert reading.decimals == decimals


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "___"])
def test_nothing_or_a_dash_is_blank_and_never_zero(text):
    reading = read_figure(text, "count")
    assert (reading.status, reading.value) == (BLANK, None)


@pytest.mark.parametrize(
    ("text", "answer_type", "value", "base"),
    [
        ("B", "count", 8, None),
        ("I", "count", 1, None),
        ("11111", "ratio", 11, 11),
        ("39133", "ratio", 39, 33),
        ("6,632", "count", 6632, None),
        ("1.234", "percent", Decimal("1.234"), None),
    ],
)
def test_a_figure_that_can_only_be_guessed_is_doubtful(text, answer_type, value, base):
    reading = read_figure(text, answer_type)
    assert reading.status == DOUBTFUL
    assert (reading.value, reading.base_value) == (value, base)


@pytest.mark.parametrize(
    ("text", "answer_type"),
    [
        ("g", "count"),  # 0, 8 or 9
        ("oo", "count"),
        ("2ib", "count"),
        (")78", "count"),
        ("?", "count"),
        ("w02", "count"),
        ("6.63", "count"),
        ("12.3456", "count"),
        ("1" * 16, "count"),
        ("8/6/2021", "ratio"),
    ],
)
def test_a_figure_with_no_single_reading_has_no_value(text, answer_type):
    reading = read_figure(text, answer_type)
    assert (reading.status, reading.value) == (UNREADABLE, None)


def test_a_code_outside_the_code_list_is_doubtful():
    assert read_figure("1", "flag", ("1", "0")).status == CLEAR
    assert read_figure("7", "flag", ("1", "0")).status == DOUBTFUL
    assert read_figure("i", "flag", ("1", "0")) == read_figure("I", "flag", ("1", "0"))
    assert read_figure("i", "flag", ("1", "0")).status == DOUBTFUL
