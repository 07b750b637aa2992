#!/usr/bin/env bash
# sqlmesh 0.236.4: a unit test that expects 1234578 passes when the model gives 1234568, if the column is a decimal or a double
#
# Behaviour  Expected and actual rows are compared by pandas' assert_frame_equal with its tolerance for floats, a hundred thousandth of
#            the figure; decimals become floats first. Integers are compared as they are.
# Seen       sum of 1234567 and 1. Expected as DOUBLE 1234578: passes; as DECIMAL(18,2) 1234578: passes; as BIGINT 1234569: fails.
#            1234581 as DECIMAL: fails. A budget of 2500123456789.25 passes as 2500100000000.
# Expected   SQLMesh's page "Testing": a test compares "the output to expected outcomes provided as part of each test", as in software
#            development; no tolerance is named there, and none can be set. dbt's unit tests have been asked for one (dbt-core#10470).
# Matters    A test of exact money says the sum is right when it is off by 23 million đồng: a row counted twice or a rounding too early is
#            just what such a test is written for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check sqlmesh==0.236.4 duckdb==1.5.6
mkdir -p "$work/project/models" "$work/project/tests"
cd "$work/project"
cat > config.yaml <<'YAML'
gateways:
  local:
    connection: {type: duckdb}
default_gateway: local
model_defaults: {dialect: duckdb, start: 2025-01-01}
disable_anonymized_analytics: true
YAML
cat > models/reports.sql <<'SQL'
MODEL (name w.reports, kind FULL);
select null::text as unit, null::decimal(18, 2) as spent where false
SQL
cat > models/totals.sql <<'SQL'
MODEL (name w.totals, kind FULL);
select unit::text as unit, sum(spent)::double as as_double, sum(spent)::decimal(18, 2) as as_decimal, sum(spent)::bigint as as_bigint
from w.reports group by unit
SQL
"$work/venv/bin/python" - <<'PY'
cases = {
    "right": ("1234567, 1", "as_double: 1234568.0, as_decimal: 1234568.0, as_bigint: 1234568"),
    "double": ("1234567, 1", "as_double: 1234578.0"),
    "decimal": ("1234567, 1", "as_decimal: 1234578.0"),
    "decimal_further": ("1234567, 1", "as_decimal: 1234581.0"),
    "bigint": ("1234567, 1", "as_bigint: 1234569"),
    "budget": ("2500123456789, 0.25", "as_decimal: 2500100000000.0"),
}
with open("tests/test_totals.yaml", "w") as file:
    for name, (spent, expected) in cases.items():
        rows = "".join(f"      - {{unit: a, spent: {figure.strip()}}}\n" for figure in spent.split(","))
        file.write(f"{name}:\n  model: w.totals\n  inputs:\n    w.reports:\n      rows:\n{rows}")
        file.write(f"  outputs:\n    partial: true\n    query:\n      rows:\n      - {{unit: a, {expected}}}\n")
PY
for name in right double decimal decimal_further bigint budget; do
    if "$work/venv/bin/sqlmesh" test "tests/test_totals.yaml::$name" > output.txt 2>&1; then echo "$name passes"; else echo "$name fails"; fi
    grep -qE 'Ran .?1.? [Tt]est' output.txt || { cat output.txt >&2; exit 1; }
done | tee seen.txt
diff seen.txt - <<'TEXT'
right passes
double passes
decimal passes
decimal_further fails
bigint fails
budget passes
TEXT
echo "as described: other figures, and the test passes"
