#!/usr/bin/env bash
# LibreOffice 7.4.7 (Debian package libreoffice-writer): a figure changed from 55 to 66 under "track changes" is 5566 in the .txt, .html and .pdf made of it
#
# Behaviour  Converting a Word file to text or HTML writes what was deleted beside what was inserted, in one word and without a mark: no <del>
#            and no <s>. A PDF holds the same letters, and only the picture of the page has the stroke through the first two.
# Seen       received 55, changed to 66: "5566" in all three. The figure of a deleted row, 77, is there. pandoc 3.9 and docx2txt 0.9
#            give 66, and no 77. The letters of the PDF are read by pdfplumber 0.11.10.
# Expected   ECMA-376: 17.13.5.14 del is content that was deleted, 17.13.5.18 ins content that was inserted; text that knows no tracked
#            changes can be one of the document's two states, and 5566 is in neither. pandoc's manual: changes are accepted by default.
# Matters    Reports go through several offices with changes tracked, and are made into text to be read by a program. 5566 is a possible
#            count, and nothing beside it tells that it is two.
#
# Needs: soffice (run with LibreOffice 7.4.7.2 of Debian 12). Other releases may differ: the script then fails, as it should.
set -euo pipefail
command -v soffice > /dev/null || { echo "needs soffice, from Debian's package libreoffice-writer" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check python-docx==1.2.0 pypandoc-binary==1.17 docx2txt==0.9 pdfplumber==0.11.10 lxml==6.1.3
export LC_ALL=C.UTF-8
soffice "-env:UserInstallation=file://$work/profile" --version 2> /dev/null
cd "$work"
venv/bin/python - <<'PY'
import docx
from docx.oxml import parse_xml

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WHO = 'w:author="office" w:date="2025-12-01T00:00:00Z"'


def run(text, tag="t"):
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


rows = {
    "plain": ("", run("44")),
    "changed": ("", f'<w:del w:id="1" {WHO}>{run("55", "delText")}</w:del><w:ins w:id="2" {WHO}>{run("66")}</w:ins>'),
    "struck": (f'<w:trPr><w:del w:id="3" {WHO}/></w:trPr>', f'<w:del w:id="4" {WHO}>{run("77", "delText")}</w:del>'),
}
document = docx.Document()
table = "".join(
    f"<w:tr>{mark}<w:tc><w:tcPr/><w:p>{run(name)}</w:p></w:tc><w:tc><w:tcPr/><w:p>{content}</w:p></w:tc></w:tr>"
    for name, (mark, content) in rows.items()
)
grid = '<w:tblPr/><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>'
document.element.body.insert(0, parse_xml(f"<w:tbl {WORD}>{grid}{table}</w:tbl>"))
document.save("report.docx")
PY
for format in txt:Text html pdf; do
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$format" --outdir made report.docx > /dev/null 2>&1
done
venv/bin/python - <<'PY'
from pathlib import Path

import docx2txt
import lxml.html
import pdfplumber
import pypandoc

with pdfplumber.open("made/report.pdf") as pdf:
    words = pdf.pages[0].extract_text().split()
page = lxml.html.parse("made/report.html").getroot()
assert not list(page.iter("del", "ins", "s", "strike"))
seen = {
    "txt": Path("made/report.txt").read_text(encoding="utf-8-sig").split(),
    "html": page.find("body").text_content().split(),
    "pdf": words,
    "pandoc": pypandoc.convert_file("report.docx", "plain").replace("-", " ").split(),
    "docx2txt": docx2txt.process("report.docx").split(),
}
for name, read in seen.items():
    print(f"{name:9}", read)
glued = ["plain", "44", "changed", "5566", "struck", "77"]
assert seen["txt"] == seen["html"] == seen["pdf"] == glued
assert seen["pandoc"] == seen["docx2txt"] == ["plain", "44", "changed", "66", "struck"]
PY
echo "as described: 55 and 66 are 5566"
