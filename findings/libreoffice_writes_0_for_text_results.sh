#!/usr/bin/env bash
# LibreOffice 7.4.7 (Debian package libreoffice-calc): saved as .xls, a formula whose result is text has the number 0 as its result
#
# Behaviour  Converting a workbook to .xls stores the number 0 as the result of every formula that gives text. A program that
#            works the formulas out anew shows the text; one that reads the stored results reads 0. As .xlsx or .ods the same
#            workbook keeps the text.
# Seen       "11/11" (=A1&"/"&B1), "Đạt 100%" and a looked-up name: in .xls 0.0 for xlrd 2.0.2 and for python-calamine 0.9.1,
#            which pandas reads with; numbers keep their results.
# Expected   MS-XLS, FormulaValue: a text result is marked as such, and its text follows in a record of its own.
# Matters    Old forms live on as .xls, and a ratio (11/11) is often glued together by a formula. Read from such a file it
#            is not missing but a confident 0.
#
# Needs: soffice (run with LibreOffice 7.4.7.2 of Debian 12). Other releases may differ: the script then fails, as it should.
set -euo pipefail
command -v soffice > /dev/null || { echo "needs soffice, from Debian's package libreoffice-calc" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check XlsxWriter==3.2.9 xlrd==2.0.2 python-calamine==0.9.1
export LC_ALL=C.UTF-8
soffice "-env:UserInstallation=file://$work/profile" --version 2> /dev/null
cd "$work"
venv/bin/python - <<'PY'
import xlsxwriter

with xlsxwriter.Workbook("form.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_row("A1", [11, 11])
    sheet.write_formula("C1", '=A1&"/"&B1', value="11/11")
    sheet.write_formula("C2", '="Đạt"&" 100%"', value="Đạt 100%")
    sheet.write_formula("C3", '=VLOOKUP("a",E1:F1,2,FALSE)', value="Sóc Trăng")
    sheet.write_row("E1", ["a", "Sóc Trăng"])
    sheet.write_formula("C4", "=A1+B1", value=22)
PY
for format in xls ods; do
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$format" --outdir made form.xlsx > /dev/null 2>&1
done
venv/bin/python - <<'PY'
import xlrd
from python_calamine import CalamineWorkbook

seen = {
    path: [row[2] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]
    for path in ("form.xlsx", "made/form.ods", "made/form.xls")
}
seen["made/form.xls with xlrd"] = xlrd.open_workbook("made/form.xls").sheet_by_index(0).col_values(2)
for path, results in seen.items():
    print(f"{path:24}", results)
kept = ["11/11", "Đạt 100%", "Sóc Trăng", 22.0]
assert seen["form.xlsx"] == seen["made/form.ods"] == kept
assert seen["made/form.xls"] == seen["made/form.xls with xlrd"] == [0.0, 0.0, 0.0, 22.0]
PY
echo "as described: 0 where the text stood"
