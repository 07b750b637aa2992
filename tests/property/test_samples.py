"""Whatever the seed, district and year: a made-up report obeys every rule and is the same when made again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.reference.rules import holds, load_rules
from cchc.sample.choosing import form_near, units_near
from cchc.sample.content import SampleReport, lookup
from cchc.sample.generate import generate
from cchc.sample.story import FIRST_YEAR

seeds = st.integers(min_value=0, max_value=10**9)
years = st.integers(min_value=FIRST_YEAR, max_value=2032)
districts = st.integers(min_value=0, max_value=10**6)


def report_of(seed: int, district: int, year: int) -> SampleReport:
    units = units_near(year)
    unit = units[district % len(units)]
    return generate(unit, year, seed, form_near(unit, year))


@settings(max_examples=60)
@given(seeds, districts, years)
def test_every_rule_holds_the_year_before_included(seed, district, year) -> None:
    report = report_of(seed, district, year)
    previous = generate(report.unit, year - 1, seed, form_near(report.unit, year - 1)) if year > FIRST_YEAR else None
    known = lookup(report, previous)
    broken = [rule.rule_id for rule in load_rules() if rule.severity != "info" and holds(rule, known) is False]
    assert broken == []


@settings(max_examples=25)
@given(seeds, districts, years)
def test_a_report_is_the_same_when_it_is_made_again(seed, district, year) -> None:
    assert report_of(seed, district, year) == report_of(seed, district, year)


@settings(max_examples=25)
@given(seeds, districts, years)
def test_procedures_in_force_follow_from_the_year_before(seed, district, year) -> None:
    now = report_of(seed, district, year + 1)
    before = generate(now.unit, year, seed, form_near(now.unit, year))
    added = now.answers["procedures_published"].value - now.answers["procedures_repealed"].value
    assert now.answers["procedures_in_force"].value == before.answers["procedures_in_force"].value + added
