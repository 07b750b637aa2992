#!/usr/bin/env bash
# tablib 3.10.0: of an .ods the figure 6632, shown as 6.632, is read as 6.632, a thousandth; heading rows that repeat on each page are not read
#
# Behaviour  A number is float() of the first text in its cell, that is of what is shown, not of the value that stands beside it: grouped by
#            points it is a thousandth, with few decimals it is rounded, and a text box that lies on the cell is taken for the figure. Per
#            cent and money stay texts. Rows inside table:table-header-rows or a group are passed over, so the first report is the headings.
# Seen       cells 6632 shown "6.632", 945 "945", 98.75 "99", 5 with a text box "2021", 0.9875 per cent "99%": read as 6.632, 945.0, 99.0,
#            2021.0 and "99%". Headers of the sheet: the first unit and its figures. A shown 98,75 is refused: the column of counts is not.
#            calamine reads all values and all rows.
# Expected   ODF 1.2: office:value is the value of the cell, its text is how it was shown; table:table-header-rows holds rows of the table.
#            LibreOffice 7.4 writes "6.632" for a count under a Vietnamese format ([$-42A]#,##0), and header rows for "rows to repeat".
# Matters    Uploads of Django (import-export) are read with tablib. Counts below 1000 come out right, the larger ones a thousandth of it,
#            and nothing is refused if the form has no decimals.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check 'tablib[ods]==3.10.0' odfpy==1.4.1 python-calamine==0.9.1
cd "$work"
venv/bin/python - <<'PY'
import zipfile

import tablib
from python_calamine import CalamineWorkbook

MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="S">{}</table:table></office:spreadsheet></office:body></office:document-content>"""
BOX = "<draw:frame><draw:text-box><text:p>2021</text:p></draw:text-box></draw:frame>"


def number(value, shown, kind="float", box=""):
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}">{box}<text:p>{shown}</text:p></table:table-cell>'


def text(words):
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def read(name, rows, headers):
    with zipfile.ZipFile(name, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("content.xml", CONTENT.format(rows))
    with open(name, "rb") as file:
        dataset = tablib.Dataset().load(file, format="ods", headers=headers)
    print("tablib  ", dataset.headers, list(dataset))
    right = CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()
    print("calamine", right)
    return dataset.headers, list(dataset), right


row = "<table:table-row>{}</table:table-row>".format
figures = (number(6632, "6.632"), number(945, "945"), number(98.75, "99"), number(5, "5", box=BOX), number(0.9875, "99%", "percentage"))
_, rows, right = read("shown.ods", row("".join(figures)), False)
assert rows == [(6.632, 945.0, 99.0, 2021.0, "99%")], rows
assert right == [[6632, 945, 98.75, 5, 0.9875]], right

headings = f"<table:table-header-rows>{row(text('unit') + text('received'))}</table:table-header-rows>"
reports = row(text("94") + number(6632, "6.632")) + row(text("92") + number(12500, "12.500"))
headers, rows, right = read("report.ods", headings + reports, True)
assert (headers, rows) == (["94", 6.632], [("92", 12.5)]), (headers, rows)
assert right == [["unit", "received"], ["94", 6632], ["92", 12500]], right
PY
echo "as described: what is shown is taken for the figure"
