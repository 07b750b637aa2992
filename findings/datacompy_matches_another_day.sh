#!/usr/bin/env bash
# datacompy 1.1.0: the signing day 01/02/2024 matches 2 January on pandas and 1 February on Polars; budgets a quarter apart match on both
#
# Behaviour  A column of text that meets a column of dates is read as dates first: on pandas each text with the month first where that goes, with
#            the day first where it does not; on Polars in the order that suits the column. Numbers are compared as floats, decimals and whole
#            numbers too, with both tolerances 0.
# Seen       texts 01/02/2024 and 13/02/2024: matches() with 2 January and 13 February on pandas, with 1 and 13 February on Polars, and not
#            the other way round. Budgets 2500123456789012.25 and 2500123456789012.00 as Decimal match, 9007199254740993 and ...992 too;
#            98.75 and 98.76 do not. equals() of pandas and Polars says no to all.
# Expected   Its description of a comparison: values that are no numbers have to match exactly. That Decimals become floats is said there; for texts
#            made of digits the same was taken for a fault and mended (datacompy#121, 2021).
# Matters    A release is compared with the last one, or one engine with another, to see that no figure and no day has moved. Days are written
#            with the day first here, and money of a state, in đồng, has 16 digits.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check datacompy==1.1.0 pandas==3.0.6 polars==1.44.2 pyarrow==26.0.1
"$work/venv/bin/python" -W ignore - <<'PY'
from datetime import datetime
from decimal import Decimal

import pandas as pd
import polars as pl
from datacompy import PandasCompare, PolarsCompare


def match(one, other):
    seen = []
    for compare, frame in ((PandasCompare, pd.DataFrame), (PolarsCompare, pl.DataFrame)):
        tables = [frame({"report": list(range(len(figures))), "figure": figures}) for figures in (one, other)]
        seen.append(compare(*tables, join_columns=["report"], abs_tol=0, rel_tol=0).matches())
        assert not tables[0].equals(tables[1])
    print(*map(str, one), "and", *map(str, other), f"match on pandas {seen[0]}, on Polars {seen[1]}")
    return seen


signed = ["01/02/2024", "13/02/2024"]
assert match(signed, [datetime(2024, 1, 2), datetime(2024, 2, 13)]) == [True, False]
assert match(signed, [datetime(2024, 2, 1), datetime(2024, 2, 13)]) == [False, True]
assert match([Decimal("2500123456789012.25")], [Decimal("2500123456789012.00")]) == [True, True]
assert match([9007199254740993], [9007199254740992]) == [True, True]
assert match([Decimal("98.75")], [Decimal("98.76")]) == [False, False]
PY
echo "as described: other days and figures match"
