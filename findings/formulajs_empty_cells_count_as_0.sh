#!/usr/bin/env bash
# @formulajs/formulajs 4.6.1: the median of 1, 2, 9 and an empty cell is 1.5, the smallest of 10 and an empty one 0; "(5)" is 5
#
# Behaviour  Excel's functions in JavaScript, on ranges as lists. null, "" and undefined are left out by AVERAGE, MIN, MAX, COUNT and QUARTILE. null
#            and "" are 0 to MEDIAN and PERCENTILE, to MINIFS and AVERAGEIFS; undefined is the largest of all to MEDIAN. A criterion with *
#            finds nothing. A figure in brackets, which is below zero, loses them.
# Seen       [1, 2, (empty), 9]: average 4, median 1.5 (with undefined 5.5). Late 10, (empty), 30 of the years 2024, 2025, 2025: MINIFS of 2025
#            0, AVERAGEIFS 15. SUMIF with "Xã*": 0. VALUE("(5)"): 5. NETWORKDAYS from Friday 3 January 2025 back to Monday 30 December 2024:
#            -3.
# Expected   The same cells in LibreOffice 7.4: median 2, AVERAGEIFS 30, the sum of both, -5, -5. The library's page:
#            "JavaScript implementation of most Microsoft Excel formula functions". jspreadsheet mended the median in its own copy of it
#            (jspreadsheet/pro#239, 2023).
# Matters    Spreadsheets in web pages work out their formulas with it. The commune that has not reported is the smallest of its district, and the
#            median of the district goes down with it; the average beside it is right.
#
# Needs: node (20 or newer) and npm.
set -euo pipefail
command -v npm > /dev/null || { echo "needs node and npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" @formulajs/formulajs@4.6.1 > /dev/null 2>&1
cat > find.mjs <<'JS'
import assert from 'node:assert/strict';
import * as excel from '@formulajs/formulajs';

const see = (name, seen, expected) => {
  console.log(name.padEnd(46), seen);
  assert.equal(seen, expected, name);
};
for (const empty of [null, '', undefined]) {
  const late = [1, 2, empty, 9];
  see(`average of 1, 2, ${JSON.stringify(empty)}, 9`, excel.AVERAGE(late), 4);
  see('    smallest', excel.MIN(late), 1);
  see('    count', excel.COUNT(late), 3);
  see('    median', excel.MEDIAN(late), empty === undefined ? 5.5 : 1.5);
}
see('first quartile of 1, 2, null, 9', excel.QUARTILE.INC([1, 2, null, 9], 1), 1.5);
see('percentile 0.5 of 1, null, 3', excel.PERCENTILE.INC([1, null, 3], 0.5), 1);
const years = [2024, 2025, 2025];
see('MINIFS of 2025', excel.MINIFS([10, null, 30], years, '=2025'), 0);
see('AVERAGEIFS of 2025', excel.AVERAGEIFS([10, null, 30], years, '=2025'), 15);
see('SUMIF "Xã*"', excel.SUMIF(['Xã An', 'Xã Bình', 'Phường Cát'], 'Xã*', [10, 20, 30]), 0);
see('VALUE("(5)")', excel.VALUE('(5)'), 5);
see('NETWORKDAYS onwards', excel.NETWORKDAYS('12/30/2024', '1/3/2025'), 5);
see('NETWORKDAYS back', excel.NETWORKDAYS('1/3/2025', '12/30/2024'), -3);
JS
node find.mjs
echo "as described: an empty cell is a 0 to some functions"
