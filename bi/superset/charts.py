"""What Superset calls a chart's `viz_type` and `params`, from the few words of a dashboard's definition."""

from __future__ import annotations

from collections.abc import Callable

from definitions import Dataset

FIGURES = ",.4~f"  # as many decimals as the warehouse keeps, and no empty ones; ratios are rounded where they are made


def draw(chart: dict, dataset: Dataset) -> tuple[str, dict]:
    """The `viz_type` and `params` of a chart. Raises KeyError for a kind there is not, and for a name that
    `dataset` does not have."""
    viz_type, params = KINDS[chart["kind"]](chart, dataset)
    return viz_type, {
        "viz_type": viz_type,
        "adhoc_filters": [_equals(dataset, column, value) for column, value in chart.get("where", {}).items()],
        "time_range": "No filter",
        "row_limit": 10000,
        **params,
    }


def _number(chart: dict, dataset: Dataset) -> tuple[str, dict]:
    return "big_number_total", {
        "metric": _metric(dataset, chart["metric"]),
        "y_axis_format": FIGURES,
        "header_font_size": 0.4,
        "subheader_font_size": 0.15,
    }


def _lines(chart: dict, dataset: Dataset) -> tuple[str, dict]:
    return "echarts_timeseries_line", _series(chart, dataset) | {
        "markerEnabled": True,
        "markerSize": 6,
        "truncateYAxis": True,  # from the lowest figure on, not from 0
    }


def _bars(chart: dict, dataset: Dataset) -> tuple[str, dict]:
    return "echarts_timeseries_bar", _series(chart, dataset) | {
        "stack": "Stack" if chart.get("stacked") or chart.get("shares") else None,
        "contributionMode": "row" if chart.get("shares") else None,
        "show_value": not (chart.get("stacked") or chart.get("shares")),
    }


def _series(chart: dict, dataset: Dataset) -> dict:
    """What lines and bars share. Along `x` the names stand in order, or the highest first."""
    metrics = [_metric(dataset, name) for name in chart["metrics"]]
    highest_first = bool(chart.get("highest_first"))
    split = "by" in chart or len(metrics) > 1
    return {
        "x_axis": _column(dataset, chart["x"]),
        "xAxisForceCategorical": True,
        "x_axis_sort": metrics[0] if highest_first else chart["x"],
        "x_axis_sort_asc": not highest_first,
        "x_axis_sort_series": "sum" if highest_first else "name",
        "x_axis_sort_series_ascending": not highest_first,
        "metrics": metrics,
        "groupby": [_column(dataset, chart["by"])] if "by" in chart else [],
        "truncate_metric": True,
        "y_axis_format": ".0%" if chart.get("shares") else FIGURES,
        "rich_tooltip": True,
        "show_legend": split,
        "legendOrientation": "top",
        "legendType": "scroll",
        "xAxisLabelRotation": 45 if chart["x"] == "district" else 0,
    }


def _pie(chart: dict, dataset: Dataset) -> tuple[str, dict]:
    return "pie", {
        "metric": _metric(dataset, chart["metric"]),
        "groupby": [_column(dataset, chart["by"])],
        "donut": True,
        "label_type": "key_value_percent",
        "number_format": FIGURES,
        "labels_outside": True,
        "show_legend": False,
    }


def _heat(chart: dict, dataset: Dataset) -> tuple[str, dict]:
    return "heatmap_v2", {
        "x_axis": _column(dataset, chart["x"]),
        "groupby": _column(dataset, chart["y"]),
        "metric": _metric(dataset, chart["metric"]),
        "normalize_across": "heatmap",
        "linear_color_scheme": "superset_seq_1",
        "sort_x_axis": "alpha_asc",
        "sort_y_axis": "alpha_desc",
        "show_values": True,
        "show_legend": False,
        "show_percentage": False,
        "value_bounds": [None, None],
        "y_axis_format": FIGURES,
        "xscale_interval": 1,
        "yscale_interval": 1,
        "left_margin": "auto",
        "xAxisLabelRotation": 45 if chart["x"] == "district" else 0,
        "bottom_margin": "auto",
    }


def _pivot(chart: dict, dataset: Dataset) -> tuple[str, dict]:
    down, across = ([_column(dataset, name) for name in chart[side]] for side in ("down", "across"))
    return "pivot_table_v2", {
        "groupbyRows": down,
        "groupbyColumns": across,
        "all_columns": [*down, *across],  # not drawn; a dashboard knows the labels of these columns only
        "metrics": [_metric(dataset, name) for name in chart["metrics"]],
        "metricsLayout": "COLUMNS",
        "aggregateFunction": "First",
        "rowTotals": False,
        "colTotals": False,
        "rowOrder": "key_a_to_z",
        "colOrder": "key_a_to_z",
        "valueFormat": FIGURES,
    }


def _table(chart: dict, dataset: Dataset) -> tuple[str, dict]:
    """`columns`, a row of the table for each of the dataset; else one for each of `by` with its `metrics`, those with
    the most of metric `first` first."""
    columns = [_column(dataset, name) for name in chart.get("columns", [])]
    shown = columns or [*chart.get("by", []), *chart["metrics"]]
    return "table", {
        "query_mode": "raw" if columns else "aggregate",
        "all_columns": columns,
        "order_by_cols": [
            f'["{_column(dataset, name)}", {str(up).lower()}]' for name, up in chart.get("sort", {}).items()
        ],
        "groupby": [_column(dataset, name) for name in chart.get("by", [])],
        "metrics": [] if columns else [_metric(dataset, name) for name in chart["metrics"]],
        "timeseries_limit_metric": _metric(dataset, chart["first"]) if "first" in chart else None,
        "order_desc": True,
        "allow_render_html": True,
        "show_cell_bars": False,
        "color_pn": False,
        "include_search": bool(chart.get("search")),
        "page_length": chart.get("page", 0),
        "column_config": {name: {"d3NumberFormat": FIGURES, "d3SmallNumberFormat": FIGURES} for name in shown},
    }


KINDS: dict[str, Callable[[dict, Dataset], tuple[str, dict]]] = {
    "number": _number,
    "lines": _lines,
    "bars": _bars,
    "pie": _pie,
    "heat": _heat,
    "pivot": _pivot,
    "table": _table,
}


def _column(dataset: Dataset, name: str) -> str:
    if name not in dataset.columns:
        raise KeyError(f"{dataset.name} has no column {name}")
    return name


def _metric(dataset: Dataset, name: str) -> str:
    if name not in dataset.metrics:
        raise KeyError(f"{dataset.name} has no metric {name}")
    return name


def _equals(dataset: Dataset, column: str, value: str) -> dict:
    return {
        "clause": "WHERE",
        "expressionType": "SIMPLE",
        "subject": _column(dataset, column),
        "operator": "==",
        "comparator": value,
    }
