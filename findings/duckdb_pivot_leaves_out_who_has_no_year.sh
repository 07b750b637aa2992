#!/usr/bin/env bash
# duckdb 2.0.1: PIVOT leaves out the figures whose year is not known: a table of 15 late dossiers adds up to 5
#
# Behaviour  The values of the ON column become columns; NULL becomes none, and the rows that have it are added to nothing. A unit that has no
#            other rows keeps its line, with NULLs, as if it had not reported. Only if null is named, in (2021, null), it has its column. Values
#            that differ in case only become the columns "A" and "a_1", and a query of "a" gives the figures of A.
# Seen       reports (a, 2021, 5), (a, unknown, 7), (b, unknown, 3): pivot on year using sum(late) is a 5, b NULL; of the 15, 5 are left. count(*)
#            is 1 and 0. Of grades A 5 and a 7, "select a" is 5. Polars' pivot has a column "null" with 7 and 3, GROUP BY a third group with 10.
# Expected   DuckDB's page of PIVOT says that distinct values of the column are separated into columns, and nothing of NULL. duckdb#6885
#            (2023) is closed as stale. Polars lost the same figures until 2026 (polars#27272).
# Matters    A report whose year could not be read is the one to be looked for. The table by years looks whole, and its total is compared
#            with a total that was made before.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1
"$work/venv/bin/python" - <<'PY'
import duckdb

tables = duckdb.connect()
tables.execute("create table reports as from (values ('a', 2021, 5), ('a', null, 7), ('b', null, 3)) as reports (unit, year, late)")
tables.execute("create table grades as from (values ('a', 'A', 5), ('a', 'a', 7)) as grades (unit, grade, late)")


def ask(query):
    answer = tables.sql(query)
    seen = answer.columns, answer.fetchall()
    print(query, *seen, sep="\n    ")
    return seen


assert ask("pivot reports on year using sum(late) group by unit order by unit") == (["unit", "2021"], [("a", 5), ("b", None)])
assert ask("pivot reports on year using count(*) group by unit order by unit")[1] == [("a", 1), ("b", 0)]
assert ask("from reports pivot (sum(late) for year in (2021, null) group by unit) order by unit")[1] == [("a", 5, 7), ("b", None, 3)]
assert ask("select sum(columns(* exclude unit)) from (pivot reports on year using sum(late) group by unit)")[1] == [(5,)]
assert ask("select year, sum(late) from reports group by year order by year")[1] == [(2021, 5), (None, 10)]

assert ask("pivot grades on grade using sum(late) group by unit") == (["unit", "A", "a_1"], [("a", 5, 7)])
assert ask("select a from (pivot grades on grade using sum(late) group by unit)")[1] == [(5,)]

by_year = tables.sql("from reports").pl().pivot("year", index="unit", values="late", aggregate_function="sum").sort("unit")
print(by_year)
assert by_year["null"].to_list() == [7, 3]
PY
echo "as described: what has no year is not in the table by years"
