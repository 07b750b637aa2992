#!/usr/bin/env bash
# ibis-framework 12.0.0: replace(".", "") takes one point away on Polars and all on DuckDB; quarter() on SQLite makes twelve quarters of a year
#
# Behaviour  On Polars replace() stops after the first match, length() counts bytes instead of characters, and nunique() counts NULL
#            as a value. On SQLite quarter() is (month + 2) / 3 with its fraction, which is cut off only when results are fetched. No
#            error and no warning; DuckDB does what is documented.
# Seen       Polars: "1.234.567".replace(".", "") "1234.567", "Sóc Trăng".length() 11, nunique() of "a", "a", NULL 2. SQLite: the twelve
#            months grouped by quarter() give twelve rows of one, called 1, 1, 1, 2, 2, 2 …; quarter() == 4 finds October only.
# Expected   Ibis's reference: replace "Replace each exact match of `pattern`"; quarter() of 31 December is 4, of type integer; the
#            length of "Sóc Trăng" is 9. That one expression means one thing on every backend is what Ibis is for.
# Matters    "1.234.567" becomes 1234.567 when cast: a count in millions is a thousandth, while all below a million are right. Sums by
#            quarter fall apart into months. What was tried on a small copy does not hold for the warehouse.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
    'ibis-framework[duckdb,polars,sqlite]==12.0.0' duckdb==1.5.6 polars==2.1.0 pyarrow==25.0.1 pandas==3.1.1
"$work/venv/bin/python" -W ignore - <<'PY'
import datetime

import ibis

seen = {}
for name in ("duckdb", "polars", "sqlite"):
    backend = getattr(ibis, name).connect()
    table = ibis.memtable({"text": ["1.234.567", "6.632", "Sóc Trăng"], "code": ["a", "a", None]})
    days = ibis.memtable({"day": [datetime.date(2025, month, 15) for month in range(1, 13)]})
    quarters = days.group_by(quarter=days.day.quarter()).agg(months=days.count()).order_by("quarter")
    seen[name] = {
        "replaced": backend.execute(table.text.replace(".", "")).tolist(),
        "length": backend.execute(table.text.length()).tolist(),
        "distinct": int(backend.execute(table.code.nunique())),
        "quarters": backend.execute(quarters).values.tolist(),
        "in the fourth": int(backend.execute(days.filter(days.day.quarter() == 4).count())),
    }
    print(name, seen[name])
documented = {
    "replaced": ["1234567", "6632", "Sóc Trăng"], "length": [9, 5, 9], "distinct": 1,
    "quarters": [[1, 3], [2, 3], [3, 3], [4, 3]], "in the fourth": 3,
}
assert seen["duckdb"] == documented
assert seen["polars"] == documented | {"replaced": ["1234.567", "6632", "Sóc Trăng"], "length": [9, 5, 11], "distinct": 2}
assert seen["sqlite"] == documented | {"quarters": [[quarter, 1] for quarter in (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)], "in the fourth": 1}
PY
echo "as described: one expression, other figures"
