#!/usr/bin/env bash
# LibreOffice 7.4.7 (Debian package libreoffice-writer): converting a Vietnamese Word table to PDF turns its total 12.500 into 12,5
#
# Behaviour  A total that Word keeps as a formula field with its result is worked out anew on conversion. The figures in the
#            cells are read with the office's own locale (a point is a decimal mark), the result is written in the text's
#            language (a comma is one). The result that stands in the file is not used for the PDF; a .docx made from the
#            same file keeps the results but the document's first, which becomes 0.
# Seen       6.632 + 5.868: 12.500 in the file, "12,5" in the PDF. 1.234.567 + 5.868: 1.240.435 in the file, "5,87" in the PDF.
#            98,75 + 1,25: 100 in the file, "0" in the PDF. The first total is "0" in the .docx made from the file.
# Expected   ECMA-376, 17.16.18: the text between "separate" and "end" is the field's current result; it is replaced only when
#            the field is updated. A conversion updates no figure, and reads and writes one language.
# Matters    Reports arrive as Word files, are turned into PDF for archives and readers, and totals are what rules are checked
#            against: the total is a thousandth of its parts, in a document that looks as it should.
#
# Needs: soffice (run with LibreOffice 7.4.7.2 of Debian 12). Other releases may differ: the script then fails, as it should.
set -euo pipefail
command -v soffice > /dev/null || { echo "needs soffice, from Debian's package libreoffice-writer" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pdfplumber==0.11.10 python-docx==1.2.0
export LC_ALL=C.UTF-8
soffice "-env:UserInstallation=file://$work/profile" --version 2> /dev/null
cd "$work"
cat > make.py <<'PY'
import zipfile

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction, result):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark("begin") + code + mark("separate") + run(result) + mark("end")


def table(figures, total):
    rows = [(run("a"), run(figures[0])), (run("b"), run(figures[1])), (run("Tổng"), total)]
    cells = ("".join(f"<w:tc><w:tcPr/><w:p>{cell}</w:p></w:tc>" for cell in row) for row in rows)
    grid = '<w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="3000"/></w:tblGrid>'
    return f"<w:tbl>{grid}{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl><w:p/>"


body = (
    table(("6.632", "5.868"), field("=SUM(ABOVE)", "12.500"))
    + table(("1.234.567", "5.868"), field("=SUM(ABOVE)", "1.240.435"))
    + table(("98,75", "1,25"), field("=SUM(ABOVE)", "100"))
    + table(("6.632", "5.868"), field('=SUM(ABOVE) \\# "#.##0"', "12.500"))
)
language = '<w:rPr><w:lang w:val="vi-VN"/></w:rPr>'
with zipfile.ZipFile("report.docx", "w") as package:
    package.writestr("[Content_Types].xml", f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>')
    package.writestr("_rels/.rels", f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>')
    package.writestr("word/_rels/document.xml.rels", f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>')
    package.writestr("word/styles.xml", f"{HEAD}<w:styles {WORD}><w:docDefaults><w:rPrDefault>{language}</w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>')
    package.writestr("word/document.xml", f"{HEAD}<w:document {WORD}><w:body>{body}</w:body></w:document>")
PY
venv/bin/python make.py
for format in pdf docx; do
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$format" --outdir made report.docx > /dev/null 2>&1
done
venv/bin/python - <<'PY'
import docx
import pdfplumber

before = [table.columns[1].cells[-1].text for table in docx.Document("report.docx").tables]
with pdfplumber.open("made/report.pdf") as pdf:
    lines = "\n".join(page.extract_text() for page in pdf.pages).splitlines()
as_pdf = [line.split()[-1] for line in lines if line.startswith("Tổng")]
as_docx = [table.columns[1].cells[-1].text for table in docx.Document("made/report.docx").tables]
print("in the file:", before)
print("as PDF:     ", as_pdf)
print("as .docx:   ", as_docx)
assert before == ["12.500", "1.240.435", "100", "12.500"]
assert as_pdf == ["12,5", "5,87", "0", "12,5"]
assert as_docx == ["0", "1.240.435", "100", "12.500"]
PY
echo "as described: other totals than in the file"
