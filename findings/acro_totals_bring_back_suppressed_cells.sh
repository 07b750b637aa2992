#!/usr/bin/env bash
# acro 1.0.2: with suppression on, a table of the cells that may be published; with its totals, all cells
#
# Behaviour  ACRO checks tables of statistics and, asked to suppress, empties the cells of less than ten reports. crosstab() and pivot_table()
#            with margins=True find the same cells unsafe, say "after applying suppression", record that too, and return and store the table
#            whole.
# Seen       33 complaints in cells of 8, 7, 12, 3, 3 and none. crosstab: the one cell of 12 is left. With margins=True: 8, 7, 12, 3, 3 and the
#            totals. Sums likewise: 258 alone, then 36, 84, 258, 87, 96. Both outcomes name the same cells as below the threshold.
# Expected   What it writes beside either table: "Suppression automatically applied where needed". The same was seen and mended in March 2024
#            (ACRO#198, #199) and is back. With rounding in its place the totals are made of what is shown.
# Matters    Tables of complaints or disciplined staff by commune are small numbers of persons. One asks for the total at the end, when the
#            table without it has been looked at.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check acro==1.0.2
cd "$work"
venv/bin/python -W ignore - <<'PY' 2> log.txt || { cat log.txt >&2; exit 1; }
import pandas as pd
from acro import ACRO

acro = ACRO(suppress=True)
cases = {("a", 2021): 8, ("a", 2022): 7, ("b", 2021): 12, ("b", 2022): 3, ("c", 2021): 3}
complaints = pd.DataFrame([cell for cell, number in cases.items() for _ in range(number)], columns=["unit", "year"])
complaints["days"] = range(1, len(complaints) + 1)


def shown(table):
    print(table.to_string())
    return {(unit, year): table.loc[unit, year] for unit, year in cases if pd.notna(table.loc[unit, year])}


by = complaints["unit"], complaints["year"]
assert shown(acro.crosstab(*by)) == {("b", 2021): 12}
assert shown(acro.crosstab(*by, margins=True)) == cases
assert shown(acro.crosstab(*by, values=complaints["days"], aggfunc="sum")) == {("b", 2021): 258}
assert list(shown(acro.crosstab(*by, values=complaints["days"], aggfunc="sum", margins=True)).values()) == [36, 84, 258, 87, 96]
pivoted = {"index": "unit", "columns": "year", "values": "days", "aggfunc": "sum"}
assert list(shown(acro.pivot_table(complaints, **pivoted)).values()) == [258]
assert list(shown(acro.pivot_table(complaints, **pivoted, margins=True)).values()) == [36, 84, 258, 87, 96]
for output in acro.results.results.values():
    cells = output.outcome.loc[list("abc"), [2021, 2022]].stack()
    unsafe = sum("MinimumThreshold" in outcome for outcome in cells)
    print(output.uid, output.exception, "Below the threshold:", unsafe)
    assert (unsafe, output.exception) == (5, "Suppression automatically applied where needed")
PY
test "$(grep -c "after applying suppression" log.txt)" = 6
echo "as described: the totals bring back what is suppressed"
