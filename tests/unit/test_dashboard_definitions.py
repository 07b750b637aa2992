"""The dashboards' definitions name metrics, columns and words that are there, before any Superset reads them."""

from __future__ import annotations

import sys

import pytest

from cchc.paths import ROOT
from cchc.reference.code_words import code_words

sys.path.insert(0, str(ROOT / "bi" / "superset"))
import assets
import charts
import definitions

DATASETS = definitions.read_datasets()
CHARTS = [
    pytest.param(chart, id=f"{dashboard.slug}.{key}")
    for dashboard in definitions.read_dashboards()
    for key, chart in dashboard.charts.items()
]


def test_every_metric_is_an_expression_and_a_label():
    metrics = [metric for dataset in DATASETS.values() for metric in dataset.metrics.values()]
    assert metrics
    assert all(label.count(" / ") == 1 for _, label in metrics)


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_asks_for_columns_and_metrics_that_its_dataset_has(chart):
    assert charts.draw(chart, DATASETS[chart["dataset"]])


@pytest.mark.parametrize("dashboard", definitions.read_dashboards(), ids=lambda dashboard: dashboard.slug)
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
