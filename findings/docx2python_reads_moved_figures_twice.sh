#!/usr/bin/env bash
# docx2python 3.7.1: a figure moved under "track changes" is read where it was and where it is; -5 with a non-breaking hyphen is read 5
#
# Behaviour  Deleted text (w:del) is left out and inserted text (w:ins) kept, as in the final document, but both ends of a
#            tracked move (w:moveFrom, w:moveTo) are kept. w:noBreakHyphen gives nothing at all.
# Seen       a figure 6.632 moved from row a to row b: read in both rows. "-5" is "5", "2021-2022" is "20212022", "09-KH" is "09KH".
# Expected   ECMA-376: 17.13.5.22 moveFrom is content that was moved away, as del is content that was deleted; 17.3.3.18
#            noBreakHyphen is a hyphen that is shown. The final document has 6.632 once and -5.
# Matters    Reports come with the tracked edits of several offices; a sum over the column counts the moved figure twice. The
#            non-breaking hyphen is what Word writes for Ctrl+Shift+Hyphen, used to keep a minus or the number of a plan together.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check docx2python==3.7.1 python-docx==1.2.0
cd "$work"
venv/bin/python - <<'PY'
import docx
from docx.oxml import parse_xml
from docx2python import docx2python

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WHO = 'w:author="office" w:date="2025-12-01T00:00:00Z"'
figure = "<w:r><w:t>6.632</w:t></w:r>"
cells = {
    "moved from": f'<w:moveFrom w:id="1" {WHO}>{figure}</w:moveFrom>',
    "moved to": f'<w:moveTo w:id="2" {WHO}>{figure}</w:moveTo>',
    "deleted": f'<w:del w:id="3" {WHO}><w:r><w:delText>6.632</w:delText></w:r></w:del>',
    "inserted": f'<w:ins w:id="4" {WHO}>{figure}</w:ins>',
    "minus": "<w:r><w:noBreakHyphen/><w:t>5</w:t></w:r>",
    "years": "<w:r><w:t>2021</w:t><w:noBreakHyphen/><w:t>2022</w:t></w:r>",
    "plan": "<w:r><w:t>09</w:t><w:noBreakHyphen/><w:t>KH</w:t></w:r>",
}
document = docx.Document()
table = document.add_table(rows=0, cols=2)
for name, content in cells.items():
    label, cell = table.add_row().cells
    label.text = name
    cell._tc.replace(cell._tc.p_lst[0], parse_xml(f"<w:p {WORD}>{content}</w:p>"))
document.save("report.docx")

with docx2python("report.docx") as read:
    seen = {row[0][0]: row[1][0] for part in read.body for row in part if len(row) == 2}
print(seen)
assert seen == {
    "moved from": "6.632", "moved to": "6.632", "deleted": "", "inserted": "6.632",
    "minus": "5", "years": "20212022", "plan": "09KH",
}
PY
echo "as described: one figure twice, a minus gone"
