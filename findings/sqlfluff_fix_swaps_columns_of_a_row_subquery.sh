#!/usr/bin/env bash
# sqlfluff 4.5.0: "sqlfluff fix" reorders the columns of a subquery that a row is compared with or set from: the query now means another thing
#
# Behaviour  Rule ST06 (on by default) moves plain columns before calculations. It leaves UNION, INSERT, CREATE TABLE AS and
#            views with a column list alone, because there the order is the meaning, but not "(year, unit) in (select ...)"
#            and not "set (received, late) = (select ...)".
# Seen       each unit's last year: 7 and 9 before; after the fix the year is compared with the unit, and the answer is 5.
#            An update gives received 100 and late 7 before, received 7 and late 100 after. No error, both are whole numbers.
# Expected   What the rule's own guards say: where the position of a column carries its meaning, nothing is reordered. In
#            SQL a row comparison and a multi-column SET pair their columns by position.
# Matters    "The newest figure of each unit" and "take over these columns" are how corrections are laid over figures; a
#            formatter that runs before each commit may not decide which number is published.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check sqlfluff==4.5.0 duckdb==2.0.0
cd "$work"
cat > latest.sql <<'SQL'
select v
from d
where
    (year, unit) in (
        select
            max(year) as last_year,
            unit
        from d
        group by unit
    )
SQL
cat > correct.sql <<'SQL'
update t
set
    (received, late) = (
        select
            coalesce(s.received, 0),
            s.late
        from s
        where s.unit = t.unit
    )
SQL
cp latest.sql latest_before.txt
cp correct.sql correct_before.txt
venv/bin/sqlfluff fix --quiet --dialect duckdb latest.sql > /dev/null || true  # what it cannot fix is told by the exit code
venv/bin/sqlfluff fix --quiet --dialect sqlite correct.sql > /dev/null || true
venv/bin/python - <<'PY'
import sqlite3

import duckdb

figures = duckdb.connect()
figures.execute("create table d (unit int, year int, v int)")
figures.execute("insert into d values (1, 2021, 5), (1, 2022, 7), (2021, 1, 9)")
answers = [sorted(figures.execute(open(name).read()).fetchall()) for name in ("latest_before.txt", "latest.sql")]
print(open("latest.sql").read(), "answers before and after:", answers, "\n")
assert answers == [[(7,), (9,)], [(5,)]]

answers = []
for name in ("correct_before.txt", "correct.sql"):
    rows = sqlite3.connect(":memory:")
    rows.execute("create table t (unit int, received int, late int)")
    rows.execute("create table s (unit int, received int, late int)")
    rows.execute("insert into t values (1, null, null)")
    rows.execute("insert into s values (1, 100, 7)")
    rows.execute(open(name).read())
    answers.append(rows.execute("select received, late from t").fetchall())
print(open("correct.sql").read(), "received and late, before and after:", answers)
assert answers == [[(100, 7)], [(7, 100)]]
PY
echo "as described: the fix changed both answers"
