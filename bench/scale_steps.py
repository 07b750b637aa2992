"""Steps of bench/scale.py, each a process of its own, so that its time and memory are its own.

sample OUT UNITS YEARS   made-up reports as Parquet
communes OUT             made-up reports of every commune: two years, the quarters and the year as a whole
page WAREHOUSE OUT       a province's page on the first of those years
bare PROJECT FILE LIMIT  the SQL that dbt compiled in PROJECT, models and tests, in one bare DuckDB process over FILE
seed CSV                 a seed's file read by read_csv into a table
gate WORDS…              dbt, which publishes here though it is no whole build: what came before is measured apart
"""

from __future__ import annotations

import json
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

FIRST_YEAR = 2016
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
COMMUNE_YEARS, COMMUNE_FORM, PROVINCE = (2026, 2027), "2021", "92"  # of 103 communes; no form of communes is known yet


def sample(out: str, units: str, years: str) -> None:
    from cchc.sample.mixing import MixOrder, write_mixed

    span = tuple(range(FIRST_YEAR, FIRST_YEAR + int(years)))
    write_mixed(Path(out), MixOrder(1, span, int(units), QUARTERS))


def communes(out: str) -> None:
    from cchc.sample.mixing import MixOrder, write_mixed

    periods = (*QUARTERS, "year")
    write_mixed(Path(out), MixOrder(1, COMMUNE_YEARS, None, periods, "commune", (COMMUNE_FORM,)))


def page(warehouse: str, out: str) -> None:
    from cchc.reporting.province_figures import read_province_year
    from cchc.reporting.province_page import render_province
    from cchc.reporting.warehouse import open_warehouse

    with open_warehouse(Path(warehouse)) as opened:
        told = render_province(read_province_year(opened, PROVINCE, COMMUNE_YEARS[0]), opened.release)
    Path(out).write_text(told, encoding="utf-8")


def bare(project: str, database: str, limit: str) -> None:
    """In the order of the graph; the seeds are in the database from before, models are made anew."""
    target = Path(project) / "target"
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    done = {one["unique_id"]: one for one in results if one["unique_id"] in nodes}  # an exposure is none
    graph = {name: [parent for parent in nodes[name]["depends_on"]["nodes"] if parent in done] for name in done}
    with duckdb.connect(database) as con:
        con.execute(f"set memory_limit = '{limit}'; set temp_directory = '{database}.spill'")
        for name in TopologicalSorter(graph).static_order():
            node, sql = nodes[name], done[name]["compiled_code"]
            if node["resource_type"] == "test":
                assert not con.execute(f"select count(*) from ({sql})").fetchone()[0], name
            else:
                kind = "view" if node["config"]["materialized"] == "view" else "table"
                con.execute(f"create schema if not exists {node['schema']}")
                con.execute(f"create or replace {kind} {node['schema']}.{node['alias']} as {sql}")


def seed(path: str) -> None:
    with duckdb.connect(str(Path(path).with_suffix(".duckdb"))) as con:
        con.execute("create table rows as select * from read_csv($path, header = true)", {"path": path})


def gate(*words: str) -> None:
    from dbt.cli.main import cli

    from cchc import build_watch

    build_watch.refuse_running_build = lambda model, is_last: None
    cli(words)


if __name__ == "__main__":
    steps = {"sample": sample, "communes": communes, "page": page, "bare": bare, "seed": seed, "gate": gate}
    steps[sys.argv[1]](*sys.argv[2:])
