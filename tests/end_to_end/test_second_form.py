"""A second version of the form is new seed rows and nothing else: both are read, built and written out.

The project stands in a folder of its own with the rows of second_form.py. Its samples of both forms, in years that the
forms share and do not, are built to a warehouse of their own.
"""

from __future__ import annotations

import csv
import json
from itertools import pairwise
from pathlib import Path

import duckdb
import openpyxl
import pytest

from ..project_copy import run, sign_changes
from . import second_form

NEW_CONCEPTS = {"online_reform_meetings", "petitions_answered_pct", "citizen_app_in_use"}


@pytest.fixture(scope="module")
def project(new_project, tmp_path_factory) -> Path:
    root = new_project(tmp_path_factory.mktemp("second") / "project")
    second_form.add_second_form(root / "seeds" / "reference")
    return root


@pytest.fixture(scope="module")
def read(project, tmp_path_factory) -> dict[str, dict]:
    """How each document of either form was read, by its name."""
    told = run(project, "python", "tests/end_to_end/second_form.py", str(tmp_path_factory.mktemp("documents")))
    assert told.returncode == 0, told.stderr[-3000:]
    return json.loads(told.stdout)


@pytest.fixture(scope="module")
def warehouse(project) -> Path:
    """Two districts from 2022 to 2024, the first year on the old form."""
    forms = f"{second_form.VERSION},2021"
    made = run(
        project, "cchc", "sample", "--format", "rows", "--units", "945,946", "--years", "2022-2024", "--form", forms
    )
    assert made.returncode == 0, made.stderr
    reports = project / "samples" / "seeds" / "landed" / "reports.csv"
    assert len(reports.read_text(encoding="utf-8").splitlines()) == 1 + 6
    built = run(project, "dbt", "build", "--target", "samples", "--target-path", "target/samples")
    assert built.returncode == 0, built.stdout[-3000:]
    return project / "samples" / "warehouse"


def query(warehouse: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(warehouse / "cchc.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.mark.parametrize("ending", ["xlsx", "docx", "txt"])
@pytest.mark.parametrize("form", ["2021", second_form.VERSION])
def test_a_document_is_read_on_the_form_it_is_laid_out_on(read, form, ending):
    found = read[f"{form} in 2023.{ending}"]
    assert found["form"] == form
    assert found["wrong"] == []
    least = 0.94 if ending == "txt" else 1
    assert len(found["clear"]) >= least * found["asked"]
    if form == second_form.VERSION:
        assert set(found["clear"]) >= NEW_CONCEPTS


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (f"{second_form.VERSION} in 2022.xlsx", (f"as form {second_form.VERSION}", "serve 2022", "form 2021 does")),
        ("2021 in 2025.xlsx", ("as form 2021", "serve 2025", f"form {second_form.VERSION} or")),
    ],
)
def test_a_form_of_another_year_is_refused_and_both_forms_are_named(read, name, words):
    assert all(word in read[name]["error"] for word in words)


def test_the_blank_form_of_a_year_is_its_own_with_the_rules_that_still_apply(project):
    labels, rules = {}, {}
    for year in (2022, 2024):
        written = run(project, "cchc", "form", "--year", str(year), "-o", f"{year}.xlsx")
        assert written.returncode == 0, written.stderr
        workbook = openpyxl.load_workbook(project / f"{year}.xlsx")
        labels[year] = {cell.value for cell in workbook.worksheets[0]["B"]}
        rules[year] = {cell.value for cell in workbook["Kiểm tra"]["B"]}
    relabelled = set(second_form.RELABELLED.values())
    assert relabelled <= labels[2024] and not relabelled & labels[2022]
    words = {row["rule_id"]: row["words_vi"] for row in second_form.read(project / "seeds/reference/rules.csv")}
    terms = second_form.read(project / "seeds/reference/rule_terms.csv")
    gone = {words[term["rule_id"]] for term in terms if term["concept"] in second_form.REMOVED}
    assert rules[2022] > rules[2024] == rules[2022] - gone
    assert rules[2022] & gone


def test_both_forms_are_in_one_warehouse_and_a_figure_that_survives_keeps_its_column(warehouse):
    by_year = query(
        warehouse, "select report_year, form_version, count(*) from marts.dim_report group by all order by 1"
    )
    assert by_year == [(2022, "2021", 2), (2023, second_form.VERSION, 2), (2024, second_form.VERSION, 2)]
    versions = query(warehouse, "select form_version, count(*) from marts.dim_indicator group by all order by 1")
    assert versions == [("2021", 182), (second_form.VERSION, 182), ("2025", 130)]
    inventory = query(
        warehouse,
        "select report_year, procedures_in_force, procedures_published - procedures_repealed, procedures_commune "
        "from marts.fct_tthc_inventory where unit_code = '945' order by 1",
    )
    assert [year for year, *_ in inventory] == [2022, 2023, 2024]
    for (_, before, _, _), (_, now, added, _) in pairwise(inventory):
        assert now == before + added
    assert [commune is None for *_, commune in inventory] == [False, True, True]


def test_a_new_figure_without_a_fact_is_among_the_indicator_values(warehouse):
    found = query(
        warehouse,
        "select values.concept, count(values.value), count(distinct values.report_year) "
        "from marts.fct_indicator_values as values inner join marts.dim_indicator as indicators "
        "on values.form_version = indicators.form_version and values.indicator_code = indicators.indicator_code "
        "where indicators.answer_type <> 'header' and indicators.fact_table is null and values.value is not null "
        "group by all",
    )
    assert {concept: (count, years) for concept, count, years in found} == dict.fromkeys(NEW_CONCEPTS, (4, 2))


def test_a_rule_whose_figure_is_no_longer_asked_is_not_evaluable(warehouse):
    results = query(
        warehouse,
        "select reports.report_year, results.result from marts.fct_rule_results as results "
        "inner join marts.dim_report as reports on results.report_id = reports.report_id "
        "where results.rule_id = 'procedures_in_force_sum' group by all order by 1",
    )
    assert results == [(2022, "pass"), (2023, "not_evaluable"), (2024, "not_evaluable")]
    assert query(warehouse, "select count(*) from marts.fct_rule_results where result = 'fail'") == [(0,)]


def test_the_warehouse_of_samples_says_that_it_is_one(warehouse, project):
    assert query(warehouse, "select distinct is_sample from marts.dim_report") == [(True,)]
    release = json.loads((warehouse / "release.json").read_text(encoding="utf-8"))
    assert release["is_sample"] is True
    assert warehouse.readlink().as_posix().startswith("releases/")
    assert not (project / "warehouse").exists() and not (project / "releases").exists()


@pytest.mark.parametrize(
    ("target", "root", "name"), [("samples", "samples", "real.txt"), ("duckdb", "", "sample_x.txt")]
)
def test_the_build_fails_where_real_and_made_up_reports_meet(warehouse, project, target, root, name):
    seeds = project / root / "seeds"
    reports, log = seeds / "landed" / "reports.csv", seeds / "decisions" / "record_entries.csv"
    before = {path: path.read_text(encoding="utf-8") for path in (reports, log)}
    rows = list(csv.reader(before[reports].splitlines()))
    rows[1][rows[0].index("source_file")] = name
    try:
        with reports.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        sign_changes(project / root)
        selected = ["reports", "stg_reports", "samples_stay_apart"]
        built = run(
            project, "dbt", "build", "--target", target, "--target-path", f"target/{target}", "--select", *selected
        )
    finally:
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")
    assert built.returncode != 0
    assert "samples_stay_apart" in built.stdout and "FAIL 1" in built.stdout, built.stdout[-2000:]


def test_a_row_that_names_a_column_that_is_not_there_is_refused_by_name(warehouse, project):
    path = project / "seeds" / "reference" / "form_rows.csv"
    before = path.read_text(encoding="utf-8")
    rows = second_form.read(path)
    row = next(one for one in rows if one["concept"] == "online_reform_meetings")
    row |= {"fact_table": "fct_reform_direction", "fact_column": "online_meetings"}
    try:
        second_form.write(path, rows)
        selected = ["form_rows", "stg_form_rows", "dim_indicator", "test_name:holds_its_figures"]
        command = ["dbt", "build", "--target", "samples", "--target-path", "target/samples", "--select", *selected]
        built = run(project, *command)
    finally:
        path.write_text(before, encoding="utf-8")
    assert built.returncode != 0
    for words in (row["indicator_code"], second_form.VERSION, "fct_reform_direction.online_meetings", "fact_table"):
        assert words in built.stdout
