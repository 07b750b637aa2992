#!/usr/bin/env bash
# pymupdf 2.0: find_tables() gives the cell 98,75 as "9875" with the comma on a line of its own, and -5 as "5" with the minus on the next
#
# Behaviour  Table.extract(), and to_pandas() with it, put the characters of a cell into lines by where their ink is: a comma, a point or a
#            minus lies lower or higher than the digits and comes after them, on another line. to_markdown() of the same table and the
#            page's text keep them in place, as does 1.28.2 in everything.
# Seen       98,75 -> "9875\n,"; 6.632 -> "6632\n."; 0.35 -> "035\n."; 1.5% -> "15%\n."; -5 -> "5\n-"; +0,5 -> "+05\n,". With DejaVu Sans
#            "98 75\n,". pdfplumber 0.11.10 and pypdfium2 5.15.2 read each as it is printed. 12 and 7 are right.
# Expected   PyMuPDF's page of find_tables: extract() is the text content of each cell, and that is 98,75. The text of the page, cut at the
#            cell's box (get_textbox), is "98,75".
# Matters    Cells are stripped of line breaks, since headings have them, and then read as numbers: 6632 of 6.632 is right by luck, 9875 of
#            98,75 is a hundred times the rate, and -5 is 5. Whole numbers, at which one looks first, are right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
python3 -m venv "$work/older"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pymupdf==2.0 pdfplumber==0.11.10 pypdfium2==5.15.2 reportlab==5.1.0 pandas==3.1.1
"$work/older/bin/pip" install -qq --disable-pip-version-check pymupdf==1.28.2
cd "$work"
cat > read.py <<'PY'
import contextlib
import io
import json

with contextlib.redirect_stdout(io.StringIO()):
    import pymupdf

    page = pymupdf.open("table.pdf")[0]
    (table,) = page.find_tables()
    cells = table.extract()
    boxes = [[page.get_textbox(box).strip() for box in row.cells] for row in table.rows]
print(json.dumps({"cells": cells, "boxes": boxes, "markdown": table.to_markdown()}))
PY
venv/bin/python - <<'PY'
from reportlab.pdfgen import canvas

rows = [["unit", "rate", "change"], ["94", "98,75", "-5"], ["92", "6.632", "+0,5"], ["93", "0.35", "1.5%"], ["91", "12", "7"]]
page = canvas.Canvas("table.pdf", pagesize=(400, 300))
page.setFont("Helvetica", 10)
for down, row in enumerate(rows):
    for right, text in enumerate(row):
        page.rect(50 + 80 * right, 200 - 20 * down, 80, 20)
        page.drawString(52 + 80 * right, 206 - 20 * down, text)
page.save()
PY
venv/bin/python read.py > seen.json
older/bin/python read.py > seen_older.json
venv/bin/python - <<'PY'
import contextlib
import io
import json

import pdfplumber
import pypdfium2

printed = [["unit", "rate", "change"], ["94", "98,75", "-5"], ["92", "6.632", "+0,5"], ["93", "0.35", "1.5%"], ["91", "12", "7"]]
seen, older = (json.load(open(name)) for name in ("seen.json", "seen_older.json"))
with pdfplumber.open("table.pdf") as pdf:
    plumbed = pdf.pages[0].extract_table()
text = pypdfium2.PdfDocument("table.pdf")[0].get_textpage().get_text_range().split()
for row in seen["cells"]:
    print(row)
assert seen["cells"] == [
    ["unit", "rate", "change"], ["94", "9875\n,", "5\n-"], ["92", "6632\n.", "+05\n,"], ["93", "035\n.", "15%\n."], ["91", "12", "7"],
]
assert older["cells"] == plumbed == printed
assert seen["boxes"] == older["boxes"] == printed
assert text == [word for row in printed for word in row]
assert all(f"|{'|'.join(row)}|" in seen["markdown"] for row in printed)

with contextlib.redirect_stdout(io.StringIO()):
    import pymupdf

    page = pymupdf.open("table.pdf")[0]
    (table,) = page.find_tables()
    frame = table.to_pandas()
print(frame["rate"].str.replace(r"\s", "", regex=True).tolist())
assert frame["rate"].tolist() == ["9875\n,", "6632\n.", "035\n.", "12"]
PY
echo "as described: the digits, then the comma"
