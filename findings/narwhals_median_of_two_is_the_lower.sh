#!/usr/bin/env bash
# narwhals 2.29.0: on PyArrow the median of 0 and 100 is 50, and by unit it is 0; 2.7 cast to a whole number is 2 on Polars and 3 on DuckDB
#
# Behaviour  One expression, other figures by the table it meets. median() inside group_by() or over() is PyArrow's approximate median: of two
#            values the lower, of many somewhat off. cast(Int64) cuts off on Polars and pandas, rounds on DuckDB and is refused by PyArrow.
#            mean() of a decimal keeps its scale on PyArrow.
# Seen       units with 0 and 100, with 1 and 2: medians 0 and 1 by unit on PyArrow, 50 and 1.5 on Polars, pandas and DuckDB and of the whole
#            column everywhere. Squares of 1 to 300: 22650.5, on PyArrow by unit 22661.2. 2.7, -2.7, 2.5, 3.5 as Int64: 2, -2, 2, 3; on
#            DuckDB 3, -3, 2, 4. Mean of the counts 1 and 2 as DECIMAL(18,0): 1.5, on PyArrow 2.
# Expected   narwhals: "a lightweight and extensible compatibility layer". Of median() it says that results might "slightly differ"; of cast()
#            and mean() nothing. narwhals#3853 (August 2026) mended the median of a column and left the one by group, which is known there.
# Matters    Plots and checks that take any frame (Altair, Plotly, pointblank) see such tables through it. Two communes or two
#            years in a group are the rule here, and the median is then the smaller of both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check narwhals==2.29.0 pyarrow==26.0.1 polars==2.1.0 pandas==3.1.1 duckdb==2.0.1
"$work/venv/bin/python" - <<'PY'
from decimal import Decimal

import duckdb
import narwhals as nw
import polars as pl
import pyarrow as pa


def frames(table):
    return {
        "PyArrow": nw.from_native(table), "Polars": nw.from_native(pl.from_arrow(table)),
        "pandas": nw.from_native(table.to_pandas()), "DuckDB": nw.from_native(duckdb.from_arrow(table)),
    }


def rows(frame):
    return frame.lazy().collect("polars").rows()


squares = [number**2 for number in range(1, 301)]
late = pa.table({"unit": ["a", "a", "b", "b"] + ["c"] * 300, "late": [0, 100, 2, 1] + squares})
right = [("a", 50.0), ("b", 1.5), ("c", 22650.5)]
for name, frame in frames(late).items():
    by_unit = [(unit, round(median, 1)) for unit, median in rows(frame.group_by("unit").agg(nw.col("late").median()).sort("unit"))]
    over = {(unit, round(median, 1)) for unit, median in rows(frame.select("unit", nw.col("late").median().over("unit")))}
    alone = [rows(frame.filter(nw.col("unit") == unit).select(nw.col("late").median()))[0][0] for unit in ("a", "b", "c")]
    print(f"{name:8} by unit {by_unit} of the column {alone}")
    assert alone == [50.0, 1.5, 22650.5]
    if name == "PyArrow":
        assert by_unit[:2] == [("a", 0.0), ("b", 1.0)] and by_unit[2][1] != 22650.5, by_unit
    else:
        assert by_unit == right, by_unit
    assert sorted(over) == by_unit, over

days = pa.table({"row": [0, 1, 2, 3], "days": [2.7, -2.7, 2.5, 3.5]})
for name, frame in frames(days).items():
    try:
        whole = [figure for _, figure in sorted(rows(frame.select("row", nw.col("days").cast(nw.Int64))))]
    except Exception as refused:
        whole = type(refused).__name__
    print(f"{name:8} as Int64 {whole}")
    assert whole == {"PyArrow": "ArrowInvalid", "DuckDB": [3, -3, 2, 4]}.get(name, [2, -2, 2, 3]), whole

counts = pa.table({"late": pa.array([Decimal(1), Decimal(2)], pa.decimal128(18, 0))})
for name in ("PyArrow", "Polars", "DuckDB"):
    mean = rows(frames(counts)[name].select(nw.col("late").mean()))[0][0]
    print(f"{name:8} mean of 1 and 2: {mean}")
    assert mean == (2 if name == "PyArrow" else 1.5)
PY
echo "as described: the figure depends on the frame"
