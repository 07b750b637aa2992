#!/usr/bin/env bash
# pandoc 3.9 (pypandoc-binary 1.17), kreuzberg 4.10.4: of a workbook the day 02/03/2025 becomes 45718.0, "yes" becomes 1.0, and 36 hours a day of 1900
#
# Behaviour  pandoc reads .xlsx without the cells' number formats and types: each value is a number as Haskell shows it. kreuzberg does see
#            formats, and takes every one of time for a moment: spans of time become dates of the year 1899 or 1900.
# Seen       pandoc: 2 March 2025 "45718.0"; true "1.0", like the figure 1; the year 2025 "2025.0"; 12345678 "1.2345678e7"; 5 % "5.0e-2"
#            and 98.75 % "0.9875". A code that is text, "01", stays. kreuzberg: the day and true as they are, 36:00 as "1900-01-01 12:00:00",
#            12:00 as "1899-12-31 12:00:00". openpyxl 3.1.5: a date, True, a span of 36 hours.
# Expected   ECMA-376: 18.8.30, the number format tells a date or a span of time from a count; 18.18.11, type "b" is a boolean. A workbook
#            with "[h]:mm" has hours beyond a day. pandoc has xlsx among its inputs since 3.8.3 ("each worksheet turns into a
#            section containing a table"). 3.9 is the newest that pypandoc-binary brings; 3.10 is out and not tried.
# Matters    Workbooks go into reports, archives and language models as Markdown. A day and a count look alike there, and a yes is one more 1
#            in the column's sum.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pypandoc-binary==1.17 kreuzberg==4.10.4 XlsxWriter==3.3.1 openpyxl==3.1.5
cd "$work"
venv/bin/python -W ignore - <<'PY'
import datetime

import kreuzberg
import openpyxl
import pypandoc
import xlsxwriter

cells = {
    "day": (45718, "dd/mm/yyyy"), "sent": (True, None), "year": (2025, None), "spent": (12345678, "#,##0"), "low": (0.05, "0%"),
    "high": (0.9875, "0.00%"), "hours": (1.5, "[h]:mm"), "half": (0.5, "[h]:mm"), "one": (1, None), "code": ("01", None),
}
with xlsxwriter.Workbook("report.xlsx") as book:
    sheet = book.add_worksheet("report")
    for row, (name, (value, kind)) in enumerate(cells.items()):
        sheet.write(row, 0, name)
        sheet.write(row, 1, value, book.add_format({"num_format": kind}) if kind else None)

stored = {name.value: cell.value for name, cell in openpyxl.load_workbook("report.xlsx").active.iter_rows()}
assert stored["day"] == datetime.datetime(2025, 3, 2) and stored["sent"] is True and stored["hours"] == datetime.timedelta(hours=36)

print("pandoc", pypandoc.get_pandoc_version())
lines = pypandoc.convert_file("report.xlsx", "plain", format="xlsx", extra_args=["--columns=200"]).splitlines()
with_pandoc = dict(line.split() for line in lines if len(line.split()) == 2 and not line.strip().startswith("-"))
table = kreuzberg.extract_file_sync("report.xlsx").tables[0]
with_kreuzberg = dict(table.cells)
for name in cells:
    print(f"{name:6} stored {stored[name]!s:20} pandoc {with_pandoc[name]:12} kreuzberg {with_kreuzberg[name]}")
assert pypandoc.get_pandoc_version() == "3.9"
assert with_pandoc == {
    "day": "45718.0", "sent": "1.0", "year": "2025.0", "spent": "1.2345678e7", "low": "5.0e-2",
    "high": "0.9875", "hours": "1.5", "half": "0.5", "one": "1.0", "code": "01",
}
assert with_kreuzberg == {
    "day": "2025-03-02 00:00:00", "sent": "true", "year": "2025", "spent": "12345678", "low": "0.05",
    "high": "0.9875", "hours": "1900-01-01 12:00:00", "half": "1899-12-31 12:00:00", "one": "1", "code": "01",
}
PY
echo "as described: days, yes and counts alike"
