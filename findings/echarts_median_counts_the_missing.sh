#!/usr/bin/env bash
# echarts 6.1.0 (node, npm): the median line of 1, 2, 9 and a missing value is at 5.5, and that of 5, 1 and a missing one at 5
#
# Behaviour  markLine of type "median" sorts the values that are there and then takes the middle of as many as there are places, missing ones
#            counted. The line lies too high, or on a value of the upper half. Average, min and max leave the missing out.
# Seen       [1, null, 2, 9]: median 5.5, average 4. [5, "-", 1]: median 5, average 3. [null, 1, 2, 3, 4]: median 3, average 2.5. Without a
#            missing value all are right: [1, 2, 9] 2, [5, 1] 3. The same from a dataset with encode.
# Expected   ECharts' option reference: "-", null, undefined and NaN stand for a value that is not there; the median of 1, 2 and 9 is 2. The
#            average was told to count them in 2016 (echarts#3367, #3536, closed) and no longer does; median came in 2018 (#7894).
# Matters    A district's line among its communes: of those that have not reported, each moves it up. Superset and many others draw
#            with ECharts.
#
# Needs: node (20 or newer) and npm.
set -euo pipefail
command -v npm > /dev/null || { echo "needs node and npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" echarts@6.1.0 > /dev/null 2>&1
cat > find.cjs <<'JS'
const assert = require('node:assert/strict');
const echarts = require('echarts');

const lines = (late, asDataset) => {
  const chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: 600, height: 400});
  const units = late.map((_, row) => `unit ${row}`);
  const markLine = {data: ['median', 'average'].map((type) => ({type, label: {formatter: `${type}={c}`}}))};
  chart.setOption({
    animation: false,
    ...(asDataset ? {dataset: {sourceHeader: false, source: late.map((figure, row) => [units[row], figure])}} : {}),
    xAxis: {type: 'category', show: false, ...(asDataset ? {} : {data: units})},
    yAxis: {show: false},
    series: [{type: 'bar', markLine, ...(asDataset ? {encode: {x: 0, y: 1}} : {data: late})}],
  });
  const drawn = Object.fromEntries([...chart.renderToSVGString().matchAll(/>(\w+)=([^<]*)</g)].map(([, type, figure]) => [type, Number(figure)]));
  chart.dispose();
  return drawn;
};
const cases = [
  [[1, 2, 9], {median: 2, average: 4}], [[1, null, 2, 9], {median: 5.5, average: 4}],
  [[5, 1], {median: 3, average: 3}], [[5, '-', 1], {median: 5, average: 3}],
  [[1, 2, 3, 4], {median: 2.5, average: 2.5}], [[null, 1, 2, 3, 4], {median: 3, average: 2.5}],
];
for (const [late, expected] of cases) {
  for (const asDataset of [false, true]) {
    const drawn = lines(late, asDataset);
    console.log(JSON.stringify(late), asDataset ? 'dataset' : 'data', drawn);
    assert.deepEqual(drawn, expected);
  }
}
JS
node find.cjs
echo "as described: a median of what is not there"
