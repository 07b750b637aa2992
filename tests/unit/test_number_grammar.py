"""How figures are written: the unit decides what a mark means, and an unsure reading is never clear."""

from decimal import Decimal

import pytest

from cchc.reading.number_grammar import (
    BLANK,
    CLEAR,
    DOUBTFUL,
    NOT_FOUND,
    UNREADABLE,
    Reading,
    confusions,
    decimals_of,
    doubted,
    looks_like_a_figure,
    looks_like_a_ratio,
    read_figure,
    read_stored_number,
    unproven,
    without_note_mark,
)


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


@pytest.mark.parametrize(
    ("text", "answer_type", "status", "value", "base", "decimals"),
    [
        ("1 234", "count", CLEAR, "1234", None, 0),
        ("1.23", "count", UNREADABLE, None, None, None),
        ("12.34%", "count", UNREADABLE, None, None, None),
        ("5%", "count", UNREADABLE, None, None, None),
        ("1" * 15, "count", CLEAR, "1" * 15, None, 0),
        ("1" * 16, "percent", UNREADABLE, None, None, None),
        ("6,632", "count", DOUBTFUL, "6632", None, 0),
        ("999", "percent", CLEAR, "999", None, 0),
        ("1000", "percent", DOUBTFUL, "1000", None, 0),
        ("98,521", "percent", DOUBTFUL, "98.521", None, 3),
        ("05", "percent", DOUBTFUL, "5", None, 0),  # a digit was lost before or after the comma
        ("0", "percent", CLEAR, "0", None, 0),
        ("0,5", "percent", CLEAR, "0.5", None, 1),
        ("7", "ratio", CLEAR, "7", None, 0),
        ("17", "ratio", CLEAR, "17", None, 0),
        ("333", "ratio", DOUBTFUL, "333", None, 0),  # no slash can have been there
        ("217", "ratio", DOUBTFUL, "2", "7", 0),
        ("275", "ratio", DOUBTFUL, "2", "5", 0),  # a slash is read as 7 too
        ("127", "ratio", DOUBTFUL, "127", None, 0),  # neither end is a slash
        ("1123", "ratio", DOUBTFUL, "1", "23", 0),
        ("1211733", "ratio", DOUBTFUL, "121", "733", 0),  # the most even halves
        ("1", "flag", DOUBTFUL, "1", None, 0),
        ("01", "choice", DOUBTFUL, "1", None, 0),
        ("có", "choice", UNREADABLE, None, None, None),
    ],
)
def test_each_type_of_answer_at_its_edges(text, answer_type, status, value, base, decimals):
    expected = Reading(status, *(None if one is None else Decimal(one) for one in (value, base)), decimals)
    assert read_figure(text, answer_type) == expected


def test_a_type_without_grammar_is_a_fault():
    with pytest.raises(ValueError, match="'section' has no grammar"):
        read_figure("1", "section")


@pytest.mark.parametrize(
    ("number", "decimals", "answer_type", "status", "value", "shown"),
    [
        ("98.523", 2, "percent", CLEAR, "98.52", 2),
        ("98.525", 2, "percent", CLEAR, "98.53", 2),
        ("98.4", 0, "percent", CLEAR, "98", 0),
        ("0", 0, "percent", CLEAR, "0", 0),
        ("-0.4", 1, "percent", UNREADABLE, None, None),
        ("-1", 0, "percent", UNREADABLE, None, None),
        ("0", 0, "count", CLEAR, "0", 0),
        ("6632", 0, "count", CLEAR, "6632", 0),
        ("6632.00", 2, "count", CLEAR, "6632", 0),
        ("-1", 0, "count", UNREADABLE, None, None),
        ("-0.5", 0, "count", UNREADABLE, None, None),
        ("6.632", 3, "count", DOUBTFUL, "6632", 0),
        ("6.6325", 4, "count", UNREADABLE, None, None),
        ("0.5", 1, "ratio", UNREADABLE, None, None),
        ("3.033", 3, "ratio", UNREADABLE, None, None),
        ("7", 0, "ratio", CLEAR, "7", 0),
        ("11111", 0, "ratio", DOUBTFUL, "11", 0),
    ],
)
def test_a_stored_number_is_read_by_its_unit_and_never_by_its_marks(
    number, decimals, answer_type, status, value, shown
):
    reading = read_stored_number(Decimal(number), decimals, answer_type)
    assert (reading.status, reading.value, reading.decimals) == (
        status,
        None if value is None else Decimal(value),
        shown,
    )


def test_a_stored_code_is_one_of_the_list():
    assert read_stored_number(Decimal(1), 0, "flag", ("1", "0")) == Reading(CLEAR, Decimal(1), decimals=0)
    assert read_stored_number(Decimal(3), 0, "flag", ("1", "0")).status == DOUBTFUL


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("366¹", "366"), ("12⁽*⁾", "12"), ("5①", "5"), ("¹366", "366"), ("98,5%†", "98,5%"), ("3/33²", "3/33"),
        ("366", "366"), ("366*", "366*"), ("hồ sơ¹", "hồ sơ¹"), ("A366¹", "A366¹"), (" 366¹ ", "366"), ("¹", "¹"),
    ],
)  # fmt: skip
def test_the_marks_of_notes_are_no_part_of_a_figure(text, bare):
    assert without_note_mark(text) == bare
    assert looks_like_a_figure(text) is (bare[0].isdigit() and bare not in ("366*", "¹"))


def test_what_looks_like_the_mark_of_a_note_may_be_the_base_of_a_ratio():
    assert read_figure("3¹", "ratio") == Reading(DOUBTFUL, Decimal(3), decimals=0)
    assert read_figure("3/33¹", "ratio") == Reading(CLEAR, Decimal(3), Decimal(33), 0)
    assert read_figure("3¹", "count").status == CLEAR
    assert read_figure(" 3 ", "ratio").status == CLEAR


@pytest.mark.parametrize(
    ("text", "is_figure", "is_ratio"),
    [
        ("12", True, False), ("1.234", True, False), ("98,5%", True, False), ("12,3", True, False),
        ("3/33", True, True),
        ("3/33¹", True, True), ("3/", False, False), ("1.2.3", False, False), ("12 hồ sơ", False, False),
        ("", False, False), ("%", False, False),
    ],
)  # fmt: skip
def test_what_looks_like_a_figure(text, is_figure, is_ratio):
    assert looks_like_a_figure(text) is is_figure
    assert looks_like_a_ratio(text) is is_ratio


def test_a_figure_with_a_mark_is_one_only_where_marks_are_looked_for():
    assert looks_like_a_figure("366¹") and not looks_like_a_figure("366¹", has_mark=False)


def test_decimals_are_those_that_are_written():
    assert [decimals_of(Decimal(text)) for text in ("5", "5.0", "5.25", "5E+3", "NaN")] == [0, 1, 2, 0, 0]


def test_only_what_is_clear_can_be_doubted_and_only_a_blank_unproven():
    for status in (CLEAR, DOUBTFUL, UNREADABLE, BLANK, NOT_FOUND):
        one = Reading(status, Decimal(1))
        assert doubted(one) == (Reading(DOUBTFUL, Decimal(1)) if status == CLEAR else one)
        assert unproven(one) == (Reading(NOT_FOUND, Decimal(1)) if status == BLANK else one)


def test_damaged_characters_have_a_value_where_they_leave_only_one():
    assert confusions()["B"] == ("8",) and len(confusions()["g"]) > 1
    assert read_figure("B,5", "percent") == Reading(DOUBTFUL, Decimal("8.5"), decimals=1)
    assert read_figure("B/3B", "ratio") == Reading(DOUBTFUL, Decimal(8), Decimal(38), 0)
    assert read_figure("B", "flag", ("1", "0")).status == UNREADABLE  # no code of the list
    assert read_figure("./.", "count").status == UNREADABLE
    assert read_figure("BBB", "count") == Reading(DOUBTFUL, Decimal(888), decimals=0)
