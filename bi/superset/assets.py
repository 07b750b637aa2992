"""The definitions as Superset's own asset files (YAML), what it exports and imports.

    python bi/superset/assets.py FOLDER    # writes them, to be read, compared, or imported elsewhere

Every asset's identity is made from its name: to import again is to bring up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID, uuid5

import duckdb
import yaml
from charts import draw
from definitions import Dashboard, Dataset, Filter, read_dashboards, read_datasets, words_sql
from layout import arrange

VERSION = "1.0.0"
OURS = UUID("6f3c0d0e-35a5-5f0c-9b3e-0d5b7a1f9c11")
DATABASE = "cchc"

# The same thing has the same colour on every page: list of codes and code.
COLOURS = {
    ("read_status", "clear"): "#2e7d32",
    ("read_status", "doubtful"): "#f9a825",
    ("read_status", "unreadable"): "#c62828",
    ("read_status", "blank"): "#9e9e9e",
    ("read_status", "not_found"): "#6a1b9a",
    ("finding_status", "open"): "#c62828",
    ("finding_status", "acknowledged"): "#f9a825",
    ("finding_status", "explained"): "#1565c0",
    ("finding_status", "corrected"): "#2e7d32",
    ("correction", "ocr_error"): "#2e7d32",
    ("correction", "district_corrected"): "#00838f",
    ("government_level", "district"): "#1565c0",
    ("government_level", "commune"): "#ef6c00",
    ("government_level", "both_levels"): "#6a1b9a",
}


def identity(kind: str, name: str) -> str:
    return str(uuid5(OURS, f"{kind}/{name}"))


def make_assets(warehouse: Path) -> dict[str, dict]:
    """Path → content of every asset, for the published DuckDB file `warehouse`, which tells the columns' types.

    Raises duckdb.Error where the file is missing or lacks what a dataset asks for, and ValueError where a dataset's
    columns are not those its yml names.
    """
    datasets, dashboards = read_datasets(), read_dashboards()
    with duckdb.connect(str(warehouse), read_only=True) as con:
        described = {f"datasets/{one.name}.yaml": _dataset(one, con) for one in datasets.values()}
        colours = {_words(con, *code): colour for code, colour in COLOURS.items()}
    return {
        "metadata.yaml": {"version": VERSION, "type": "assets"},
        f"databases/{DATABASE}.yaml": _database(warehouse),
        **described,
        **{
            f"charts/{_chart_name(dashboard, key)}.yaml": _chart(dashboard, key, datasets)
            for dashboard in dashboards
            for key in dashboard.charts
        },
        **{f"dashboards/{one.slug}.yaml": _dashboard(one, colours) for one in dashboards},
    }


def write_assets(assets: dict[str, dict], folder: Path) -> None:
    for name, content in assets.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _database(warehouse: Path) -> dict:
    return {
        "database_name": DATABASE,
        "sqlalchemy_uri": f"duckdb:///{warehouse}",
        "cache_timeout": -1,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "extra": {"allows_virtual_table_explore": True},
        "uuid": identity("database", DATABASE),
        "version": VERSION,
        "is_managed_externally": True,
    }


def _dataset(dataset: Dataset, con: duckdb.DuckDBPyConnection) -> dict:
    types = {name: data_type for name, data_type, *_ in con.execute(f"describe {dataset.sql}").fetchall()}
    if set(types) != set(dataset.columns):
        differ = ", ".join(sorted(set(types) ^ set(dataset.columns)))
        raise ValueError(f"datasets/{dataset.name}: the SQL and the yml do not name the same columns: {differ}")
    return {
        "table_name": dataset.name,
        "description": dataset.description,
        "schema": "marts",
        "sql": _with_whole_numbers(dataset.sql, types),
        "cache_timeout": -1,
        "filter_select_enabled": True,
        "columns": [
            {
                "column_name": name,
                "verbose_name": label,
                "type": types[name],
                "is_dttm": False,
                "groupby": True,
                "filterable": True,
            }
            for name, label in dataset.columns.items()
        ],
        "metrics": [
            {"metric_name": name, "verbose_name": label, "expression": sql}
            for name, (sql, label) in dataset.metrics.items()
        ],
        "uuid": identity("dataset", dataset.name),
        "database_uuid": identity("database", DATABASE),
        "version": VERSION,
        "is_managed_externally": True,
    }


def _with_whole_numbers(sql: str, types: dict[str, str]) -> str:
    """The dataset with its whole numbers as decimals: where one is not known, Superset tells integers as floats."""
    whole = [name for name, data_type in types.items() if data_type in ("INTEGER", "BIGINT")]
    casts = ", ".join(f"cast({name} as decimal(18, 0)) as {name}" for name in whole)
    return f"select * replace ({casts}) from (\n{sql}\n)" if whole else sql


def _chart(dashboard: Dashboard, key: str, datasets: dict[str, Dataset]) -> dict:
    chart = dashboard.charts[key]
    viz_type, params = draw(chart, datasets[chart["dataset"]])
    return {
        "slice_name": chart["title"],
        "viz_type": viz_type,
        "params": params,
        "cache_timeout": -1,
        "uuid": identity("chart", _chart_name(dashboard, key)),
        "dataset_uuid": identity("dataset", chart["dataset"]),
        "version": VERSION,
        "is_managed_externally": True,
    }


def _words(con: duckdb.DuckDBPyConnection, code_list: str, code: str) -> str:
    """A code as the datasets show it. Raises ValueError where the release has no words for it."""
    ((shown,),) = con.execute(f"select {words_sql(code_list, repr(code))}").fetchall()
    if shown is None:
        raise ValueError(f"assets.py, COLOURS: dim_code_word of this release has no code {code} in list {code_list}")
    return shown


def _dashboard(dashboard: Dashboard, colours: dict[str, str]) -> dict:
    uuids = {key: identity("chart", _chart_name(dashboard, key)) for key in dashboard.charts}
    return {
        "dashboard_title": dashboard.title,
        "slug": dashboard.slug,
        "published": True,
        "position": arrange(dashboard, uuids),
        "metadata": {
            "native_filter_configuration": [_filter(one, dashboard) for one in dashboard.filters],
            "label_colors": colours,
            "color_scheme": "supersetColors",
            "cross_filters_enabled": False,
            "refresh_frequency": 0,
            "expanded_slices": {},
            "timed_refresh_immune_slices": [],
        },
        "uuid": identity("dashboard", dashboard.slug),
        "version": VERSION,
        "is_managed_externally": True,
    }


def _filter(told: Filter, dashboard: Dashboard) -> dict:
    label = read_datasets()[told.dataset].columns[told.column]
    alone = told.choose != "many"
    above = {"district": ("province", "unit_level"), "unit_level": ("province",)}.get(told.column, ())
    parents = [_filter_id(one.column) for one in dashboard.filters if one.column in above]
    return {
        "id": _filter_id(told.column),
        "name": label,
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "description": "",
        "targets": [{"datasetUuid": identity("dataset", told.dataset), "column": {"name": told.column}}],
        "controlValues": {
            "multiSelect": not alone,
            "enableEmptyFilter": alone,
            "defaultToFirstItem": alone,
            "inverseSelection": False,
            "searchAllOptions": False,
            "sortAscending": told.choose not in ("latest", "most"),
        },
        "requiredFirst": alone,  # charts wait for it, instead of drawing all that there is
        "sortMetric": _sort_metric(told),
        "defaultDataMask": {"extraFormData": {}, "filterState": {}},
        "cascadeParentIds": parents,
        "scope": {
            "rootPath": ["ROOT_ID"],
            "excluded": [list(dashboard.charts).index(key) + 1 for key in told.not_for],
        },
    }


def _sort_metric(told: Filter) -> str | None:
    """The metric of the filter's dataset by which its values stand in order; without one by themselves."""
    if told.choose == "most":
        return "reports"
    return "vietnamese_order" if told.column == "district" else None


def _filter_id(column: str) -> str:
    return f"NATIVE_FILTER-{column}"


def _chart_name(dashboard: Dashboard, key: str) -> str:
    return f"{dashboard.slug}.{key}"


if __name__ == "__main__":
    import os

    write_assets(make_assets(Path(os.environ["CCHC_BI_DATABASE"]).absolute()), Path(sys.argv[1]))
