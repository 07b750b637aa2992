"""Puts what bench/scale.py measured into docs/performance.md, and draws the plot beside it."""

from __future__ import annotations

import math
import os
import re
import statistics
from datetime import date

import altair
import duckdb
import vl_convert
from scale_timing import MEMORY_LIMIT, PANDAS_LIMIT, Run

from cchc.paths import ROOT

PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "images" / "performance.svg"
TOOLS = {
    "sample": "`cchc sample-many`",
    "before": "`dbt build` before",
    "dbt": "`dbt build`",
    "bare": "its SQL in bare DuckDB",
    "plain": "plain limit",
    "gate": "search, expectations and release",
    "part before": "figures and rules before, bare",
    "part": "figures and rules, bare",
    "polars": "figures and rules in Polars",
    "pandas": "figures and rules in pandas",
    "plain part": "plain limit of figures and rules",
    "older": "bare DuckDB of SQLMesh",
    "sqlmesh": "SQLMesh",
}
RATIOS = {
    "figures and rules / Polars": ("part", "polars"),
    "bare / plain limit": ("bare", "plain"),
    "build / build before": ("dbt", "before"),
    "figures and rules / before": ("part", "part before"),
    "figures and rules / their plain limit": ("part", "plain part"),
    "build / bare": ("dbt", "bare"),
    "pandas / Polars": ("pandas", "polars"),
    "SQLMesh / its bare": ("sqlmesh", "older"),
    "SQLMesh / build": ("sqlmesh", "dbt"),
}
QUANTITIES = {
    "processor": "processor seconds (user and system)",
    "seconds": "seconds on the clock",
    "gigabytes": "peak memory, GB",
}
COLOURS = {
    "before": "#8fb0c6",
    "dbt": "#1f5f8b",
    "bare": "#3a9d5d",
    "plain": "#9a9a9a",
    "polars": "#7a4ea3",
    "pandas": "#c0562f",
}

Sizes = dict[int, dict[str, Run | None]]  # by million values, then by tool; None where it ran out of memory


def write(sizes: Sizes, seed: dict[str, Run], empty: dict[str, Run], others: str) -> None:
    """Put what has been measured so far on the page; `others` names what it was measured beside."""
    parts = [
        f"Measured {date.today()}: {os.cpu_count()} cores, duckdb {duckdb.__version__}; "
        f"{others}. Memory limit: {MEMORY_LIMIT} for DuckDB, {PANDAS_LIMIT} for pandas and Polars.\n",
        *(told(figures) for told, figures in ((sizes_told, sizes), (seed_told, seed), (empty_told, empty)) if figures),
    ]
    text = PAGE.read_text(encoding="utf-8")
    measured = "\n".join(parts)
    page = re.sub(r"(?s)(<!-- measured -->\n).*(?=<!-- end -->)", lambda found: found[1] + measured, text)
    PAGE.write_text(page, encoding="utf-8")
    if sizes:
        PLOT.write_text(plot_of(sizes), encoding="utf-8")


def write_communes(runs: dict[str, Run | None]) -> None:
    """Put the communes' line on the page; it may be measured by itself."""
    names = {
        "sample": "`cchc sample-many`",
        "build": "`dbt build`, gate and release with it",
        "page": "a province's page",
    }
    lines = "".join(f"| {name} | {runs[key] or 'out of memory'} |\n" for key, name in names.items())
    told = f"Measured {date.today()}, {os.cpu_count()} cores, memory limit {MEMORY_LIMIT}.\n\n"
    table = f"{told}| 3,321 communes, two years of four quarters and the year | |\n| --- | ---: |\n{lines}"
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        re.sub(r"(?s)(<!-- communes -->\n).*(?=<!-- end of communes -->)", lambda found: found[1] + table, text),
        encoding="utf-8",
    )


def sizes_told(sizes: Sizes) -> str:
    tables = [table_of(sizes, quantity) for quantity in QUANTITIES]
    slopes = [slopes_told(sizes)] if len(sizes) > 1 else []
    return "\n".join([*tables, *slopes, "![Processor seconds against million values](images/performance.svg)\n"])


def table_of(sizes: Sizes, quantity: str) -> str:
    """A column per size; a row per ratio, then one per tool that was measured."""
    lines = [(f"{QUANTITIES[quantity]}, by million values", *map(str, sizes)), ("---", *("---:" for _ in sizes))]
    measured = {tool for runs in sizes.values() for tool in runs}
    for words, (one, other) in RATIOS.items():
        if {one, other} <= measured:
            lines.append((words, *(ratio(runs[one], runs[other], quantity) for runs in sizes.values())))
    for tool, words in TOOLS.items():
        if tool in measured:
            lines.append((words, *(amount(runs[tool], quantity) for runs in sizes.values())))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def amount(run: Run | None, quantity: str) -> str:
    return f"{getattr(run, quantity):.1f}" if run else "out of memory"


def ratio(run: Run | None, other: Run | None, quantity: str = "processor") -> str:
    return f"{getattr(run, quantity) / getattr(other, quantity):.2f}" if run and other else "–"


def slopes_told(sizes: Sizes) -> str:
    lines = {
        "`dbt build`, clock": ("dbt", "seconds"),
        "`dbt build`, processor": ("dbt", "processor"),
        "bare, processor": ("bare", "processor"),
        "Polars, processor": ("polars", "processor"),
    }
    told = (f"{words} {slope(sizes, tool, quantity):.2f}" for words, (tool, quantity) in lines.items())
    return f"Slope of time against values on logarithmic axes (1 is linear): {', '.join(told)}.\n"


def slope(sizes: Sizes, tool: str, quantity: str) -> float:
    """Of a line through the points on logarithmic axes: 1 is linear growth."""
    points = {millions: getattr(runs[tool], quantity) for millions, runs in sizes.items() if runs[tool]}
    return statistics.linear_regression(*(list(map(math.log, one)) for one in (points, points.values()))).slope


def seed_told(seed: dict[str, Run]) -> str:
    loading = seed["many"].processor - seed["few"].processor
    return f"""A cell below: seconds on the clock, of the processor, peak memory.

| a seed of a million rows | |
| --- | ---: |
| inside `dbt build` | {seed["many"]} |
| `dbt build` with 146 rows | {seed["few"]} |
| bare `read_csv` into a table | {seed["bare"]} |

The rows cost dbt {loading:.1f} processor seconds beyond its start,
{loading / seed["bare"].processor:.2f} × the bare read.
"""


def empty_told(empty: dict[str, Run]) -> str:
    builds = "\n".join(f"| {name} | {run} |" for name, run in empty.items())
    return f"""| `dbt build` of the real report, and of as many nodes that do nothing | |
| --- | ---: |
{builds}

The real report takes {ratio(empty["real"], empty["empty"], "seconds")} × the time of the empty nodes
({ratio(empty["real"], empty["empty"])} × in processor seconds).
"""


def plot_of(sizes: Sizes) -> str:
    """Processor seconds against million values, both logarithmic, as SVG."""
    values = [
        {"tool": TOOLS[tool].strip("`"), "millions": millions, "seconds": runs[tool].processor}
        for millions, runs in sizes.items()
        for tool in COLOURS
        if runs.get(tool)
    ]
    chart = altair.Chart(altair.Data(values=values), width=560, height=300).mark_line(point=True)
    logarithmic = altair.Scale(type="log", nice=False)
    return vl_convert.vegalite_to_svg(
        chart.encode(
            x=altair.X("millions:Q", title="million values", scale=logarithmic, axis=altair.Axis(values=list(sizes))),
            y=altair.Y("seconds:Q", title="processor seconds", scale=altair.Scale(type="log")),
            color=altair.Color(
                "tool:N",
                title=None,
                scale=altair.Scale(domain=[TOOLS[tool].strip("`") for tool in COLOURS], range=list(COLOURS.values())),
            ),
        )
        .configure(background="white")
        .to_dict()
    )
