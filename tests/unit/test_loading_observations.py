"""Figures of a build become tables by form, level and kind of period; what is disputed or missing is not known."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from cchc.errors import CchcError
from cchc.reference.rules import COMMUNES, Key
from cchc.suggesting.form_lines import load_form_lines
from cchc.suggesting.loading import load_observations, load_places

FORMS = [load_form_lines()["2021"]]
RATIO, RATE, COUNT = "autonomous_public_service_units", "satisfaction_pct", "feedback_received"
VALUES = [
    # report, unit, period, code, concept, value, base, status, decimals
    ("945-2021", "945", "year", "VI.3", RATIO, 32, 33, "reported", 0),
    ("945-2021", "945", "year", "I.5.3", RATE, "82.23", None, "corrected", 2),
    ("945-2021", "945", "year", "III.4.1", COUNT, 7, None, "disputed", 0),
    ("945-2021-H1", "945", "H1", "III.4.1", COUNT, 3, None, "reported", 0),
    ("946-2021", "946", "year", "III.4.1", COUNT, 9, None, "reported", 0),
    ("946-2021", "946", "year", "I.5.3", RATE, None, None, "missing", 0),
    ("31507-2021", "31507", "year", "III.4.1", COUNT, 5, None, "reported", 0),
]


@pytest.fixture
def build(tmp_path) -> Path:
    path = tmp_path / "build.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create schema marts; create schema intermediate")
        con.execute(
            "create table marts.fct_indicator_values (report_id text, unit_code text, report_year int, report_period "
            "text, form_version text, indicator_code text, concept text, value decimal(18, 4), base_value "
            "decimal(18, 4), value_status text, source_page int, source_line_from int, source_line_to int)"
        )
        con.execute(
            "create table intermediate.int_indicator_values (report_id text, indicator_code text, decimals int)"
        )
        con.execute(
            "create table intermediate.int_unit_periods (unit_code text, report_year int, report_period text, "
            "unit_level text, commune_count int)"
        )
        for report, unit, period, code, concept, value, base, status, decimals in VALUES:
            con.execute(
                "insert into marts.fct_indicator_values values (?, ?, 2021, ?, '2021', ?, ?, ?, ?, ?, 9, 488, 489)",
                [report, unit, period, code, concept, value, base, status],
            )
            con.execute("insert into intermediate.int_indicator_values values (?, ?, ?)", [report, code, decimals])
        con.execute(
            "insert into intermediate.int_unit_periods values ('945', 2021, 'year', 'district', 8), "
            "('945', 2021, 'H1', 'district', 8), ('946', 2021, 'year', 'district', null), "
            "('31507', 2021, 'year', 'commune', null)"
        )
    return path


def test_reports_are_parted_by_level_and_kind_of_period(build):
    observed = {(one.unit_level, one.period): one for one in load_observations(build, FORMS)}
    assert set(observed) == {("district", "year"), ("district", "part"), ("commune", "year")}
    districts = observed["district", "year"]
    assert districts.report_ids == ("945-2021", "946-2021")
    assert districts.column(Key("appendix", RATIO)).tolist()[0] == 32
    assert districts.column(Key("appendix", RATIO, "base")).tolist()[0] == 33
    assert districts.column(COMMUNES)[0] == 8 and np.isnan(districts.column(COMMUNES)[1])
    assert districts.decimals_of(Key("appendix", RATE)).tolist() == [2, 0]
    assert len(set(districts.units)) == 2


def test_what_is_disputed_or_missing_is_not_known(build):
    (districts,) = (one for one in load_observations(build, FORMS) if one.report_ids == ("945-2021", "946-2021"))
    assert np.isnan(districts.column(Key("appendix", COUNT))[0])
    assert districts.column(Key("appendix", COUNT))[1] == 9
    assert districts.column(Key("appendix", RATE))[0] == pytest.approx(82.23)
    assert np.isnan(districts.column(Key("appendix", RATE))[1])


def test_without_a_report_there_is_nothing(build):
    with duckdb.connect(str(build)) as con:
        con.execute("delete from marts.fct_indicator_values")
    assert load_observations(build, FORMS) == []


def test_places_are_those_of_the_reports_asked_for(build):
    places = load_places(build, {"946-2021"})
    assert {report for report, _ in places} == {"946-2021"}
    value, base, *place = places["946-2021", COUNT]
    assert (value, base, place) == (9, None, [9, 488, 489])


def test_a_build_that_did_not_get_far_enough_is_said_so(tmp_path):
    path = tmp_path / "build.duckdb"
    with pytest.raises(CchcError, match="there is no build yet"):
        load_observations(path, FORMS)
    duckdb.connect(str(path)).close()
    with pytest.raises(CchcError, match="did not get far enough"):
        load_observations(path, FORMS)
