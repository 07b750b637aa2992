#!/usr/bin/env bash
# sqlglot 30.30.0: SQL translated from DuckDB to Spark with every warning made an error runs on both and answers differently
#
# Behaviour  transpile(read="duckdb", write="spark", unsupported_level=RAISE) passes these through and raises nothing, although
#            the two engines mean other things by the same words (DuckDB 2.0.0, pyspark 4.0.1):
# Seen       regexp_replace(x, '[.]', ''): the first match in DuckDB, all in Spark: '6632.100' and '6632100'
#            date_diff('month', 31 January, 1 February): boundaries crossed, 1, and whole months, 0 (years likewise)
#            list(v order by v): the "order by" is left out: [1, 2, 3] and [3, 1, 2]
#            weekday of a Monday: 1 (Sunday is 0) and 0 (Monday is 0); dayofweek of a Sunday: 0 and 1
# Expected   sqlglot's documentation: unsupported_level=RAISE raises when a construct cannot be translated. For the first the parser
#            even notes what DuckDB means (single_replace), and the other direction, Spark to DuckDB, adds the 'g'.
# Matters    One SQL for both engines is checked by comparing their tables; a translated macro shifts figures of a period by one
#            or strips one point of a number or all, and each engine is right by its own manual.
#
# Needs: java 17 or newer on the PATH, for Spark.
set -euo pipefail
command -v java > /dev/null || { echo "needs java 17 or newer" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check sqlglot==30.30.0 duckdb==2.0.0 pyspark==4.0.1
cd "$work"
venv/bin/python - 2> stderr.txt <<'PY' || { cat stderr.txt >&2; exit 1; }
import duckdb
from pyspark.sql import SparkSession
from sqlglot import ErrorLevel, transpile

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
queries = {
    "select regexp_replace('6.632.100', '[.]', '')": ("6632.100", "6632100"),
    "select date_diff('month', date '2025-01-31', date '2025-02-01')": (1, 0),
    "select date_diff('year', date '2024-12-31', date '2025-01-01')": (1, 0),
    "select list(v order by v) from (values (3), (1), (2)) as t (v)": ([1, 2, 3], [3, 1, 2]),
    "select weekday(date '2025-07-07')": (1, 0),
    "select dayofweek(date '2025-07-06')": (0, 1),
}
for query, expected in queries.items():
    translated = transpile(query, read="duckdb", write="spark", unsupported_level=ErrorLevel.RAISE)[0]
    seen = (duckdb.sql(query).fetchall()[0][0], spark.sql(translated).collect()[0][0])
    print(f"{query}\n  {translated}\n  DuckDB {seen[0]!r}, Spark {seen[1]!r}")
    assert seen == expected
back = transpile("select regexp_replace(x, '[.]', '')", read="spark", write="duckdb")[0]
print(back)
assert back == "SELECT REGEXP_REPLACE(x, '[.]', '', 'g')"
PY
echo "as described: no warning, other answers"
