#!/usr/bin/env bash
# mammoth 1.13.0 and markitdown 0.1.9: in a Word table the figures of a row that begins late, or lies beside a merged cell, go one column to the left
#
# Behaviour  mammoth does not read w:gridBefore: a row that leaves out its first column (Word writes it when a cell at the edge is
#            deleted) has its cells from the first column on. It leaves out the result of a simple field (w:fldSimple) and keeps
#            that of a complex one. markitdown, which reads Word through mammoth, has in addition no place for a merged cell in the
#            rows under it.
# Seen       unit, received, late: in the row that begins late, received 6632 and late 5 are read as unit 6632, received 5 by both. A
#            total in w:fldSimple is empty. Under a unit merged over two rows, markitdown has unit 12325, received 7.
# Expected   ECMA-376: 17.4.15, gridBefore columns come before the first cell of the row; 17.16.19, fldSimple holds the field's result.
#            LibreOffice 7.4 has each figure in its column, and both fields. The trackers know of simple fields (mammoth, 2018)
#            and of rows beside merged cells (markitdown, 2024), still open; not of rows that begin late.
# Matters    Nothing is lost that one would miss at once: each row has its figures, under the heading of the figure before.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check mammoth==1.13.0 'markitdown[docx]==0.1.9' python-docx==1.2.0 lxml==6.1.3
cd "$work"
venv/bin/python -W ignore - 2> stderr.txt <<'PY' || { cat stderr.txt >&2; exit 1; }
import docx
import lxml.html
import mammoth
from docx.oxml import parse_xml
from markitdown import MarkItDown

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def row(*cells, before=0):
    late = f'<w:trPr><w:gridBefore w:val="{before}"/></w:trPr>' if before else ""
    return f"<w:tr>{late}{''.join(f'<w:tc><w:tcPr>{kind}</w:tcPr><w:p>{content}</w:p></w:tc>' for kind, content in cells)}</w:tr>"


mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
complex_field = mark("begin") + "<w:r><w:instrText> =1+1 </w:instrText></w:r>" + mark("separate") + run("12") + mark("end")
rows = [
    row(*(("", run(name)) for name in ("unit", "received", "late"))),
    row(("", run("6632")), ("", run("5")), before=1),
    row(('<w:vMerge w:val="restart"/>', run("94")), ("", run("6700")), ("", run("6"))),
    row(("<w:vMerge/>", ""), ("", run("12325")), ("", run("7"))),
    row(("", run("total")), ("", f'<w:fldSimple w:instr=" =1+1 ">{run("25657")}</w:fldSimple>'), ("", complex_field)),
]
document = docx.Document()
grid = '<w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
document.element.body.insert(0, parse_xml(f"<w:tbl {WORD}>{grid}{''.join(rows)}</w:tbl>"))
document.save("report.docx")

with open("report.docx", "rb") as file:
    page = lxml.html.fromstring(mammoth.convert_to_html(file).value)
html = [[(cell.text_content(), cell.get("rowspan")) for cell in line.iter("td")] for line in page.iter("tr")]
lines = [line for line in MarkItDown().convert("report.docx").text_content.splitlines() if line.startswith("|")]
markdown = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines][2:]
print("mammoth:", *html, "markitdown:", *markdown, sep="\n  ")
assert html == [
    [("unit", None), ("received", None), ("late", None)],
    [("6632", None), ("5", None)],
    [("94", "2"), ("6700", None), ("6", None)],
    [("12325", None), ("7", None)],
    [("total", None), ("", None), ("12", None)],
]
assert markdown == [["unit", "received", "late"], ["6632", "5"], ["94", "6700", "6"], ["12325", "7"], ["total", "", "12"]]
PY
echo "as described: one column to the left"
