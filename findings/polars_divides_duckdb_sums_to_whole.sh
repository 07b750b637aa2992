#!/usr/bin/env bash
# polars 2.1.0 with duckdb 2.0.1: late / received of sums that DuckDB has made is a whole number: 11 of 12 is 1, 1 of 3 is 0
#
# Behaviour  DuckDB's sum() of an INTEGER or BIGINT is a HUGEINT and arrives in Polars as Decimal(38, 0). Polars rounds the quotient of
#            two decimals to the larger of their scales, here to none. The same counts not summed arrive as Int64 and divide as floats.
# Seen       late 5, 1, 11 of received 8, 3, 12: late / received 1, 0, 1; 100 * late / received 62, 33, 92 (5 of 8 is 62.5, halves go to
#            the even neighbour). All together 17 of 23: 1. Polars' own SQL over the same frame: 0.625, 0.333333, 0.916667; DuckDB, and
#            DuckDB's frame in pandas: 0.625, 0.3333, 0.9167. count(*) is an Int64 and divides as it should.
# Expected   Polars documents "/" as a "float division operator"; 62.5 is what each of the two engines answers when it does the whole
#            sum. A fixed scale was chosen in pola-rs/polars#19784 with money in mind, where two decimals are left; counts have none.
# Matters    Counts are added up in the database and the rate is worked out in the frame. A rate of 0 or 1 is a possible rate, and a
#            per cent without decimals looks tidy.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check polars==2.1.0 duckdb==2.0.1 pyarrow==26.0.1 pandas==3.1.1
"$work/venv/bin/python" - <<'PY'
import duckdb
import polars as pl

dossiers = "(values ('94', 5, 8), ('93', 1, 3), ('92', 11, 12)) as dossiers (unit, late, received)"
summed = duckdb.sql(f"select unit, sum(late) as late, sum(received) as received, count(*) as n from {dossiers} group by unit order by unit desc")
frame = summed.pl()
print(frame.schema)
assert [frame.schema[name] for name in ("late", "received", "n")] == [pl.Decimal(38, 0), pl.Decimal(38, 0), pl.Int64]

late, received = pl.col("late"), pl.col("received")
seen = {
    "rate": [float(x) for x in frame.select(late / received).to_series()],
    "per cent": [float(x) for x in frame.select(100 * late / received).to_series()],
    "all": float(frame.select(late.sum() / received.sum()).item()),
    "per report": [float(x) for x in frame.select(late.cast(pl.Int64) / pl.col("n")).to_series()],
    "Polars SQL": [round(float(x), 4) for x in pl.SQLContext(frame=frame).execute("select late / received from frame").collect().to_series()],
    "DuckDB": [round(x, 4) for (x,) in duckdb.sql("select late / received from summed").fetchall()],
    "pandas": [round(x, 4) for x in summed.df().eval("late / received")],
    "not summed": [round(x, 4) for x in duckdb.sql(f"from {dossiers}").pl().select(late / received).to_series()],
}
for name, figures in seen.items():
    print(f"{name:11}", figures)
true = [0.625, 0.3333, 0.9167]
assert seen == {
    "rate": [1, 0, 1], "per cent": [62, 33, 92], "all": 1, "per report": [5, 1, 11],
    "Polars SQL": true, "DuckDB": true, "pandas": true, "not summed": true,
}
PY
echo "as described: 17 of 23 is all of them"
