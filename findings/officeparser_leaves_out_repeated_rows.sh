#!/usr/bin/env bash
# officeparser 7.8.0 (node, npm): the rows of a Word form's repeating section are not read, and in an .ods a comment "of 7" on the figure 5 makes "of 75"
#
# Behaviour  Table rows and cells that stand in a content control (w:sdt) are left out, and so is a paragraph in one within a cell; a control
#            within a paragraph is read. A non-breaking hyphen is nothing. The text of a cell's comment in .ods is put before the cell's
#            own, without a blank.
# Seen       of a row in a control (94, 41, 42) nothing; of 92, [51], 52 with 51 in a control: 92, 52; of -5 with Ctrl+Shift+Hyphen: 5. .ods:
#            figure 5 with the comment "of 7": "of 75". mammoth 1.13.0 and pandoc 3.9 have 94, 41, 42 and 51; pandas 3.1.1 has 5.
# Expected   ECMA-376, 17.5.2: w:sdt around rows, cells and paragraphs holds what the document shows (mended in pandoc#4190 and docling#3946).
#            OpenDocument 1.2: an office:annotation is a note on the cell, not its content. officeparser's page has both among the formats
#            whose text it extracts.
# Matters    A form that is filled in on the screen has its figures in content controls, and rows that one can add in a repeating section:
#            exactly what was reported is gone, and the headings are there.
#
# Needs: node (20 or newer) and npm.
set -euo pipefail
command -v npm > /dev/null || { echo "needs node and npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0 pypandoc-binary==1.17 pandas==3.1.1 odfpy==1.4.1 lxml==6.1.3
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" officeparser@7.8.0 > /dev/null 2>&1
venv/bin/python -W ignore - <<'PY'
import zipfile

import docx
import lxml.html
import mammoth
import pandas as pd
import pypandoc
from docx.oxml import parse_xml

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def cell(*runs):
    return f"<w:tc><w:tcPr/><w:p>{''.join(runs)}</w:p></w:tc>"


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def row(*cells):
    return f"<w:tr>{''.join(cells)}</w:tr>"


def control(content):
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


rows = (
    row(*(cell(run(word)) for word in ("unit", "received", "late")))
    + control(row(*(cell(run(word)) for word in ("94", "41", "42"))))
    + row(cell(run("92")), control(cell(run("51"))), cell(run("52")))
    + row(cell(run("93")), f"<w:tc><w:tcPr/>{control(f'<w:p>{run(61)}</w:p>')}<w:p/></w:tc>", cell(control(run("62"))))
    + row(cell(run("91")), cell("<w:r><w:noBreakHyphen/><w:t>5</w:t></w:r>"), cell(run("72")))
)
document = docx.Document()
grid = '<w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
document.element.body.insert(0, parse_xml(f"<w:tbl {WORD}>{grid}{rows}</w:tbl>"))
document.save("form.docx")

with open("form.docx", "rb") as file:
    page = lxml.html.fromstring(mammoth.convert_to_html(file).value)
others = {
    "mammoth": [text.strip() for text in page.itertext() if text.strip()],
    "pandoc": [word for word in pypandoc.convert_file("form.docx", "plain").split() if word.strip("-")],
}
for name, words in others.items():
    print(f"{name:9}", words)
    assert {"94", "41", "42", "92", "51", "52", "93", "61", "62"} <= set(words)

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
spaces = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
kind = "application/vnd.oasis.opendocument.spreadsheet"
with zipfile.ZipFile("form.ods", "w") as package:
    package.writestr("mimetype", kind)
    package.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
    package.writestr("content.xml", f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>'
        '<table:table table:name="form"><table:table-row><table:table-cell office:value-type="string"><text:p>late</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="5"><office:annotation><text:p>of 7</text:p></office:annotation>'
        '<text:p>5</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>')
assert pd.read_excel("form.ods", engine="odf", header=None).values.tolist() == [["late", 5]]
PY
cat > find.mjs <<'JS'
import assert from 'node:assert/strict';
import officeparser from 'officeparser';

const words = async (name) => (await officeparser.parseOffice(name)).toText().split('\n').map((line) => line.trim()).filter(Boolean);
const form = await words('form.docx');
const sheet = await words('form.ods');
console.log('officeparser', form, sheet);
assert.deepEqual(form, ['unit', 'received', 'late', '92', '52', '93', '62', '91', '5', '72']);
assert.deepEqual(sheet, ['late', 'of 75']);
JS
node find.mjs
echo "as described: headings, and not what was filled in"
