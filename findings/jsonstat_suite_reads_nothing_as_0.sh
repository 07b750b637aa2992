#!/usr/bin/env bash
# jsonstat-suite 4.0.1 (node, npm): an empty field of a CSV becomes the figure 0 in JSON-stat, beside the zeros that were reported
#
# Behaviour  fromCSV() hands each value to JavaScript's Number(), for which nothing, and blanks, are 0. Only what is no number, such as the
#            "n/a" that its own toCSV() writes for a missing value, becomes null.
# Seen       received 5, (empty), 0, n/a: value [5, 0, 0, null]. With ";" and a decimal comma the same: 5, (empty), 0, "12,5" is [5, 0, 0,
#            12.5]. Written by toCSV() again the empty field is a 0. 6.632,5 (with its group mark) is null. Of pandas' CSV of the same
#            frame, in which a missing value is an empty field, the sum is right, the count 3 instead of 2 and the mean a third too low.
# Expected   JSON-stat 2.0, "value": missing values are null. The page of fromCSV() says what a decimal mark is and nothing of an empty
#            field; RFC 4180 has it as an empty field, not as a figure.
# Matters    Who has reported nothing and who had nothing to report are two lists. The first is empty afterwards.
#
# Needs: node (20 or newer), npm and python3.
set -euo pipefail
command -v npm > /dev/null || { echo "needs node and npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pandas==3.1.1
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" jsonstat-suite@4.0.1 > /dev/null 2>&1
venv/bin/python - <<'PY'
import pandas as pd

frame = pd.DataFrame({"unit": ["94", "92", "93"], "received": pd.array([5, 7, None], "Int64")})
assert frame["received"].mean() == 6
frame.to_csv("frame.csv", index=False)
PY
cat > find.cjs <<'JS'
const assert = require('node:assert/strict');
const {readFileSync} = require('node:fs');
const {fromCSV, toCSV} = require('jsonstat-suite');

const cases = [
  ['unit,year,received\n94,2021,5\n94,2022,\n92,2021,0\n92,2022,n/a\n', {}, [5, 0, 0, null]],
  ['unit;year;received\n94;2021;5\n94;2022;\n92;2021;0\n92;2022;12,5\n', {delimiter: ';', decimal: ','}, [5, 0, 0, 12.5]],
  ['unit;received\n94;6.632,5\n92; \n', {delimiter: ';', decimal: ','}, [null, 0]],
];
for (const [csv, options, value] of cases) {
  const cube = fromCSV(csv, options);
  console.log(JSON.stringify(csv), '->', JSON.stringify(cube.value));
  assert.deepEqual(cube.value, value);
}
const back = toCSV(fromCSV(cases[0][0])).trim().split('\n');
console.log('written again:', JSON.stringify(back));
assert.deepEqual(back.slice(1), ['94,2021,5', '94,2022,0', '92,2021,0', '92,2022,n/a']);

const figures = fromCSV(readFileSync('frame.csv', 'utf-8')).value;
const mean = figures.reduce((sum, figure) => sum + figure, 0) / figures.filter((figure) => figure !== null).length;
console.log('from pandas:', figures, 'mean', mean);
assert.deepEqual([figures, mean], [[5, 7, 0], 4]);
JS
node find.cjs
echo "as described: nothing is 0"
