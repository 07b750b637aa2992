"""The last day of what a report is about decides which units there are."""

from datetime import date

import pytest

from cchc.reference.periods import last_day, load_periods, named_en, named_vi, parts_of_report_id
from cchc.reference.units import load_units


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("Q1", date(2025, 3, 31)),
        ("Q2", date(2025, 6, 30)),
        ("H1", date(2025, 6, 30)),
        ("Q3", date(2025, 9, 30)),
        ("9M", date(2025, 9, 30)),
        ("Q4", date(2025, 12, 31)),
        ("year", date(2025, 12, 31)),
    ],
)
def test_a_period_ends_on_its_own_last_day(period, day):
    assert last_day(2025, period) == day


def test_a_commune_of_july_was_not_there_in_the_first_half():
    born = next(unit for unit in load_units() if unit.unit_level == "commune" and unit.valid_from == date(2025, 7, 1))
    assert {period for period in load_periods() if born.is_valid_on(last_day(2025, period))} == {
        "Q3", "9M", "Q4", "year",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        ("year", "năm 2025", "2025"),
        ("H1", "sáu tháng đầu năm 2025", "first half of 2025"),
        ("9M", "chín tháng năm 2025", "nine months of 2025"),
        ("Q3", "quý 3 năm 2025", "quarter 3 of 2025"),
    ],
)
def test_a_period_has_words(period, vi, en):
    assert (named_vi(2025, period), named_en(2025, period)) == (vi, en)


@pytest.mark.parametrize(
    ("report_id", "parts"),
    [
        ("945-2021", ("945", 2021, "year")),
        ("31507-2025-Q3", ("31507", 2025, "Q3")),
        ("92-SNV-2025-Q3", ("92-SNV", 2025, "Q3")),
        ("92-SNV-2025", ("92-SNV", 2025, "year")),
    ],
)
def test_the_id_of_a_report_tells_unit_year_and_period(report_id, parts):
    assert parts_of_report_id(report_id) == parts
