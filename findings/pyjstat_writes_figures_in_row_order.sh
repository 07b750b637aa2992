#!/usr/bin/env bash
# pyjstat 2.4.0: a DataFrame becomes JSON-stat with its figures in the order of its rows: sorted by value, each unit gets another's figures
#
# Behaviour  Dataset.read(frame) lists the categories of each dimension as they first appear, and puts the figures down row by row
#            without looking which cell of the cube a row belongs to. A table with a gap is written one figure short.
# Seen       94/2021 1, 92/2021 2, 94/2022 11, 92/2022 22. Sorted by unit and year all is right. Sorted from high to low it is read
#            back as 92/2021 11 and 94/2022 2, by pyjstat itself and by jsonstat-toolkit 2.2.2 (JavaScript). With three of the four
#            rows: size [2, 2] and three values; the toolkit gives the last figure to 94/2021 and none to 94/2022.
# Expected   JSON-stat 2.0, "value": the cells of the whole cube in row-major order of "id" and "size", null where there is none.
#            pyjstat's page asks for no order of the rows: it reads a DataFrame and writes it.
# Matters    DataFrames come sorted by value, by year, or as a query gives them. Nothing is missing and every total is right; only
#            the names are on the wrong figures.
#
# Needs: node (20 or newer) and npm.
set -euo pipefail
command -v npm > /dev/null || { echo "needs node and npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pyjstat==2.4.0 pandas==3.1.1
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" jsonstat-toolkit@2.2.2 > /dev/null 2>&1
venv/bin/python - <<'PY'
import json
from pathlib import Path

import pandas as pd
from pyjstat import pyjstat

figures = pd.DataFrame({"unit": ["92", "92", "94", "94"], "year": ["2021", "2022"] * 2, "value": [2, 22, 1, 11]})
frames = {
    "by_unit": figures,
    "by_value": figures.sort_values("value", ascending=False),
    "gap": figures[~((figures.unit == "94") & (figures.year == "2021"))],
}
seen = {}
for name, frame in frames.items():
    text = pyjstat.Dataset.read(frame).write()
    Path(f"{name}.json").write_text(text)
    print(f"{name}:", json.loads(text)["size"], json.loads(text)["value"])
    if name != "gap":
        back = pyjstat.Dataset.read(text).write("dataframe").sort_values(["unit", "year"])
        seen[name] = back["value"].tolist()
print("read back, 92/2021, 92/2022, 94/2021, 94/2022:", seen)
assert seen == {"by_unit": [2, 22, 1, 11], "by_value": [11, 22, 1, 2]}
PY
cat > find.mjs <<'JS'
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import JSONstat from 'jsonstat-toolkit';

const read = (name) => {
  const cube = JSONstat(JSON.parse(readFileSync(`${name}.json`)));
  return ['92', '94'].flatMap((unit) => ['2021', '2022'].map((year) => cube.Data({unit, year})?.value ?? null));
};
const seen = Object.fromEntries(['by_unit', 'by_value', 'gap'].map((name) => [name, read(name)]));
console.log('jsonstat-toolkit, 92/2021, 92/2022, 94/2021, 94/2022:', seen);
assert.deepEqual(seen, {by_unit: [2, 22, 1, 11], by_value: [11, 22, 1, 2], gap: [2, 22, 11, null]});
JS
node find.mjs
echo "as described: right figures, wrong names"
