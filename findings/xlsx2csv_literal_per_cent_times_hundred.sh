#!/usr/bin/env bash
# xlsx2csv 0.8.6: a rate stored as 98.75 and formatted 0\% (a literal sign behind it) is written "9875%"; 0.9875 formatted 0.0% is written 0.988
#
# Behaviour  Cells are written as they are shown, by a small table of formats. A backslash before the per cent sign is dropped first, so
#            the sign that is only text multiplies by a hundred. A per cent format other than 0% and 0.00% is not seen as one: no
#            sign, not multiplied, and rounded or not by another rule.
# Seen       98.75 as 0\% "9875%", as 0.00\% "9875.00%", as 0"%" "98.75". 0.9875 as 0% "99%", as 0.00% "98.75%", as 0.0% "0.988", as
#            #,##0.0% "0.9875".
# Expected   ECMA-376, 18.8.31: a backslash shows the next character as it is; only a bare "%" multiplies, with any number of decimals.
#            LibreOffice 7.4 writes the same cells as 98.75 and 98.75% (its CSV keeps all decimals). Per cent is written since xlsx2csv
#            0.8.5; before that, the plain number.
# Matters    Rates that are hundredths and rates that are per cent meet in one form, and the sign behind the figure tells which is
#            which. Here one column gives 99%, 0.988 and 98.75% for the same rate, and 9875% for the other kind.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check xlsx2csv==0.8.6 XlsxWriter==3.2.9
cd "$work"
cat > rates.py <<'PY'
import csv
import subprocess

import xlsxwriter

expected = {
    ("0\\%", 98.75): "9875%", ("0.00\\%", 98.75): "9875.00%", ('0"%"', 98.75): "98.75",
    ("0%", 0.9875): "99%", ("0.00%", 0.9875): "98.75%", ("0.0%", 0.9875): "0.988", ("#,##0.0%", 0.9875): "0.9875",
}
with xlsxwriter.Workbook("rates.xlsx") as book:
    sheet = book.add_worksheet()
    for row, (code, rate) in enumerate(expected):
        sheet.write_number(row, 0, rate, book.add_format({"num_format": code}))
written = subprocess.run(["venv/bin/xlsx2csv", "rates.xlsx"], check=True, capture_output=True, text=True).stdout
seen = dict(zip(expected, (row[0] for row in csv.reader(written.splitlines())), strict=True))
for (code, rate), text in seen.items():
    print(f"{rate:<7} as {code:9} {text}")
assert seen == expected
PY
venv/bin/python rates.py
echo "as described: a hundred times as much, and a hundredth"
