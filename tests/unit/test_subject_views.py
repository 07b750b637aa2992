"""The long fact of subjects as wide views: made of the forms' rows, right in values, types and status."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from cchc.paths import ROOT
from cchc.releasing.subject_views import write_subject_views

MARTS = """
    create schema marts;
    create table marts.dim_indicator (
        form_version varchar, position integer, indicator_code varchar, answer_type varchar, label_en varchar,
        unit_en varchar, fact_table varchar, fact_column varchar, fact_base_column varchar, fact_row varchar
    );
    insert into marts.dim_indicator values
        ('2025', 1, 'I', 'section', 'Finance', null, null, null, null, ''),
        ('2025', 2, 'I.1', 'percent', 'Disbursed', '%', 'fct_subject_figures', 'disbursed_pct', null,
            'subject=finance'),
        ('2025', 3, 'I.2', 'count', 'Units', 'units', 'fct_subject_figures', 'units', null,
            'subject=finance;government_level=province'),
        ('2025', 4, 'I.3', 'count', 'Units', 'units', 'fct_subject_figures', 'units', null,
            'subject=finance;government_level=commune'),
        ('2026', 2, 'I.1', 'ratio', 'It''s new', null, 'fct_subject_figures', 'new_units', 'all', 'subject=finance'),
        ('2026', 3, 'I.2', 'count', 'Staff', 'people', 'fct_subject_figures', 'order', null, 'subject=service'),
        ('2026', 4, 'I.3', 'count', 'Plans', 'plans', 'fct_reform_direction', 'plans', null, '');
    create table marts.fct_subject_figures (
        unit_code varchar, unit_name_vi varchar, province_name_vi varchar, report_year integer, report_period varchar,
        subject varchar, row_key varchar, figure varchar, value decimal(18, 4), base_value decimal(18, 4),
        value_status varchar, is_inconsistent boolean, report_id varchar
    );
"""
FIGURES = [
    ("", "disbursed_pct", "51.8", None, "reported", True),
    ("", "new_units", "32", "33", "corrected", False),
    ("government_level=province", "units", "271", None, "disputed", False),
    ("government_level=commune", "units", None, None, "missing", False),
]


@pytest.fixture
def con():
    with duckdb.connect() as con:
        con.execute(MARTS)
        for key, figure, value, base, status, inconsistent in FIGURES:
            con.execute(
                "insert into marts.fct_subject_figures values "
                "('68', 'Lâm Đồng', 'Lâm Đồng', 2025, 'year', 'finance', ?, ?, ?, ?, ?, ?, '68-2025')",
                [key, figure, value, base, status, inconsistent],
            )
        yield con


def test_each_subject_is_a_view_with_a_row_a_key_and_a_column_a_figure(con):
    assert write_subject_views(con) == ["subject_finance", "subject_service"]
    rows = con.execute(
        "select row_key, disbursed_pct, units, new_units, new_units_base, row_status, disputed_columns, "
        "corrected_columns, inconsistent_columns from marts.subject_finance order by row_key"
    ).fetchall()
    assert rows == [
        ("", Decimal("51.8000"), None, 32, 33, "corrected", "", "new_units", "disbursed_pct"),
        ("government_level=commune", None, None, None, None, "missing", "", "", ""),
        ("government_level=province", None, 271, None, None, "disputed", "units", "", ""),
    ]
    assert con.execute("select count(*) from marts.subject_service").fetchall() == [(0,)]


def test_no_figure_may_be_named_as_a_column_that_every_subject_has(con):
    write_subject_views(con)
    found = con.execute("select column_name from duckdb_columns() where table_name = 'subject_service'").fetchall()
    columns = {name for (name,) in found}
    asked = (ROOT / "tests" / "dbt" / "form_rows_are_well_formed.sql").read_text(encoding="utf-8")
    assert [name for name in columns - {"order"} if f"'{name}'" not in asked] == []


def test_a_view_says_what_its_columns_are(con):
    con.execute("comment on column marts.fct_subject_figures.unit_code is 'Who reports.'")
    write_subject_views(con)
    comments = con.execute(
        "select column_name, comment from duckdb_columns() where table_name = 'subject_finance' and comment is not null"
    ).fetchall()
    told = dict(comments)
    assert told.pop("row_status").startswith("The worst status")
    assert {told.pop(f"{what}_columns")[:7] for what in ("disputed", "corrected", "inconsistent")} == {"Columns"}
    assert {name: words for name, words in told.items() if words} == {
        "unit_code": "Who reports.",
        "disbursed_pct": "Disbursed. Unit: %.",
        "units": "Units. Unit: units.",
        "new_units": "It's new.",
        "new_units_base": "The base of new_units.",
    }
