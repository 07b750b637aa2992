#!/usr/bin/env bash
# polars 2.1.0: in SQL, strpos() counts bytes and substr() letters: of "Xã Mỹ An: 6632" the figure behind the colon is 2
#
# Behaviour  strpos() and position() give the place in bytes, substr(), left(), right() and length() count letters. Put together, as one
#            does to take what stands behind a mark, they go too far, by one for each letter with a mark and by two for each of ạ to ỹ.
#            Nothing is refused: what is left of the figure is a number too.
# Seen       substr(line, strpos(line, ':') + 2): "Xa My An: 6632" 6632, "Xã Mỹ An: 6632" 2, "Phường An Khánh: 12500" 0, "Tân Bình: 945"
#            5. Cast to a number the column adds up. DuckDB and SQLite give 6632, 12500 and 945. split_part() and regular expressions are right.
# Expected   Polars' page of SQL strings: STRPOS gives the index of the substring in the string, SUBSTR a slice of it; in bytes is said of the
#            method str.find only (polars#14190, open since 2024). PostgreSQL, whose functions they are, counts characters in both.
# Matters    Figures in brackets or behind a colon are how units write notes, and the longer the name the fewer digits are left.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check polars==2.1.0 duckdb==2.0.1 pyarrow==26.0.1
"$work/venv/bin/python" - <<'PY'
import sqlite3

import duckdb
import polars as pl

lines = pl.DataFrame({"line": ["Xa My An: 6632", "Xã Mỹ An: 6632", "Phường An Khánh: 12500", "Tân Bình: 945"]})
sqlite = sqlite3.connect(":memory:")
sqlite.execute("create table lines (line text)")
sqlite.executemany("insert into lines values (?)", lines.rows())
for place in ("strpos(line, ':')", "position(':' in line)"):
    query = f"select substr(line, {place} + 2) as figure from lines"
    of_polars = [row[0] for row in pl.SQLContext(lines=lines).execute(query, eager=True).rows()]
    print(f"{place:22} {of_polars}")
    assert of_polars == ["6632", "2", "0", "5"], of_polars
    right = [row[0] for row in sqlite.execute(query.replace(place, "instr(line, ':')"))]
    assert right == ["6632", "6632", "12500", "945"], right
assert [row[0] for row in duckdb.sql("select substr(line, strpos(line, ':') + 2) from lines").fetchall()] == right
part = pl.SQLContext(lines=lines).execute("select split_part(line, ': ', 2) as figure from lines", eager=True)
assert part["figure"].to_list() == right
total = "select sum(cast(substr(line, strpos(line, ':') + 2) as int)) as late from lines"
sums = pl.SQLContext(lines=lines).execute(total, eager=True).item(), int(duckdb.sql(total).fetchall()[0][0])
print("sum of the column: Polars %s, DuckDB %s" % sums)
assert sums == (6639, 26709), sums
PY
echo "as described: bytes before the figure, letters of the figure"
