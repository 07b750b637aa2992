#!/usr/bin/env bash
# sqlglot 30.30.0: optimize() moves a constant out of the empty side of an outer join: units that sent nothing have 0 late dossiers, none is missing
#
# Behaviour  merge_subqueries, one of the default rules, puts the expressions of a joined subquery in the place of its columns. For
#            a constant, coalesce(), case or "is null" on the side that an outer join fills with NULL this is another query: the
#            expression is now worked out for the rows without a partner too. A subquery with its own "where" is left alone.
# Seen       unit 2 has no report. coalesce(late, 0) of it: NULL before, 0 after. "1 as sent": NULL before, 1 after. The units with
#            "sent is null": 2 before, none after. The sum of sent: 2 before, 3 after. left, right and full join alike.
# Expected   SQL: the columns of the missing side are NULL whatever they were made of. sqlglot's page says it "can rewrite queries into
#            an "optimized" form", which keeps the answer; DuckDB gives two answers to the two.
# Matters    Who has not reported is the first question put to a table of reports, and the answer turns into "all have, nothing late".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check sqlglot==30.30.0 duckdb==2.0.0
"$work/venv/bin/python" - <<'PY'
import duckdb
from sqlglot.optimizer import optimize

tables = duckdb.connect()
tables.execute("create table units (unit int)")
tables.execute("create table reports (unit int, late int)")
tables.execute("insert into units values (1), (2)")
tables.execute("insert into reports values (1, 5), (1, null)")
schema = {"units": {"unit": "int"}, "reports": {"unit": "int", "late": "int"}}

sent = "(select unit, 1 as sent, coalesce(late, 0) as late, case when late > 4 then 'many' else 'few' end as word from reports) as r"
queries = {
    f"select u.unit, r.late from units as u left join {sent} on r.unit = u.unit": ([(1, 0), (1, 5), (2, None)], [(1, 0), (1, 5), (2, 0)]),
    f"select u.unit, r.word from units as u full join {sent} on r.unit = u.unit":
        ([(1, "few"), (1, "many"), (2, None)], [(1, "few"), (1, "many"), (2, "few")]),
    f"select sum(r.sent) from units as u left join {sent} on r.unit = u.unit": ([(2,)], [(3,)]),
    f"select sum(r.sent) from {sent} right join units as u on r.unit = u.unit": ([(2,)], [(3,)]),
    f"select u.unit from units as u left join {sent} on r.unit = u.unit where r.sent is null": ([(2,)], []),
}
for query, expected in queries.items():
    optimized = optimize(query, schema=schema, dialect="duckdb").sql("duckdb")
    seen = tuple(sorted(tables.execute(text).fetchall()) for text in (query, optimized))
    print(f"{query}\n  {optimized}\n  before {seen[0]}, after {seen[1]}")
    assert seen == expected
PY
echo "as described: all have reported"
