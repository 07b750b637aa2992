#!/usr/bin/env bash
# @cubejs-client/core 1.7.43: a measure that is null is 0 in chartPivot(), tablePivot() and series(), even where the fill is asked to be null
#
# Behaviour  The client of Cube's API puts a measure of null to 0 when it pivots, in rows that the database gave. fillWithValue, meant for dates
#            that are missing, replaces it by any value but null. With units in the columns, what has no unit stands under the name
#            of the measure alone, as a total would.
# Seen       late by unit: 94 "5", 92 null, unknown "7". rawData(): "5", null, "7". chartPivot(): 5, 0, 7; tablePivot(): "5", 0, "7"; with
#            fillWithValue null the same; with "n/a" it is text in a table of figures. Units as columns: "94,Reports.late" 5, "Reports.late" 7.
# Expected   Cube's page: fillWithValue is for "all the missing date's measure". Seen in 2022 (cube#4604, open) and 2025 (cube#9960, closed); since
#            December 2025 (cube#10226) a reported 0 at least keeps its value.
# Matters    Dashboards on Cube draw what chartPivot() gives. "Nothing was late" and "nothing was reported" have the same bar.
#
# Needs: node (20 or newer) and npm.
set -euo pipefail
command -v npm > /dev/null || { echo "needs node and npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" @cubejs-client/core@1.7.43 > /dev/null 2>&1
cat > find.cjs <<'JS'
const assert = require('node:assert/strict');
const {ResultSet} = require('@cubejs-client/core');

const query = {measures: ['Reports.late'], dimensions: ['Reports.unit'], timeDimensions: [], timezone: 'UTC'};
const data = [['94', '5'], ['92', null], [null, '7'], ['93', '0']].map(([unit, late]) => ({'Reports.unit': unit, 'Reports.late': late}));
const annotation = {
  measures: {'Reports.late': {title: 'late', type: 'number'}}, dimensions: {'Reports.unit': {title: 'unit', type: 'string'}},
  segments: {}, timeDimensions: {},
};
const answer = new ResultSet({
  queryType: 'regularQuery', results: [{query, data, annotation}], pivotQuery: {...query, queryType: 'regularQuery'},
});
const see = (name, seen, expected) => {
  console.log(name.padEnd(32), JSON.stringify(seen));
  assert.deepEqual(seen, expected);
};
const late = (rows) => rows.map((row) => row['Reports.late']);
see('rawData', late(answer.rawData()), ['5', null, '7', '0']);
see('chartPivot', late(answer.chartPivot()), [5, 0, 7, 0]);
see('chartPivot, fillWithValue null', late(answer.chartPivot({fillWithValue: null})), [5, 0, 7, 0]);
see('series', answer.series()[0].series.map((point) => point.value), [5, 0, 7, 0]);
see('tablePivot', late(answer.tablePivot()), ['5', 0, '7', '0']);
see('tablePivot, fillWithValue null', late(answer.tablePivot({fillWithValue: null})), ['5', 0, '7', '0']);
see('tablePivot, fillWithValue "n/a"', late(answer.tablePivot({fillWithValue: 'n/a'})), ['5', 'n/a', '7', '0']);
const [columns] = answer.chartPivot({x: [], y: ['Reports.unit']});
const figures = Object.entries(columns).filter(([name]) => name.endsWith('Reports.late'));
see('units as columns', figures, [['94,Reports.late', 5], ['92,Reports.late', 0], ['Reports.late', 7], ['93,Reports.late', 0]]);
JS
node find.cjs
echo "as described: silence is 0"
