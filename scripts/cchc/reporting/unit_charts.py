"""Charts of a unit's years, as SVG drawn in this process; which ones there are is data, in unit_charts.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import altair

from cchc.reporting.unit_figures import Figure, UnitYear
from cchc.reporting.vega import COLOURS, UNSETTLED, as_svg, marked

_HERE = Path(__file__).parent
_WIDTH, _HEIGHT = 300, 170


@dataclass(frozen=True)
class Series:
    concept: str
    name_vi: str
    name_en: str


@dataclass(frozen=True)
class ChartKind:
    """One chart that every page draws where its figures are there. `mark` is bar or line."""

    chart_id: str
    mark: str
    title_vi: str
    title_en: str
    unit_vi: str
    unit_en: str
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Point:
    """A figure in a chart; from it the page tells report, page and line."""

    series: Series
    figure: Figure


@dataclass(frozen=True)
class Chart:
    kind: ChartKind
    svg: str
    points: tuple[Point, ...]


@cache
def chart_kinds() -> tuple[ChartKind, ...]:
    with (_HERE / "unit_charts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(_kind(list(own)) for _, own in groupby(rows, key=lambda row: row["chart_id"]))


def _kind(rows: list[dict[str, str]]) -> ChartKind:
    shared = {name: rows[0][name] for name in ("chart_id", "mark", "title_vi", "title_en", "unit_vi", "unit_en")}
    return ChartKind(**shared, series=tuple(Series(row["concept"], row["series_vi"], row["series_en"]) for row in rows))


def draw_charts(unit_year: UnitYear) -> list[Chart]:
    """The charts that have a figure of the year, in the order of unit_charts.csv."""
    charts = []
    for kind in chart_kinds():
        points = _points(kind, unit_year.history, unit_year.years)
        if any(point.figure.report_year == unit_year.year for point in points):
            charts.append(Chart(kind, _draw(kind, points, unit_year.years), tuple(points)))
    return charts


def _points(kind: ChartKind, history: Mapping[tuple[str, int], Figure], years: list[int]) -> list[Point]:
    found = ((series, history.get((series.concept, year))) for series in kind.series for year in years)
    return [Point(series, figure) for series, figure in found if figure is not None and figure.value is not None]


def _draw(kind: ChartKind, points: list[Point], years: list[int]) -> str:
    values = [
        {
            "year": str(point.figure.report_year),
            "series": point.series.name_vi,
            "value": float(point.figure.value),
            "settled": point.figure.is_settled,
        }
        for point in points
        if point.figure.value is not None
    ]
    names = [series.name_vi for series in kind.series]
    base = altair.Chart(altair.Data(values=values), width=_WIDTH, height=_HEIGHT).encode(
        x=altair.X("year:O", title=None, axis=altair.Axis(labelAngle=0), scale=altair.Scale(domain=_labels(years))),
        y=altair.Y("value:Q", title=kind.unit_vi, axis=altair.Axis(tickCount=5), scale=_scale(kind, values)),
        color=altair.Color(
            "series:N",
            title=None,
            sort=names,
            scale=altair.Scale(domain=names, range=list(COLOURS[: len(names)])),
            legend=altair.Legend(orient="top", direction="horizontal", symbolOpacity=1),
        ),
        opacity=altair.condition("datum.settled", altair.value(1), altair.value(UNSETTLED)),
    )
    return as_svg(_bars(base, names) if kind.mark == "bar" else _lines(base, names))


def _labels(years: list[int]) -> list[str]:
    return [str(year) for year in range(years[0], years[-1] + 1)]


def _scale(kind: ChartKind, values: list[dict]) -> altair.Scale:
    """Bars begin at zero. A percentage is seen on 0 to 100, unless one passes it."""
    if kind.unit_vi == "%" and all(value["value"] <= 100 for value in values):
        return altair.Scale(domain=[0, 100])
    return altair.Scale(zero=True, nice=True)


def _bars(base: altair.Chart, names: list[str]) -> altair.Chart:
    return marked(base.encode(xOffset=altair.XOffset("series:N", sort=names)), "bar")


def _lines(base: altair.Chart, names: list[str]) -> altair.TopLevelMixin:
    """Two hollow marks of unlike form: told apart without colour, and both seen where they meet."""
    shape = altair.Shape("series:N", sort=names, scale=altair.Scale(domain=names, range=["circle", "square"]),
                         legend=None)  # fmt: skip
    line = marked(base.encode(opacity=altair.value(0.6)), "line")
    return altair.layer(line, marked(base.encode(shape=shape), "point", size=70, strokeWidth=2))
