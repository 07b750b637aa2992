"""What the warehouse's SQL finds of a report is what `cchc.reference.rules.holds` says, rule by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from random import Random

import duckdb
import jinja2
import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.paths import ROOT
from cchc.reference.rule_kinds import load_rule_kinds
from cchc.reference.rules import Known, Rule, holds, load_rules

from ..sqlfluff import adapter

RULES = load_rules()
COUNTS = (0, 0, 0, 1, 2, 3, 7, 10, 33, 100, 6632, 9_999_999_999_999)
MACROS = ("kept_by_number", "numbers", "rule_judgement", "rows_of")
SIDES = {"left": "observed", "percent": "observed", "right": "expected", "part": "expected", "whole": "whole"}
ARITHMETICS = {kind.kind: kind.arithmetic for kind in load_rule_kinds().values()}
RESULTS = {True: "pass", False: "fail", None: "not_evaluable"}


@cache
def template(name: str) -> jinja2.Template:
    macros = "".join((ROOT / "macros" / f"{file}.sql").read_text(encoding="utf-8") for file in MACROS)
    model = (ROOT / "models" / "intermediate" / f"{name}.sql").read_text(encoding="utf-8")
    return jinja2.Environment(extensions=["jinja2.ext.do"]).from_string(macros + model)


def rendered(name: str, rules: Sequence[dict]) -> str:
    """A model's SQL as dbt compiles it for these rules, with each `ref` the bare name of a table."""
    return template(name).render(
        ref=lambda table: table,
        config=lambda **_: "",
        read_again=str,
        made_when_read=str,
        adapter=adapter,
        rules_with_terms=lambda: rules,
    )


def as_macros_take_it(rule: Rule) -> dict:
    """What `macros/rules_with_terms.sql` reads of a rule from the seeds."""
    sides: dict[str, list[dict]] = {"observed": [], "expected": []}
    for term in rule.terms:
        figure = {"figure_source": term.source, "concept": term.concept, "measure": term.measure}
        weighed = {"coefficient": term.coefficient, "figure": figure}
        sides.setdefault(SIDES[term.role], []).append(weighed)
    return {
        "rule_id": rule.rule_id,
        "arithmetic": ARITHMETICS[rule.kind],
        "comparison": rule.comparison,
        "constant": rule.constant,
        "tolerance": rule.tolerance,
        "sides": sides,
    }


@pytest.fixture(scope="module")
def warehouse():
    """The tables that the rules are judged from, empty."""
    with duckdb.connect() as connection:
        connection.execute("""
            create table stg_reports (report_id varchar);
            create view int_reports as
            select report_id, row_number() over (order by report_id) as report_number
            from stg_reports;
            create table int_figures (
                report_id varchar, evaluation varchar, figure_source varchar, concept varchar, measure varchar,
                indicator_code varchar, value decimal(18, 4), decimals integer, source_page integer,
                source_line_from integer, source_line_to integer
            );
        """)
        yield connection


def found_by_sql(warehouse, rules: Sequence[Rule], reports: Sequence[dict]) -> list[dict[str, str]]:
    """Results by rule for each of the reports, whose figures go by source, concept and measure.

    They are judged as corrected, while as read they are those of the report before.
    """
    for table in ("stg_reports", "int_figures"):
        warehouse.execute(f"delete from {table}")
    fill(warehouse, "stg_reports", [(str(at),) for at in range(len(reports))])
    fill(warehouse, "int_figures", [
        (str((at + later) % len(reports)), evaluation, *key, None, known.value, known.decimals, None, None, None)
        for at, figures in enumerate(reports) for key, known in figures.items()
        for evaluation, later in (("as_corrected", 0), ("as_read", 1))
    ])  # fmt: skip
    taken = [as_macros_take_it(rule) for rule in rules]
    for model in ("int_rule_figures", "int_rule_judgements"):
        warehouse.execute(f"create or replace table {model} as {rendered(model, taken)}")
    judged = rendered("int_rule_results", taken)
    found = warehouse.execute(f"select report_id, rule_id, result, result_as_read from ({judged})").fetchall()
    results: list[dict[str, str]] = [{} for _ in reports]
    for report, rule, result, _ in found:
        results[int(report)][rule] = result
    assert all(results[int(report) - 1][rule] == as_read for report, rule, _, as_read in found)
    return results


def fill(warehouse, table: str, rows: list[tuple]) -> None:
    names = [name for name, *_ in warehouse.execute(f"describe {table}").fetchall()]
    if rows:
        told = pyarrow.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
        warehouse.register("told", told)
        warehouse.execute(f"insert into {table} select * from told")
        warehouse.unregister("told")


def keys(rules: Sequence[Rule]) -> list[tuple[str, str, str]]:
    return list(dict.fromkeys((term.source, term.concept, term.measure) for rule in rules for term in rule.terms))


def made_up(rules: Sequence[Rule], random: Random) -> dict:
    """Figures for the rules: some missing, many alike, percentages at, inside and beyond half a unit."""
    common = random.choice(COUNTS)
    figures = {key: Known(Decimal(random.choice([common, *COUNTS]))) for key in keys(rules) if random.random() < 0.9}
    for rule in rules:
        if not rule.is_linear:
            told = {term.role: figures.get((term.source, term.concept, term.measure)) for term in rule.terms}
            if told["percent"]:
                (percent,) = rule.side("percent")
                part, whole = told["part"], told.get("whole", Known(Decimal(random.randint(1, 50))))
                figures[percent.source, percent.concept, percent.measure] = percentage(part, whole, random)
    return figures


def percentage(part: Known | None, whole: Known | None, random: Random) -> Known:
    """A printed percentage, which often is that of part and whole, give or take a unit of its last decimal."""
    decimals = random.randint(0, 4)
    unit = Decimal(1).scaleb(-decimals)
    if part is None or whole is None or not whole.value or random.random() < 0.3:
        return Known(random.randint(0, 120 * 10**decimals) * unit, decimals)
    nearest = min((100 * part.value / whole.value).quantize(unit), Decimal(99_999))
    return Known(max(nearest + random.choice([0, 0, 0, 1, -1]) * unit, Decimal(0)), decimals)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.sampled_from(["0", "0.005", "0.5", "1"]).map(Decimal))
def test_sql_and_python_agree_on_every_rule(warehouse, seed, tolerance):
    """Every rule of the seeds, and percentages, where rounding and wholes of 0 decide, many times over."""
    random = Random(seed)
    every = [replace(rule, tolerance=tolerance) for rule in RULES]
    for rules, count in ((every, 12), ([rule for rule in every if not rule.is_linear], 150)):
        reports = [made_up(rules, random) for _ in range(count)]
        for figures, found in zip(reports, found_by_sql(warehouse, rules, reports), strict=True):
            for rule in rules:
                own = {key: figures.get(key) for key in keys([rule])}
                said = holds(rule, lambda term, own=own: own[term.source, term.concept, term.measure])
                assert found[rule.rule_id] == RESULTS[said], (rule, own)


@pytest.mark.parametrize(
    ("kind", "percent", "part", "whole", "result"),
    [
        ("percent_of", "100", 0, 0, "not_evaluable"),
        ("percent_of", "100", 3, 0, "fail"),
        ("percent_of", "0", 0, 7, "pass"),
        ("percent_of", "0.00", 1, 50_000, "pass"),
        ("whole_plan", "0", 0, None, "pass"),
        ("whole_plan", "0.00", 3, None, "pass"),
        ("whole_plan", "100", 0, None, "fail"),
        ("whole_plan", "12.5", 1, None, "pass"),
    ],
)
def test_percentages_of_nothing(warehouse, kind, percent, part, whole, result):
    rule = next(rule for rule in RULES if rule.kind == kind)
    values = {"percent": Decimal(percent), "part": Decimal(part), "whole": Decimal(whole or 0)}
    figures = {
        (term.source, term.concept, term.measure): Known(values[term.role], -values[term.role].as_tuple().exponent)
        for term in rule.terms
    }
    (found,) = found_by_sql(warehouse, [rule], [figures])
    assert found[rule.rule_id] == result
    assert RESULTS[holds(rule, lambda term: figures[term.source, term.concept, term.measure])] == result
