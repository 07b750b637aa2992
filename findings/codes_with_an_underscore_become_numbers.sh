#!/usr/bin/env bash
# frictionless 5.21.0, csvkit 2.2.0 (agate 1.14.2), petl 1.7.30: the code 945_01 is the number 94501, and the codes 1_01 and 10_1 are one
#
# Behaviour  Numbers are tried with Python's int() and Decimal(), which since 3.6 pass over an underscore between digits. A column of
#            such codes, or of spans of years, is found to be of integers: described, validated and handed on without the underscore.
# Seen       codes 1_01, 10_1, 945_01 and years 2021_2022: frictionless describe() says integer, validate() valid, rows 101, 101, 94501
#            and 20212022; as primary key, 10_1 repeats 1_01. csvjoin puts the figures of 1_01 and 10_1 together, four rows of two.
#            petl's convertnumbers() likewise. DuckDB, Polars, pandas and PyArrow read the same file as text.
# Expected   Table Schema: a number's lexical form is a sequence of digits with a period for the decimals, after XML Schema; what stands
#            between groups of digits is to be named in groupChar. "945_01" is in neither the form of a number nor of an integer.
# Matters    Codes made of a unit and a running number are how rows find each other; the letters that keep others safe are not in these.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check frictionless==5.21.0 csvkit==2.2.0 agate==1.14.2 petl==1.7.30 \
    duckdb==2.0.1 polars==2.1.0 pandas==3.1.1 pyarrow==26.0.1
cd "$work"
printf 'code,years,late\n1_01,2021_2022,5\n10_1,2021_2022,7\n945_01,2021_2022,9\n' > figures.csv
printf 'code,name\n1_01,A\n10_1,B\n' > names.csv
venv/bin/csvjoin -c code names.csv figures.csv > joined.csv
venv/bin/python -W ignore - <<'PY'
import csv

import duckdb
import frictionless
import pandas as pd
import petl
import polars as pl
import pyarrow.csv

described = frictionless.describe("figures.csv")
print("frictionless", {field.name: field.type for field in described.schema.fields}, described.read_rows())
assert {field.name: field.type for field in described.schema.fields} == {"code": "integer", "years": "integer", "late": "integer"}
assert [tuple(row.to_list()) for row in described.read_rows()] == [(101, 20212022, 5), (101, 20212022, 7), (94501, 20212022, 9)]
assert frictionless.validate("figures.csv").valid
keyed = frictionless.describe("figures.csv")
keyed.schema.primary_key = ["code"]
errors = [error.type for task in frictionless.validate(keyed).tasks for error in task.errors]
print("with code as primary key:", errors)
assert errors == ["primary-key"]

joined = [tuple(row.values()) for row in csv.DictReader(open("joined.csv"))]
print("csvjoin", joined)
assert sorted((name, late) for _, name, _, late in joined) == [("A", "5"), ("A", "7"), ("B", "5"), ("B", "7")]
assert {code for code, *_ in joined} == {"101"}

assert petl.values(petl.convertnumbers(petl.fromcsv("figures.csv")), "code").list() == [101, 101, 94501]

as_text = {
    "DuckDB": [row[0] for row in duckdb.sql("from 'figures.csv'").fetchall()],
    "Polars": pl.read_csv("figures.csv")["code"].to_list(),
    "pandas": pd.read_csv("figures.csv")["code"].tolist(),
    "PyArrow": pyarrow.csv.read_csv("figures.csv")["code"].to_pylist(),
}
print(as_text)
assert set(map(tuple, as_text.values())) == {("1_01", "10_1", "945_01")}
PY
echo "as described: two codes, one number"
