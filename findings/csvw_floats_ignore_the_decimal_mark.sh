#!/usr/bin/env bash
# csvw 4.1.1: decimalChar and groupChar hold for "decimal" and "integer", and are ignored without a word for "number", "double" and "float"
#
# Behaviour  With {"decimalChar": ",", "groupChar": "."} the text 6.632 is 6632 as decimal or integer, and 6.632 as number,
#            double or float: a thousandth. 98,75, correct in this format, is refused as number, double and float.
# Seen       decimal 6632, integer 6632, number 6.632, double 6.632, float 6.632
# Expected   W3C, Model for Tabular Data (2015), 6.4.2 "Formats for numeric types": one rule for all numeric types, double,
#            float and number among them.
# Matters    "number" is the type one writes first for a column of figures (it is the standard's own name for double); every
#            count above 999 becomes a thousandth and validates, in a file whose metadata says how to read it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check csvw==4.1.1
cd "$work"
printf 'unit,received\n945,6.632\n' > figures.csv
"$work/venv/bin/python" - <<'PY'
import json

from csvw import CSVW

seen = {}
for base in ("decimal", "integer", "number", "double", "float"):
    json.dump({
        "@context": "http://www.w3.org/ns/csvw", "url": "figures.csv",
        "tableSchema": {"columns": [
            {"name": "unit", "datatype": "string"},
            {"name": "received", "datatype": {"base": base, "format": {"decimalChar": ",", "groupChar": "."}}},
        ]},
    }, open("figures.csv-metadata.json", "w"))
    table = CSVW("figures.csv-metadata.json", validate=True)
    assert table.is_valid
    seen[base] = float(next(iter(table.tables[0]))["received"])
print("6.632 read as", seen)
assert seen == {"decimal": 6632, "integer": 6632, "number": 6.632, "double": 6.632, "float": 6.632}
PY
echo "as described: valid, and a thousandth"
