#!/usr/bin/env bash
# csvw 4.1.1: with the number format "#.##0,##" (decimalChar "," and groupChar ".") 6632.5 is written "6632.5" and read back as 66325
#
# Behaviour  A CSVW number pattern written with its own decimal and group characters, as the standard has it, is handed to a
#            formatter of English patterns. What comes out holds a point as decimal mark, which the same datatype then reads
#            as a group character. Reading accepts any grouping: "12.5" is 125.
# Seen       6632 -> "6632.0" -> 66320;  6632.5 -> "6632.5" -> 66325;  0.5 -> "0.5" -> 5;  "12.5" -> 125 without an error.
# Expected   W3C, Model for Tabular Data (2015), 6.4.2 "Formats for numeric types": a pattern holds "the specified
#            decimalChar (or '.' if unspecified), the specified groupChar (or ',' if unspecified)"; so 6632.5 is "6.632,5".
# Matters    It is the Vietnamese way to write figures: each pass through the file makes a count ten times larger, and the
#            last one still validates.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check csvw==4.1.1 babel==2.19.0
"$work/venv/bin/python" - <<'PY'
from decimal import Decimal

from csvw import Datatype

figure = Datatype.fromvalue({"base": "decimal", "format": {"pattern": "#.##0,##", "decimalChar": ",", "groupChar": "."}})
assert figure.read("6.632,5") == Decimal("6632.5")
seen = []
for value in ("6632", "6632.5", "0.5"):
    text = figure.formatted(Decimal(value))
    seen.append((value, text, str(figure.read(text))))
    print("%s is written %r and read back as %s" % seen[-1])
assert seen == [("6632", "6632.0", "66320"), ("6632.5", "6632.5", "66325"), ("0.5", "0.5", "5")]
print("'12.5' is read as", figure.read("12.5"))
assert figure.read("12.5") == Decimal("125")
PY
echo "as described: written once, read ten times as large"
