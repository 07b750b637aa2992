"""Descriptions reach DuckDB (macros/persist_docs.sql): those of relations and columns, of tables and views."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from cchc.paths import ROOT

FILES = {
    "dbt_project.yml": (
        "name: told\nprofile: told\nmodels: {told: {+persist_docs: {relation: true, columns: true}}}\n"
    ),
    "profiles.yml": "told: {target: t, outputs: {t: {type: duckdb, path: told.duckdb}}}\n",
    "models/a_table.sql": "{{ config(materialized='table') }} select 1 as plain, 2 as \"Quoted name\", 3 as untold",
    "models/a_view.sql": "{{ config(materialized='view') }} select 1 as plain",
    "models/not_there.sql": "{{ config(materialized='table') }} select 1 as plain",
    "models/models.yml": """
models:
  - name: a_table
    description: "Bảng; the district's 'own' words, $1"
    columns:
      - {name: plain, description: "One; 'two'"}
      - {name: Quoted name, quote: true, description: Quoted}
  - name: a_view
    description: A view
    columns: [{name: plain, description: Of the view}]
  - name: not_there
    columns: [{name: misspelt, description: No such column}]
""",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> tuple[Path, str]:
    """The database of one run of dbt, and what it printed."""
    project = tmp_path_factory.mktemp("told")
    for name, text in FILES.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    (project / "macros").mkdir()
    shutil.copy(ROOT / "macros" / "persist_docs.sql", project / "macros")
    call = [Path(sys.executable).with_name("dbt"), "run"]
    printed = subprocess.run(call, cwd=project, capture_output=True, text=True, check=False).stdout
    return project / "told.duckdb", printed


def test_every_description_is_a_comment(run):
    with duckdb.connect(str(run[0]), read_only=True) as con:
        columns = con.sql("select table_name, column_name, comment from duckdb_columns() where not internal").fetchall()
        relations = con.sql(
            "select table_name, comment from duckdb_tables() union all "
            "select view_name, comment from duckdb_views() where not internal"
        ).fetchall()
    assert set(columns) == {
        ("a_table", "plain", "One; 'two'"),
        ("a_table", "Quoted name", "Quoted"),
        ("a_table", "untold", None),
        ("a_view", "plain", "Of the view"),
    }
    assert set(relations) == {("a_table", "Bảng; the district's 'own' words, $1"), ("a_view", "A view")}


def test_a_described_column_that_is_not_there_stops_the_model_by_name(run):
    assert "ERROR=1" in run[1]
    assert "misspelt" in run[1]
