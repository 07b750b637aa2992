#!/usr/bin/env bash
# duckdb 2.0.0: the median and every interpolated quantile of DECIMAL values are cut off at the column's scale
#
# Behaviour  median(), quantile_cont(), mad() and list_median() interpolate, then drop what does not fit the type of the
#            column: towards zero, not to the nearest. The same figures as INTEGER or DOUBLE give the true value.
# Seen       counts 1 and 2 as DECIMAL(18,0): median 1, as INTEGER 1.5. quantile_cont(0.9) of 0 and 1 as DECIMAL(18,0): 0, as
#            INTEGER 0.9. Rates 98.7, 98.8, 99.9, 100: first quartile 98.7 as DECIMAL(18,1), 98.775 as DOUBLE. avg() gives DOUBLE.
# Expected   DuckDB's own description of median: "For even value counts, interpolate-able types (numeric, date/time) return the
#            average of the two middle values". The average of 1 and 2 is 1.5 in any type, as avg() has it.
# Matters    Counts and rates of a warehouse are DECIMAL so that sums are exact. "The median district" is then wrong by up to a
#            whole unit, always downwards, and changes when the same column is read back as integer or from a DataFrame.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check duckdb==2.0.0
"$work/venv/bin/python" - <<'PY'
import duckdb


def ask(expressions, figures, kind):
    values = ", ".join(f"(cast({figure} as {kind}))" for figure in figures)
    row = duckdb.sql(f"select {expressions} from (values {values}) as figures (x)").fetchall()[0]
    print(f"{expressions:55} of {figures} as {kind:13} {[str(value) for value in row]}")
    return [float(value) for value in row]


assert ask("median(x), avg(x)", (1, 2), "decimal(18,0)") == [1, 1.5]
assert ask("median(x), avg(x)", (1, 2), "integer") == [1.5, 1.5]
assert ask("median(x), avg(x)", (-1, -2), "decimal(18,0)") == [-1, -1.5]
assert ask("quantile_cont(x, 0.9)", (0, 1), "decimal(18,0)") == [0]
assert ask("quantile_cont(x, 0.9)", (0, 1), "integer") == [0.9]
assert ask("quantile_cont(x, 0.25)", (98.7, 98.8, 99.9, 100), "decimal(18,1)") == [98.7]
assert ask("round(quantile_cont(x, 0.25), 6)", (98.7, 98.8, 99.9, 100), "double") == [98.775]
assert ask("list_median(list(x)), cast(avg(x) as decimal(18,0))", (1, 2), "decimal(18,0)") == [1, 2]
PY
echo "as described: cut off at the scale"
