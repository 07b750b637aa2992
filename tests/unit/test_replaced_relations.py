"""Models reach DuckDB, each in the place of the last (macros/replace_relation.sql), with the descriptions of relations
and columns (macros/persist_docs.sql)."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from cchc.paths import ROOT

from .. import project_copy

FILES = {
    "dbt_project.yml": (
        "name: told\nprofile: told\nmodels: {told: {+persist_docs: {relation: true, columns: true}}}\n"
    ),
    "profiles.yml": "told: {target: t, outputs: {t: {type: duckdb, path: told.duckdb}}}\n",
    "models/a_table.sql": "{{ config(materialized='table') }} select 1 as plain, 2 as \"Quoted name\", 3 as untold",
    "models/a_view.sql": "{{ config(materialized='view') }} select 1 as plain",
    "models/not_there.sql": "{{ config(materialized='table') }} select 1 as plain",
    "models/turned.sql": "{{ config(materialized='view') }} select 1 as plain",
    "models/bound.sql": "{{ config(materialized='table') }} select 1 as number, 'a' as name",
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
  - name: bound
    config: {contract: {enforced: true}}
    columns: [{name: name, data_type: varchar}, {name: number, data_type: integer}]
""",
}
CHANGED = {
    "models/turned.sql": "{{ config(materialized='table') }} select 2 as plain",
    "models/bound.sql": "{{ config(materialized='table') }} select '2' as number, 'b' as name",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> tuple[Path, str]:
    """The database of one run of dbt, and what it printed."""
    project = tmp_path_factory.mktemp("told")
    (project / "macros").mkdir()
    for macro in ("persist_docs.sql", "replace_relation.sql"):
        shutil.copy(ROOT / "macros" / macro, project / "macros")
    return project / "told.duckdb", run_dbt(project, FILES)


@pytest.fixture(scope="module")
def run_again(run, tmp_path_factory) -> tuple[Path, str]:
    """The same after a further run, of models that changed."""
    project = shutil.copytree(run[0].parent, tmp_path_factory.mktemp("again") / "told")
    return project / "told.duckdb", run_dbt(project, CHANGED)


def run_dbt(project: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    return project_copy.run(project, "dbt", "run").stdout


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
        ("turned", "plain", None),
        ("bound", "name", ""),
        ("bound", "number", ""),
    }
    described = {("a_table", "Bảng; the district's 'own' words, $1"), ("a_view", "A view")}
    assert set(relations) == described | {("turned", None), ("bound", None)}


def test_a_described_column_that_is_not_there_stops_the_model_by_name(run):
    assert "ERROR=1" in run[1]
    assert "misspelt" in run[1]


def test_the_columns_of_a_contract_stand_in_its_order(run):
    with duckdb.connect(str(run[0]), read_only=True) as con:
        assert con.sql("from bound").columns == ["name", "number"]


def test_a_broken_contract_is_told_and_leaves_the_last_table(run_again):
    assert "contract" in run_again[1] and "number" in run_again[1]
    with duckdb.connect(str(run_again[0]), read_only=True) as con:
        assert con.sql("from bound").fetchall() == [("a", 1)]


def test_a_table_takes_the_place_of_a_view(run_again):
    with duckdb.connect(str(run_again[0]), read_only=True) as con:
        assert con.sql("select table_name from duckdb_tables() where table_name = 'turned'").fetchall()
        assert con.sql("from turned").fetchall() == [(2,)]
