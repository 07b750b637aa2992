"""The dashboards' definitions name metrics, columns and words that are there, before any Superset reads them."""

from __future__ import annotations

import re
import sys

import duckdb
import pytest

from cchc.paths import ROOT
from cchc.reference.code_words import code_words

from ..yml_files import told_in

sys.path.insert(0, str(ROOT / "bi" / "superset"))
import assets
import charts
import definitions

DATASETS = definitions.read_datasets()
SQL = ROOT / "bi" / "superset" / "datasets"
DASHBOARDS = definitions.read_dashboards()
EXPOSURES = told_in(ROOT / "models" / "exposures.yml")["exposures"]
CHARTS = [
    pytest.param(chart, id=f"{dashboard.slug}.{key}")
    for dashboard in DASHBOARDS
    for key, chart in dashboard.charts.items()
]


def test_a_whole_number_stays_whole_where_one_is_not_known():
    """Superset makes floats of integers with a gap, so that its CSV says 2.0 for two."""
    sql = "select * from (values (2, 1.5, 'a'), (null, 2.5, 'b')) as told (documents, pct, unit)"
    with duckdb.connect() as con:
        types = {name: data_type for name, data_type, *_ in con.execute(f"describe {sql}").fetchall()}
        wrapped = assets._with_whole_numbers(sql, types)
        assert con.execute(f"describe {wrapped}").fetchall()[0][:2] == ("documents", "DECIMAL(18,0)")
        assert con.execute(wrapped).fetchall() == con.execute(sql).fetchall()


def test_every_metric_is_an_expression_and_a_label():
    metrics = [metric for dataset in DATASETS.values() for metric in dataset.metrics.values()]
    assert metrics
    assert all(label.count(" / ") == 1 for _, label in metrics)


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_asks_for_columns_and_metrics_that_its_dataset_has(chart):
    assert charts.draw(chart, DATASETS[chart["dataset"]])


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda dashboard: dashboard.slug)
def test_figures_of_units_are_added_up_or_ranked_within_one_level_of_government(dashboard):
    """Counts of reports and findings go across levels; whatever else a page shows is of one unit or of one level."""
    chosen = {one.column for one in dashboard.filters if one.choose != "many"}
    datasets = {dashboard.charts[key]["dataset"] for row in dashboard.rows for key in row}
    assert chosen & {"district", "unit_level"} or datasets <= {"reporting", "findings", "indicators"}
    assert all("unit_level" in DATASETS[name].columns for name in datasets)


def test_every_coloured_code_has_its_words():
    assert [pair for pair in assets.COLOURS if pair[1] not in code_words(pair[0])] == []


def test_a_code_is_shown_in_both_languages_by_the_words_of_the_release():
    sql = " ".join(definitions.words_sql("verdict", "decisions.verdict").split())
    assert (
        "from marts.dim_code_word as words where words.code_list = 'verdict' and words.code = decisions.verdict" in sql
    )


def marts_read(file: str) -> set[str]:
    """The marts that a dataset's SQL names, with what it includes."""
    text = (SQL / file).read_text(encoding="utf-8")
    included = re.findall(r"(?:include|from) '(\w+\.jinja)'", text)
    return set(re.findall(r"\bmarts\.(\w+)", text)).union(*map(marts_read, included))


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda dashboard: dashboard.slug)
def test_a_dashboard_is_told_of_with_what_it_reads(dashboard):
    """models/exposures.yml shows it in the graph of the models, docs/bi-tools.md to whoever looks for one."""
    label = dashboard.title.replace(" / ", " · ")
    exposure = next((one for one in EXPOSURES if one["label"] == label), None)
    assert exposure, f"models/exposures.yml has no entry with the label '{label}'"
    datasets = {chart["dataset"] for chart in dashboard.charts.values()}
    read = set().union(*(marts_read(f"{dataset}.sql") for dataset in datasets))
    assert {f"ref('{mart}')" for mart in read} == set(exposure["depends_on"]), "depends_on in models/exposures.yml"
    assert f"| {dashboard.title} |" in (ROOT / "docs" / "bi-tools.md").read_text(encoding="utf-8")


def test_no_exposure_is_left_of_a_dashboard_that_is_gone():
    labels = {dashboard.title.replace(" / ", " · ") for dashboard in DASHBOARDS}
    assert {one["label"] for one in EXPOSURES if one["type"] == "dashboard"} == labels
