#!/usr/bin/env bash
# sqlfluff 4.5.0: "sqlfluff fix" makes a CTE of a joined subquery and loses the column names given in its alias
#
# Behaviour  Rule ST05 (on by default, fixable) turns "join (select ...) as back (new_code, old_code)" into
#            "with back as (select ...) ... join back": the list (new_code, old_code) is dropped, not moved to the CTE. Where
#            the inner names are the same words in another order, the query still runs. Exit code 0, "FIXED".
# Seen       successor of commune 31561: 31567 before the fix, no row at all after it.
# Expected   SQL: the alias's column list renames the columns of the derived table; as a CTE it is "with back (new_code, old_code) as".
# Matters    A crosswalk between old and new communes is read both ways with just such a renaming.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check sqlfluff==4.5.0 duckdb==2.0.0
cd "$work"
cat > back.sql <<'SQL'
select back.old_code
from units
inner join (
    select
        old_code,
        new_code
    from successors
) as back (new_code, old_code) on units.code = back.new_code
SQL
cp back.sql before.txt
venv/bin/sqlfluff fix --quiet --dialect duckdb back.sql
venv/bin/python - <<'PY'
import duckdb

units = duckdb.connect()
units.execute("create table units (code int)")
units.execute("create table successors (old_code int, new_code int)")
units.execute("insert into units values (31561)")
units.execute("insert into successors values (31561, 31567)")
answers = [units.execute(open(name).read()).fetchall() for name in ("before.txt", "back.sql")]
print(open("back.sql").read(), "answers before and after:", answers)
assert answers == [[(31567,)], []]
PY
echo "as described: the fix changed the answer"
