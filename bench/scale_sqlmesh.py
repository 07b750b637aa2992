"""Writes what dbt compiled as a project of SQLMesh, for bench/scale.py to have built by `sqlmesh plan`.

.venv/bin/python bench/scale_sqlmesh.py PROJECT OUT LIMIT

A model is the SQL that dbt compiled, with its descriptions and, where a contract is enforced, its columns and their
types; a test of data is an audit. Seeds, which dbt too has loaded before, are tables of the database file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb


def main(project: str, out: str, memory_limit: str) -> None:
    """PROJECT is one of dbt; its last run built the models and tests to be written, Python models not among them."""
    target, folder = Path(project) / "target", Path(out).resolve()
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    done = [nodes[one["unique_id"]] | one for one in results if one["unique_id"] in nodes]  # an exposure is none
    tests = [node for node in done if node["resource_type"] == "test"]
    for name in ("models", "audits"):
        (folder / name).mkdir(parents=True)
    for model in done:
        if model["resource_type"] == "model":
            audits = [test["alias"] for test in tests if test["depends_on"]["nodes"] == [model["unique_id"]]]
            (folder / "models" / f"{model['alias']}.sql").write_text(model_file(model, audits), encoding="utf-8")
    for test in tests:
        (folder / "audits" / f"{test['alias']}.sql").write_text(audit_file(test), encoding="utf-8")
    file = f"{done[0]['database']}.duckdb"
    seeds = copy_seeds(target / file, folder / file)
    (folder / "external_models.yaml").write_text(json.dumps(seeds), encoding="utf-8")  # JSON is YAML
    (folder / "config.yaml").write_text(json.dumps(configuration(folder / file, memory_limit)), encoding="utf-8")


def model_file(model: dict, audits: Iterable[str]) -> str:
    columns = model["columns"].values()
    typed = (f"{column['name']} {column['data_type']}" for column in columns)
    properties = {
        "name": f"{model['database']}.{model['schema']}.{model['alias']}",
        "kind": "VIEW" if model["config"]["materialized"] == "view" else "FULL",
        "description": quoted(model["description"]),
        "column_descriptions": listed(f"{column['name']} = {quoted(column['description'])}" for column in columns),
        "columns": listed(typed if model["contract"]["enforced"] else ()),
        "audits": listed(audits),
    }
    return statement("MODEL", properties) + model["compiled_code"]


def audit_file(test: dict) -> str:
    """A test of several models stands alone: it runs after all of them, and SQLMesh lets it stop nothing."""
    several = len(test["depends_on"]["nodes"]) > 1
    return statement("AUDIT", {"name": test["alias"], "standalone": str(several)}) + test["compiled_code"]


def statement(kind: str, properties: dict[str, str]) -> str:
    lines = "".join(f"  {name} {value},\n" for name, value in properties.items() if value)
    return f"{kind} (\n{lines});\n\n"


def listed(entries: Iterable[str]) -> str:
    told = ", ".join(entries)
    return f"({told})" if told else ""


def quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def configuration(database: Path, memory_limit: str) -> dict:
    """As many tasks at once as dbt's threads. The database's own file holds SQLMesh's state too, as by default."""
    connection = {
        "type": "duckdb",
        "catalogs": {database.stem: str(database)},
        "concurrent_tasks": 2,
        "connector_config": {"memory_limit": memory_limit, "temp_directory": f"{database}.spill"},
    }
    return {
        "gateways": {"bench": {"connection": connection}},
        "model_defaults": {"dialect": "duckdb", "start": "2020-01-01"},
    }


def copy_seeds(build: Path, database: Path) -> list[dict]:
    """Into a file that DuckDB before 2.0 reads too. Returns each seed's name and types, by column."""
    with duckdb.connect() as con:
        con.execute(f"attach '{build}' as built (read_only)")
        con.execute(f"attach '{database}' as copied (storage_version 'v1.0.0')")
        con.execute("create schema copied.seeds")
        columns = con.execute(
            """
            select table_name, column_name, data_type
            from duckdb_columns()
            where database_name = 'built' and schema_name = 'seeds'
            order by table_name, column_index
            """
        ).fetchall()
        seeds = {seed: {name: kind for _, name, kind in rows} for seed, rows in groupby(columns, key=itemgetter(0))}
        for seed in seeds:
            con.execute(f"create table copied.seeds.{seed} as from built.seeds.{seed}")
    return [{"name": f"{database.stem}.seeds.{seed}", "columns": types} for seed, types in seeds.items()]


if __name__ == "__main__":
    main(*sys.argv[1:])
