#!/usr/bin/env bash
# rdflib 7.6.0, pyshacl 0.40.1: "NaN", "1e3" and "945_01" are valid decimals and integers to SHACL, are rewritten, and one of them makes a sum NaN
#
# Behaviour  Values of xsd:decimal and xsd:integer are what Python's Decimal() and int() can read. Such a literal counts as well typed, passes
#            sh:datatype, is written back in another form, and takes part in sums. A comparison with NaN as a decimal raises.
# Seen       "NaN"^^xsd:decimal conforms; the sum of 5.5, it and 7.5 is NaN. "1e3"^^xsd:decimal conforms and is written 1000.0.
#            "945_01"^^xsd:integer conforms and is written 94501. "2025-01-31"^^xsd:dateTime conforms and is written with midnight. "6,5" as
#            decimal is refused. rdf-validate-shacl 0.6.5 (JavaScript) refuses all five; pyoxigraph 0.5.13 sums what is numeric: 13.
# Expected   XML Schema: a decimal is digits with at most one point, no exponent and no NaN; an integer is digits; a dateTime has a time.
#            SHACL 4.1.2: for the datatypes of SPARQL, an ill-typed literal does not match sh:datatype.
# Matters    NaN and 1e+16 are what a DataFrame's figures look like as text. A cube made so is validated and published, and its total is NaN.
#
# Needs: node (20 or newer) and npm.
set -euo pipefail
command -v npm > /dev/null || { echo "needs node and npm" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check rdflib==7.6.0 pyshacl==0.40.1 pyoxigraph==0.5.13
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" rdf-validate-shacl@0.6.5 n3@2.13.12 > /dev/null 2>&1
cat > cases.json <<'JSON'
[["6632", "integer"], ["6.5", "decimal"], ["6,5", "decimal"],
 ["NaN", "decimal"], ["1e3", "decimal"], ["945_01", "integer"], ["2025-01-31", "dateTime"]]
JSON
cat > shape.txt <<'TTL'
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <http://example.org/> .
:shape a sh:NodeShape ; sh:targetNode :o ; sh:property [ sh:path :figure ; sh:datatype xsd:KIND ] .
TTL
venv/bin/python -W ignore - 2> stderr.txt <<'PY' || { cat stderr.txt >&2; exit 1; }
import json

import pyoxigraph
import pyshacl
import rdflib

HEAD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <http://example.org/> . "
shape = open("shape.txt").read()
seen = {}
for text, kind in json.load(open("cases.json")):
    graph = rdflib.Graph().parse(data=f'{HEAD} :o :figure "{text}"^^xsd:{kind} .', format="turtle")
    shapes = rdflib.Graph().parse(data=shape.replace("KIND", kind), format="turtle")
    seen[text] = (pyshacl.validate(graph, shacl_graph=shapes)[0], str(next(graph.objects())))
    print(f"{text:11} {kind:9} conforms {seen[text][0]}, is then {seen[text][1]}")
assert seen == {
    "6632": (True, "6632"), "6.5": (True, "6.5"), "6,5": (False, "6,5"),
    "NaN": (True, "NaN"), "1e3": (True, "1000"), "945_01": (True, "94501"), "2025-01-31": (True, "2025-01-31T00:00:00"),
}

cube = HEAD + ':a :figure 5.5 . :b :figure "NaN"^^xsd:decimal . :c :figure 7.5 .'
query = "select (sum(?figure) as ?sum) { ?o <http://example.org/figure> ?figure filter(isNumeric(?figure)) }"
store = pyoxigraph.Store()
store.load(cube.encode(), format=pyoxigraph.RdfFormat.TURTLE)
sums = (str(next(iter(rdflib.Graph().parse(data=cube, format="turtle").query(query)))[0]), next(iter(store.query(query)))[0].value)
print("sum: rdflib", sums[0], "pyoxigraph", sums[1])
assert sums == ("NaN", "13")
PY
cat > find.mjs <<'JS'
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {Parser, Store} from 'n3';
import Validator from 'rdf-validate-shacl';

const graph = (turtle) => new Store(new Parser().parse(turtle));
const head = '@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <http://example.org/> . ';
const conforms = [];
for (const [text, kind] of JSON.parse(readFileSync('cases.json'))) {
  const shapes = graph(readFileSync('shape.txt', 'utf-8').replace('KIND', kind));
  const report = await new Validator(shapes).validate(graph(`${head} :o :figure "${text}"^^xsd:${kind} .`));
  if (report.conforms) conforms.push(text);
}
console.log('rdf-validate-shacl has as valid:', conforms);
assert.deepEqual(conforms, ['6632', '6.5']);
JS
node find.mjs
echo "as described: valid, rewritten, and NaN"
