"""The test `holds_its_figures` finds a figure of the form that its fact has not, or has otherwise."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

FACT = "fct_leadership"


@pytest.fixture(scope="module")
def test_sql(refreshed_project) -> str:
    (path,) = (refreshed_project / "target" / "compiled").rglob(f"holds_its_figures_{FACT}_.sql")
    return path.read_text(encoding="utf-8")


@pytest.fixture
def con(refreshed_project: Path):
    """The built marts in memory, to be harmed."""
    with duckdb.connect() as con:
        con.execute(f"attach '{refreshed_project / 'target' / 'build.duckdb'}' as built (read_only)")
        con.execute("attach ':memory:' as build; use build; create schema marts; create schema intermediate")
        marts = [f"marts.{name}" for name in ("dim_indicator", "dim_report", "fct_indicator_values", FACT)]
        for table in (*marts, "intermediate.int_indicator_status"):
            con.execute(f"create table {table} as from built.{table}")
        yield con


def test_a_fact_as_it_was_built_holds_them(con, test_sql):
    assert con.execute(test_sql).fetchall() == []


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        ("update marts.{fact} set {figure} = {figure} + 1 where {figure} is not null", "the fact has another figure"),
        ("delete from marts.{fact}", "the fact has no such row"),
    ],
)
def test_a_harmed_fact_is_told(con, test_sql, harm, problem):
    column = con.execute(
        "select fact_column from marts.dim_indicator "
        "join marts.fct_indicator_values using (form_version, indicator_code) "
        "where fact_table = ? and value is not null",
        [FACT],
    ).fetchone()
    assert column is not None
    con.execute(harm.format(fact=FACT, figure=column[0]))
    found = con.execute(test_sql).fetchall()
    assert found and {row[0] for row in found} == {problem}
