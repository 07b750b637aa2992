"""Times the rules as SQL over many reports: from figures to results and the terms of what failed, as dbt compiles them.

.venv/bin/python bench/rules.py [--reports 100000]

Sample reports go straight into DuckDB, every figure of each, the year before included; of 200 made-up ones many are
copies. One in ten is told as read too, as int_figures tells those of which a decision corrected a figure.
Limit: 20 s for 100,000 reports, figures and results on disk.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow
from rich.console import Console
from rich.table import Table

from cchc.paths import ROOT
from cchc.reference.rules import OF_LAST_YEAR, Term, load_rules
from cchc.sample.choosing import units_for
from cchc.sample.content import lookup
from cchc.sample.generate import generate, previous_report

MODELS = ("int_rule_figures", "int_rule_judgements", "int_rule_results", "int_failed_rules", "int_rule_term_values")
MADE_UP = 200
CORRECTED = 10  # one report in so many is told as read too
THREADS = 2


def compiled(model: str) -> str:
    folder = ROOT / "target" / "compiled" / "cchc" / "models" / "intermediate"
    return (folder / f"{model}.sql").read_text(encoding="utf-8")


def made_up_figures() -> pyarrow.Table:
    """Figures of sample reports as the columns of int_figures, each report a number."""
    seeds = ((seed, unit) for seed in range(1, 1000) for unit in units_for(2022, province="94"))
    rows = []
    for number, (seed, unit) in enumerate(islice(seeds, MADE_UP)):
        report = generate(unit, 2022, seed)
        known = lookup(report, previous_report(report, seed))
        sources = [(source, concept, "value") for source, concept in report.told]
        sources += [
            (source, row.concept, measure)
            for source in ("appendix", *OF_LAST_YEAR)
            for row in report.form.answered
            for measure in ("value", "base")
        ]
        for source, concept, measure in [*sources, ("unit", "commune_count", "value")]:
            figure = known(Term("left", 1, source, concept, measure))
            if figure is not None:
                rows.append((number, source, concept, measure, figure.value, figure.decimals))
    names = ("number", "figure_source", "concept", "measure", "value", "decimals")
    return pyarrow.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def fill(build: duckdb.DuckDBPyConnection, reports: int) -> int:
    """The tables that the models read; how many figures there are."""
    for schema in ("staging", "intermediate"):
        build.execute(f"create schema {schema}")
    reference = ROOT / "seeds" / "reference"
    build.execute(f"""
        create table staging.stg_reports as
        select 'report-' || number as report_id, number % {MADE_UP} as number from range({reports}) as t (number);
        create table staging.stg_rules as
        select * replace (
            cast(coalesce(constant, 0) as decimal(18, 4)) as constant,
            cast(coalesce(tolerance, 0) as decimal(18, 4)) as tolerance
        ) from read_csv('{reference / "rules.csv"}');
        create table staging.stg_rule_kinds as select * from read_csv('{reference / "rule_kinds.csv"}');
        create table staging.stg_rule_terms as
        select * replace (
            cast(term as integer) as term, cast(coalesce(coefficient, 1) as decimal(18, 6)) as coefficient
        ) from read_csv('{reference / "rule_terms.csv"}');
    """)
    build.execute(
        "create table intermediate.int_reports as "
        "select report_id, row_number() over (order by report_id) as report_number from staging.stg_reports"
    )
    build.register("made_up", made_up_figures())
    build.execute(f"""
        create table intermediate.int_figures as
        select
            reports.report_id, made_up.figure_source, made_up.concept, made_up.measure, evaluations.evaluation,
            cast(null as varchar) as indicator_code, cast(made_up.value as decimal(18, 4)) as value,
            cast(made_up.decimals as integer) as decimals, 1 as source_page, 1 as source_line_from, 1 as source_line_to
        from staging.stg_reports as reports
        inner join made_up on reports.number = made_up.number
        inner join (values ('as_read'), ('as_corrected')) as evaluations (evaluation)
            on evaluation = 'as_corrected' or reports.number % {CORRECTED} = 0
    """)
    build.execute("alter table staging.stg_reports drop column number; checkpoint")
    return build.execute("select count(*) from intermediate.int_figures").fetchone()[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=100_000)
    options = parser.parse_args()
    dbt = Path(sys.executable).parent / "dbt"
    subprocess.run([dbt, "--quiet", "compile", "--select", *MODELS], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    table = Table("step", "rows", "seconds", "processor s")
    with TemporaryDirectory() as folder, duckdb.connect(str(Path(folder) / "build.duckdb")) as build:
        build.execute(f"set threads = {THREADS}")
        figures = fill(build, options.reports)
        for model in MODELS:
            start, processor = time.perf_counter(), time.process_time()
            build.execute(f"create table intermediate.{model} as {compiled(model)}")
            seconds = time.perf_counter() - start, time.process_time() - processor
            rows = build.execute(f"select count(*) from intermediate.{model}").fetchone()[0]
            table.add_row(model, f"{rows:,}", *(f"{one:.1f}" for one in seconds))
        results = build.execute("select result, count(*) from intermediate.int_rule_results group by 1").fetchall()
    Console(width=120).print(table)
    rules = len(load_rules())
    print(f"{options.reports:,} reports, {figures:,} figures, {rules} rules; {THREADS} threads. {dict(results)}")


if __name__ == "__main__":
    main()
