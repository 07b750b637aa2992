#!/usr/bin/env bash
# exceljs 4.4.0: a count whose number format holds an escaped letter (0\ \h\s, "hs" for hồ sơ) is written as 6632 and read back as a date
#
# Behaviour  Whether a number is a date is guessed from the letters d, m, y, h, s of its format. Text in quotes and brackets is
#            left out of the guess; a letter after a backslash, after "_" (a gap as wide as the letter) or after "*" (a fill) is not.
# Seen       6632 with 0\ \h\s, 0\d, 0_d and 0*d comes back as the Date 1918-02-26; with 0" hs" as 6632.
# Expected   ECMA-376, 18.8.31: a backslash shows the next character as it is, "_" leaves the width of the next character, "*" repeats
#            it; none of them is a date code. SheetJS (xlsx 0.18.5) reads the same file as numbers, but for 0*d.
# Matters    Spreadsheet programs store one literal letter behind a figure with a backslash. A column of dossiers or days turns into
#            dates of the last century, and a sum over it into NaN or milliseconds.
#
# Needs: node (20 or newer) and npm.
set -euo pipefail
command -v npm > /dev/null || { echo "needs node and npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" exceljs@4.4.0 xlsx@0.18.5 > /dev/null 2>&1
cat > find.mjs <<'JS'
import assert from 'node:assert/strict';
import ExcelJS from 'exceljs';
import XLSX from 'xlsx';

const formats = ['0\\ \\h\\s', '0\\d', '0_d', '0*d', '0" hs"'];
const book = new ExcelJS.Workbook();
const sheet = book.addWorksheet('S');
formats.forEach((format, row) => Object.assign(sheet.getCell(row + 1, 1), {value: 6632, numFmt: format}));
await book.xlsx.writeFile('counts.xlsx');

const back = new ExcelJS.Workbook();
await back.xlsx.readFile('counts.xlsx');
const seen = formats.map((_, row) => back.worksheets[0].getCell(row + 1, 1).value);
const other = XLSX.readFile('counts.xlsx', {cellDates: true}).Sheets.S;
formats.forEach((format, row) => console.log(format.padEnd(9), 'exceljs', seen[row], ' SheetJS', other[`A${row + 1}`].v));
const day = new Date('1918-02-26T00:00:00Z');
assert.deepEqual(seen, [day, day, day, day, 6632]);
assert.deepEqual([1, 2, 3, 5].map((row) => other[`A${row}`].v), [6632, 6632, 6632, 6632]);
JS
node find.mjs
echo "as described: counts as dates"
