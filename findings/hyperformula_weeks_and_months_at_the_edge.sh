#!/usr/bin/env bash
# hyperformula 3.5.0 (node, npm): 30 December 2024 is in ISO week 53 of a year that has 52, and a month after 31 January 2024 is 28 February
#
# Behaviour  ISOWEEKNUM, and WEEKNUM of kind 21, do not see that the last days of December can belong to the first week of the next
#            year. EDATE takes 28 February in leap years too; EOMONTH does not.
# Seen       ISOWEEKNUM(2024-12-30) 53. Of the days from 2000 to 2040 all 35 that are in week 1 before new year are wrong, and all
#            others right. EDATE(2024-01-31, 1) 2024-02-28, EDATE(2024-02-29, 48) 2028-02-28, EOMONTH(2024-01-31, 1) 2024-02-29.
# Expected   HyperFormula's list of functions: "an ISO week number". ISO 8601: week 1 is the one with the year's first Thursday. A month
#            after 31 January 2024 is the last day of that February, as LibreOffice 7.4 has it. Neither is in HyperFormula's own
#            "List of differences with other spreadsheets" (which has, for one, INT(-8.9) = -8).
# Matters    Weekly reports of new year go to a week that does not exist, and a deadline of one month ends a day early: the engine works
#            under web tables that take the place of a spreadsheet.
#
# Needs: node (20 or newer), npm and python3.
set -euo pipefail
command -v npm > /dev/null || { echo "needs node and npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" hyperformula@3.5.0 > /dev/null 2>&1
cat > find.mjs <<'JS'
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {HyperFormula} from 'hyperformula';

const ask = (formulas) =>
  HyperFormula.buildFromArray(formulas.map((formula) => [formula]), {licenseKey: 'gpl-v3'}).getSheetValues(0).map(([value]) => value);
const day = (formula) => `=TEXT(${formula},"yyyy-mm-dd")`;
const expected = {
  '=ISOWEEKNUM(DATE(2024,12,30))': 53, '=WEEKNUM(DATE(2024,12,30),21)': 53, '=ISOWEEKNUM(DATE(2025,1,1))': 1,
  [day('EDATE(DATE(2024,1,31),1)')]: '2024-02-28', [day('EDATE(DATE(2024,2,29),48)')]: '2028-02-28',
  [day('EDATE(DATE(2024,3,31),1)')]: '2024-04-30', [day('EOMONTH(DATE(2024,1,31),1)')]: '2024-02-29',
};
const formulas = Object.keys(expected);
ask(formulas).forEach((value, row) => {
  console.log(formulas[row].padEnd(50), value);
  assert.equal(value, expected[formulas[row]]);
});

const days = [];
for (let at = Date.UTC(2000, 0, 1); at < Date.UTC(2041, 0, 1); at += 86400000) days.push(new Date(at));
const weeks = ask(days.map((d) => `=ISOWEEKNUM(DATE(${d.getUTCFullYear()},${d.getUTCMonth() + 1},${d.getUTCDate()}))`));
writeFileSync('weeks.json', JSON.stringify(days.map((d, row) => [d.toISOString().slice(0, 10), weeks[row]])));
JS
node find.mjs
python3 - <<'PY'
import datetime
import json

first, other = [], []
for text, week in json.load(open("weeks.json")):
    iso = datetime.date.fromisoformat(text).isocalendar()
    (first if iso.year > int(text[:4]) else other).append(iso.week == week)
print(f"week 1 before new year: {sum(first)} right of {len(first)}; other days: {sum(other)} right of {len(other)}")
assert (sum(first), len(first)) == (0, 35) and all(other)
PY
echo "as described: week 53 and the 28th"
