#!/usr/bin/env bash
# formulas 1.3.4 (Excel formulas worked out in Python): SUMIF with "<>" adds up the rows beside empty cells, SUM adds text, VALUE("6,632") is 230987
#
# Behaviour  The criterion "<>" (not empty) picks the empty cells. SUM and COUNT take cells that hold digits as text. VALUE reads a number
#            with thousands commas as a date. TEXT rounds halves to even, ROUND does not see that 1.005 is meant.
# Seen       late 1, 2, 2, 4 beside x, y, nothing, z: SUMIF(names,"<>",late) 2, not 7. Cells 1, "2" (text), 3: SUM 6 and COUNT 3, not
#            4 and 2. VALUE("6,632") 230987, VALUE("1,234,567") 85469. TEXT(98.5,"0") 98, ROUND(1.005,2) 1.
# Expected   Microsoft's pages: SUM and COUNT ignore text in a range; "<>" means not equal to nothing. LibreOffice 7.4 works the same
#            workbook out as 7, 4, 2, 6632, 1234567, 99 and 1.01. The package says it "implements an interpreter for Excel formulas".
# Matters    It is taken to work out totals in a workbook without an office program. Figures typed as text are what one wants to find
#            by comparing the stored total with the sum, and here the sum hides them; "reported" and "not reported" change places.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check 'formulas[excel]==1.3.4' openpyxl==3.1.5
cd "$work"
venv/bin/python -W ignore - 2> stderr.txt <<'PY' || { cat stderr.txt >&2; exit 1; }
import formulas
import openpyxl

book = openpyxl.Workbook()
sheet = book.active
for row in (("x", 1, 1), ("y", 2, "2"), (None, 2, 3), ("z", 4, None)):
    sheet.append(row)
expected = {
    '=SUMIF(A1:A4,"<>",B1:B4)': 2, '=SUMIF(A1:A4,"x",B1:B4)': 1, "=SUM(B1:B4)": 9,
    "=SUM(C1:C4)": 6, "=COUNT(C1:C4)": 3,
    '=VALUE("6,632")': 230987, '=VALUE("1,234,567")': 85469, '=VALUE("6632")': 6632,
    '=TEXT(98.5,"0")': 98, "=ROUND(98.5,0)": 99, "=ROUND(1.005,2)": 1,
}
for row, formula in enumerate(expected, start=1):
    sheet.cell(row, 5).value = formula
book.save("late.xlsx")

results = formulas.ExcelModel().loads("late.xlsx").finish().calculate()
for row, (formula, value) in enumerate(expected.items(), start=1):
    seen = float(results[f"'[late.xlsx]SHEET'!E{row}"].value[0, 0])
    print(f"{formula:28} {seen:g}")
    assert seen == value
PY
echo "as described: other totals than the workbook's"
