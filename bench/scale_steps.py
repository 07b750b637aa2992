"""Steps of bench/scale.py, each a process of its own, so that its time and memory are its own.

sample OUT UNITS YEARS   made-up reports as Parquet
communes OUT             made-up reports of every commune: two years, the quarters and the year as a whole
page WAREHOUSE OUT       a province's page on the first of those years
bare PROJECT FILE LIMIT [PART]  the SQL that dbt compiled in PROJECT, models and tests, in one bare DuckDB process over
                         FILE; PART is figures_and_rules: what Polars makes, what that is made of, and no test
plain LANDED FILE OUT [PART]    the limit: the Parquet read through, the published tables of FILE written, no logic
same FILE BEFORE FOLDER  stops unless the marts of both files, and what Polars left in FOLDER, are the same rows
seed CSV                 a seed's file read by read_csv into a table
gate WORDS…              dbt, which publishes here though it is no whole build: what came before is measured apart
"""

from __future__ import annotations

import csv
import json
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

FIRST_YEAR = 2016
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
# Marts that tell other figures than before 205b5d0, by intent: the numerator of a ratio has been whole since.
OF_RATIOS = ("rpt_district_scorecard", "rpt_province_totals", "rpt_unit_ratios")
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


def bare(project: str, database: str, limit: str, part: str = "all") -> None:
    """In the order of the graph; the seeds are in the database from before, models are made anew.

    A mart that is a view is then written once, as the release writes it: what is measured ends at the same tables
    whatever a build keeps as one.
    """
    target = Path(project) / "target"
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    done = {one["unique_id"]: one for one in results if one["unique_id"] in nodes}  # an exposure is none
    graph = {name: [parent for parent in nodes[name]["depends_on"]["nodes"] if parent in done] for name in done}
    if part == "figures_and_rules":
        graph = made_of([name for name in graph if is_of_figures_and_rules(nodes[name])], graph)
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
        con.execute("create schema if not exists written")
        for name in graph:
            node = nodes[name]
            if node["schema"] == "marts" and node["config"]["materialized"] == "view":
                con.execute(f"create or replace table written.{node['alias']} as from marts.{node['alias']}")


def is_of_figures_and_rules(node: dict) -> bool:
    """Whether Polars makes this model too: the figures, the rule results and each wide fact."""
    return node["resource_type"] == "model" and is_made_by_polars(node["alias"], node["schema"])


def is_made_by_polars(name: str, schema: str) -> bool:
    if name in ("fct_indicator_values", "fct_rule_results"):
        return True
    from cchc.paths import REFERENCE_SEEDS  # here, for SQLMesh's environment has no cchc

    with (REFERENCE_SEEDS / "form_rows.csv").open(encoding="utf-8") as rows:
        facts = {row["fact_table"] for row in csv.DictReader(rows)} - {"fct_subject_figures"}
    return schema == "marts" and name in facts


def made_of(names: list[str], graph: dict[str, list[str]]) -> dict[str, list[str]]:
    """The part of the graph that these rest on."""
    part: dict[str, list[str]] = {}
    while names:
        name = names.pop()
        part[name] = graph[name]
        names += [parent for parent in graph[name] if parent not in part]
    return part


def plain(landed: str, database: str, out: str, part: str = "all") -> None:
    Path(out).unlink(missing_ok=True)
    with duckdb.connect(out) as con:
        con.execute(f"attach '{database}' as built (read_only)")
        for name in ("reports", "indicator_rows", "narrative_figures"):
            con.execute(f"select bit_xor(hash(landed)) from read_parquet('{landed}/{name}/*/*.parquet') as landed")
        marts = (
            "select table_name from information_schema.tables where table_catalog = 'built' and table_schema = 'marts'"
        )
        for (mart,) in con.execute(marts).fetchall():
            if part == "all" or is_made_by_polars(mart, "marts"):
                con.execute(f"create table {mart} as from built.marts.{mart}")


def same(database: str, before: str, polars: str) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{database}' as built (read_only); attach '{before}' as earlier (read_only)")
        # A commit's lists of reference are its own; what is made of the reports is to be the same.
        marts = f"""
            select table_name from information_schema.tables
            where table_schema = 'marts' and not table_name like 'dim_%' and table_name not in {OF_RATIOS}
            group by all having count(*) = 2
        """
        for (mart,) in con.execute(marts).fetchall():
            ours, theirs = f"built.marts.{mart}", f"earlier.marts.{mart}"
            shared = ", ".join(name for name in columns_of(con, ours) if name in columns_of(con, theirs))
            refuse_rows(con, f"select {shared} from {ours} except all select {shared} from {theirs}")
            refuse_rows(con, f"select {shared} from {theirs} except all select {shared} from {ours}")
        for file in sorted(Path(polars).glob("*.parquet")) if polars else ():
            refuse_rows(con, differing_from_polars(con, file))


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return dict(con.sql(f"select column_name, column_type from (describe from {table})").fetchall())


def refuse_rows(con: duckdb.DuckDBPyConnection, query: str) -> None:
    rows = con.execute(f"from ({query}) limit 3").fetchall()
    assert not rows, (query, rows)


def differing_from_polars(con: duckdb.DuckDBPyConnection, file: Path) -> str:
    """Rows of either side that the other does not have.

    Numbers of Polars are floating point: they may be off by the last of four decimals."""
    ours, theirs = columns_of(con, f"built.marts.{file.stem}"), columns_of(con, f"read_parquet('{file}')")
    shared = [name for name in ours if name in theirs]
    key = [name for name in ("report_id", "indicator_code", "rule_id") if name in shared]
    mart, polars = f"from built.marts.{file.stem}", f"from read_parquet('{file}')"
    if "fact_row" in theirs:  # `government_level=district`, or empty
        ((further,),) = con.sql(f"select distinct split_part(fact_row, '=', 1) {polars}").fetchall()
        place = f"'{further}=' || {further}" if further else "''"
        mart = f"select *, {place} as fact_row {mart}"
        key.append("fact_row")
    differ = [
        f"(mart.{name} is null) <> (polars.{name} is null) or abs(mart.{name} - polars.{name}) > 0.0001"
        if ours[name].startswith(("DECIMAL", "BIGINT", "INTEGER"))
        else f"mart.{name} is distinct from polars.{name}"
        for name in shared
        if name not in key
    ]
    keys = ", ".join(key)
    both = f"({mart}) as mart full outer join ({polars}) as polars using ({keys})"
    return f"select {keys} from {both} where {' or '.join(differ)}"


def seed(path: str) -> None:
    with duckdb.connect(str(Path(path).with_suffix(".duckdb"))) as con:
        con.execute("create table rows as select * from read_csv($path, header = true)", {"path": path})


def gate(*words: str) -> None:
    from dbt.cli.main import cli

    from cchc.releasing import build_watch

    build_watch.refuse_running_build = lambda model, is_last: None
    cli(words)


if __name__ == "__main__":
    steps = {"sample": sample, "communes": communes, "page": page, "bare": bare, "seed": seed, "gate": gate,
             "plain": plain, "same": same}  # fmt: skip
    steps[sys.argv[1]](*sys.argv[2:])
