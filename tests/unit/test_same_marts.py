"""Marts of two builds are compared row for row: scripts/same_marts.py, with a database file beside another."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from cchc.paths import ROOT

ROWS = (
    "select unit_code, cast(100 as decimal(18, 4)) as value from (values ('945'), ('945'), ('946')) as rows (unit_code)"
)


def build(file: Path, rows: str, kind: str = "table") -> Path:
    file.parent.mkdir()
    with duckdb.connect(str(file)) as con:
        con.execute("create schema marts; create schema physical")
        con.execute(f"create table physical.rows as {rows}")
        con.execute(f"create {kind} marts.fct_rows as select * from {file.stem}.physical.rows")
    return file


def compare(one: Path, other: Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "scripts/same_marts.py", one, other)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_view_over_the_same_rows_is_the_same_mart(tmp_path):
    done = compare(build(tmp_path / "dbt" / "build.duckdb", ROWS), build(tmp_path / "x" / "build.duckdb", ROWS, "view"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 of 1 marts are the same" in done.stdout


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (f"{ROWS} limit 2", "only here: ('946', Decimal('100.0000'))"),
        (f"{ROWS} union all {ROWS} limit 4", "only in the other: ('945', Decimal('100.0000'))"),  # once too often
        (ROWS.replace("decimal(18, 4)", "decimal(19, 4)"), "value DECIMAL(18,4) / DECIMAL(19,4)"),
    ],
)
def test_what_differs_is_told(tmp_path, monkeypatch, rows, told):
    monkeypatch.setenv("COLUMNS", "200")
    done = compare(build(tmp_path / "dbt" / "build.duckdb", ROWS), build(tmp_path / "x" / "build.duckdb", rows))
    assert done.returncode == 1, done.stdout + done.stderr
    assert told in done.stdout
    assert "0 of 1 marts are the same" in done.stdout


def test_a_mart_that_the_other_lacks_is_told_beside_the_rest(tmp_path):
    one, other = build(tmp_path / "dbt" / "build.duckdb", ROWS), build(tmp_path / "x" / "build.duckdb", ROWS)
    with duckdb.connect(str(one)) as con:
        con.execute("create table marts.fct_more as select 1 as value")
    done = compare(one, other)
    assert done.returncode == 1 and not done.stderr
    assert "the other has none" in done.stdout and "1 of 2 marts are the same" in done.stdout
