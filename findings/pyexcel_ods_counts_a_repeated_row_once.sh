#!/usr/bin/env bash
# pyexcel-ods 0.6.0: a row that an .ods holds as "three times this" is read once, and figures beside a merged cell go one column to the left
#
# Behaviour  table:number-rows-repeated is not read (number-columns-repeated is), and covered cells are left out, so that what stands
#            right of a merged cell goes to its column. A value with a currency is a text.
# Seen       three wards with 10 received each, in one row element repeated three times: one row, and the sum is 10. A total merged over
#            two columns, late 4: received is 4 and late is nothing. A unit merged over two rows: in the second, received 7 is the unit.
#            6632 in VND is "6632 VND". pandas 3.1.1 has three rows and each figure in its column, through the same odfpy as well as
#            through calamine; so have pyexcel-ods3 0.6.1, the same authors' other reader, and LibreOffice 7.4.
# Expected   OpenDocument 1.2, part 1: table:number-rows-repeated gives the number of successive rows to which a row element applies, and
#            table:covered-table-cell is a cell with its place in the row. Merged cells were told in pyexcel#193 (2020, open), repeated
#            cells mended in pyexcel-ods#1 (2015); repeated rows are not told.
# Matters    Excel Online writes like rows so (calamine#308). Wards with the same figures are many, 0 and 0 above all, and a list that is
#            shorter than it was has no gap to notice.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pyexcel-ods==0.6.0 pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1
cd "$work"
venv/bin/python -W ignore - <<'PY'
import zipfile

import pandas as pd
import pyexcel_ods

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text"))


def text(words, kind=""):
    return f'<table:table-cell office:value-type="string"{kind}><text:p>{words}</text:p></table:table-cell>'


def number(figure):
    return f'<table:table-cell office:value-type="float" office:value="{figure}"><text:p>{figure}</text:p></table:table-cell>'


def row(*cells, times=1):
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


covered = "<table:covered-table-cell/>"
money = '<table:table-cell office:value-type="currency" office:currency="VND" office:value="6632"><text:p>6.632 ₫</text:p></table:table-cell>'
rows = [
    row(text("unit"), text("received"), text("late")),
    row(text("ward"), number(10), number(0), times=3),
    row(text("total", ' table:number-columns-spanned="2"'), covered, number(4)),
    row(text("94", ' table:number-rows-spanned="2"'), number(6), number(1)),
    row(covered, number(7), number(2)),
    row(text("fees"), money, number(3)),
]
with zipfile.ZipFile("report.ods", "w") as package:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    package.writestr("mimetype", kind)
    package.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
    package.writestr("content.xml", f'<office:document-content {SPACES} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="report">{"".join(rows)}</table:table></office:spreadsheet></office:body></office:document-content>')

for engine in ("odf", "calamine"):
    frame = pd.read_excel("report.ods", engine=engine)
    read = [[None if pd.isna(value) else value for value in line] for line in frame.astype(object).values.tolist()]
    print("pandas,", engine, *read, sep="\n  ")
    assert [line[1:] for line in read] == [[10, 0]] * 3 + [[None, 4], [6, 1], [7, 2], [6632, 3]]
    assert [str(line[0]) for line in read] == ["ward"] * 3 + ["total", "94", "None", "fees"]
read = pyexcel_ods.get_data("report.ods")["report"]
print("pyexcel-ods", *read, sep="\n  ")
assert read == [["unit", "received", "late"], ["ward", 10, 0], ["total", 4], ["94", 6, 1], [7, 2], ["fees", "6632 VND", 3]]
PY
echo "as described: three wards are one"
