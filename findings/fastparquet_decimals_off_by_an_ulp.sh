#!/usr/bin/env bash
# fastparquet 2026.9.0: up to a third of DECIMAL values are read as another number than the one that is written down
#
# Behaviour  The unscaled integer is multiplied with the float 10**-scale, which is itself inexact, instead of divided by
#            10**scale. The result often is not the float nearest to the decimal, so it is not what float("0.35") gives.
# Seen       0.35 as DECIMAL(18,2) is 0.35000000000000003, 0.3 as DECIMAL(18,1) is 0.30000000000000004. Of the 100,000 values from 0
#            on, 33,453 of one place, 13,929 of two, 13,328 of three and 30,763 of four differ from the decimal's own float.
# Expected   Parquet's LogicalTypes: a DECIMAL is unscaledValue * 10^(-scale). Read as float64, which fastparquet documents, it is the
#            float nearest to that, as with pyarrow or DuckDB cast to DOUBLE.
# Matters    "rate == 0.35", a join on a rate, max(rate) <= 0.3 and rounding halves (0.35 to 0.4 or 0.3) come out differently with one
#            engine of pandas.read_parquet than with the other.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check fastparquet==2026.9.0 pandas==3.1.1 duckdb==2.0.0
cd "$work"
venv/bin/python - <<'PY'
import duckdb
import fastparquet

seen = {}
for scale in (1, 2, 3, 4):
    duckdb.sql(f"copy (select cast(n / 10.0 ** {scale} as decimal(18, {scale})) as x from range(100000) as t (n)) to 'rates.parquet'")
    exact = [float(value) for (value,) in duckdb.sql("select x from 'rates.parquet'").fetchall()]  # float(Decimal) is the nearest
    read = fastparquet.ParquetFile("rates.parquet").to_pandas()["x"].tolist()
    other = [pair for pair in zip(read, exact) if pair[0] != pair[1]]
    seen[scale] = len(other)
    print(f"DECIMAL(18,{scale}): {len(other)} of 100000 differ, among them {other[0]}")
    assert max(abs(a - b) for a, b in other) < 1e-10
assert seen == {1: 33453, 2: 13929, 3: 13328, 4: 30763}
PY
echo "as described: not the nearest float"
