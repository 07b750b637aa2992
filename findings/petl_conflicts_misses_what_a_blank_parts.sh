#!/usr/bin/env bash
# petl 1.7.30: conflicts() does not see that a unit reported 5 and 7 if a report without the figure lies between them
#
# Behaviour  Each row is compared with the row before it of the same key only, and a missing value agrees with everything. So 5, (none), 7
#            has no conflict, and 5, 7, (none) has one. Which it is depends on the order of the rows. mergeduplicates(), which looks at
#            all rows of a key at once, finds it in any order.
# Seen       of the six orders of late 5, 7 and None, conflicts() finds the conflict in four, mergeduplicates() in six. Of three reports
#            that differ in pairs (late and early: 5 and none, none and 3, 7 and 3) it finds none, though 5 and 7 differ.
# Expected   petl's documentation: conflicts() is to "select rows with the same key value but differing in some other field"; "missing
#            values are not considered conflicts". 5 and 7 are in rows of one key, and neither is missing.
# Matters    Which reports contradict each other is asked before figures are merged. Blanks are common in them, and none found means none
#            is looked at.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check petl==1.7.30
"$work/venv/bin/python" - <<'PY'
from itertools import permutations

import petl

documented = " ".join(petl.conflicts.__doc__.split())
assert documented.startswith("Select rows with the same key value but differing in some other field.")
assert "Missing values are not considered conflicts." in documented

found = {}
for order in permutations((5, 7, None)):
    reports = [["unit", "late"], *(["94", late] for late in order)]
    merged = petl.mergeduplicates(reports, "unit")[1][1]
    found[order] = (petl.nrows(petl.conflicts(reports, "unit")), isinstance(merged, petl.transform.reductions.Conflict))
    print(order, "rows in conflict:", found[order][0], "mergeduplicates:", merged)
assert {order for order, (rows, _) in found.items() if rows == 0} == {(5, None, 7), (7, None, 5)}
assert all(merged for _, merged in found.values())

reports = [["unit", "late", "early"], ["94", 5, None], ["94", None, 3], ["94", 7, 3]]
print(petl.nrows(petl.conflicts(reports, "unit")), list(petl.mergeduplicates(reports, "unit")))
assert petl.nrows(petl.conflicts(reports, "unit")) == 0
assert set(petl.mergeduplicates(reports, "unit")[1][1]) == {5, 7}
PY
echo "as described: 5 and 7, and no conflict"
