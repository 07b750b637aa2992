#!/usr/bin/env bash
# sqlglot 30.30.0: optimize() filters before "distinct on" instead of after it: a unit's newest report becomes its newest late one
#
# Behaviour  pushdown_predicates, one of the default rules, moves a condition on the result of a subquery into that subquery. It
#            does so through "select distinct on (unit) ... order by unit, year desc" too, for any column, although the row kept
#            for a unit depends on which rows are there. "limit" and window functions are guarded, "distinct on" is not.
# Seen       reports of 2024 (late 3) and 2025 (late 0). Units whose newest report has late > 0: none before, the report of 2024 after.
# Expected   SQL: the condition holds for the rows that the subquery gives. A condition on "unit" alone might move. DuckDB mended the
#            same in its own optimizer in 2023.
# Matters    "The last word of each unit, and of these the ones with ..." is how corrected reports are read: here it brings back
#            figures that a correction has replaced.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check sqlglot==30.30.0 duckdb==2.0.0
"$work/venv/bin/python" - <<'PY'
import duckdb
from sqlglot.optimizer import optimize

tables = duckdb.connect()
tables.execute("create table reports (unit int, year int, late int)")
tables.execute("insert into reports values (1, 2024, 3), (1, 2025, 0)")
schema = {"reports": {"unit": "int", "year": "int", "late": "int"}}
newest = {
    "distinct on": "select distinct on (unit) unit, year, late from reports order by unit, year desc",
    "row_number": "select unit, year, late from reports qualify row_number() over (partition by unit order by year desc) = 1",
}
seen = {}
for name, inner in newest.items():
    query = f"select unit, year, late from ({inner}) as newest where late > 0"
    optimized = optimize(query, schema=schema, dialect="duckdb").sql("duckdb")
    seen[name] = [tables.execute(text).fetchall() for text in (query, optimized)]
    print(f"{query}\n  {optimized}\n  before {seen[name][0]}, after {seen[name][1]}")
assert seen == {"distinct on": [[], [(1, 2024, 3)]], "row_number": [[], []]}
PY
echo "as described: an older report answers"
