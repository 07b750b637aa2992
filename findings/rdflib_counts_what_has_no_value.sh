#!/usr/bin/env bash
# rdflib 7.6.0: SPARQL COUNT(?late / ?received) counts observations without a figure and divisions by zero; AVG leaves out figures that are text
#
# Behaviour  COUNT of an expression adds one whatever the expression gives, an error as well; only a variable that is not bound is
#            skipped. AVG passes over values that are not numbers and divides by the number of the others. SUM of the same raises.
# Seen       three observations, one rate (5 of 10), one 0/0, one without ?late: COUNT(?late / ?received) 3, COUNT(?late) 2. AVG of 3, 5
#            and "6632" 4, with COUNT 3. pyoxigraph 0.5.13 gives no average, and no count, for these.
# Expected   SPARQL 1.1, 18.5.1.2: COUNT counts "the number of times a given expression has a bound, and non-error value", so 1 and 2.
#            18.5.1.4: AVG is made of SUM, and SUM is made of op:numeric-add, which a text makes an error; W3C's test agg-err-01 ("Error
#            in AVG") leaves such a group without an average.
# Matters    "Rate known for n of m communes" and the average beside it are the two figures of a data cube's overview: the first counts
#            the unknown, the second hides that a figure was published as text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
"$work/venv/bin/python" - <<'PY'
import pyoxigraph
import rdflib

CUBE = """
prefix : <http://example.org/>
:a :received 10 ; :late 5 .   :b :received 0 ; :late 0 .   :c :received 20 .
:d :days 3 .   :e :days 5 .   :f :days "6632" .
"""
queries = {
    "select (count(?late / ?received) as ?r) (count(?late) as ?l) { ?o :received ?received optional { ?o :late ?late } }": (["3", "2"], [None, "2"]),
    "select (avg(?days) as ?a) (count(?days) as ?n) { ?o :days ?days }": (["4", "3"], [None, "3"]),
    "select (count(<http://www.w3.org/2001/XMLSchema#integer>(?days)) as ?n) (avg(?days) as ?a) { ?o :days ?days filter(isNumeric(?days)) }":
        (["2", "4"], ["2", "4"]),
}
graph = rdflib.Graph().parse(data=CUBE, format="turtle")
store = pyoxigraph.Store()
store.load(CUBE.encode(), format=pyoxigraph.RdfFormat.TURTLE)
for query, expected in queries.items():
    text = "prefix : <http://example.org/> " + query
    seen = (
        [value if value is None else str(value) for value in next(iter(graph.query(text)))],
        [value if value is None else value.value for value in next(iter(store.query(text)))],
    )
    print(f"{query}\n  rdflib {seen[0]}, pyoxigraph {seen[1]}")
    assert seen == expected
PY
echo "as described: three rates of one"
