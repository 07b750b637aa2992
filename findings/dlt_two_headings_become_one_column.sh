#!/usr/bin/env bash
# dlt 1.31.0: the columns Nữ (women) and Nợ (outstanding) of a table are loaded as one, nx, and the figure of the first is gone
#
# Behaviour  The default naming (snake_case) puts "_" in the place of each letter that is not in ASCII, and "x" for those at the end. Headings
#            that differ in their vowels only are then one name. In rows that are dicts the last one wins, even if it is missing, without a
#            warning; the same columns as an Arrow table are refused.
# Seen       {"Đơn vị": 94, "Nữ": 5, "Nợ": 7, "Tổng": 12}: columns nx 7 and t_ng 12. Communes as columns, Tân Thạnh 5 and Tân Thịnh 7:
#            t_n_th_nh 7; Tân Thạnh 5 and Tân Thịnh not reported: nothing. Two tables named "Số liệu" and "Sổ liệu" are one with the rows
#            of both. As an Arrow table: NameNormalizationCollision.
# Expected   dlt says on its page "Naming convention" that it can "stop the load process before data is mangled", and in the last section of
#            it that keys of a dictionary which collide are merged: known, and nothing of it when it happens. With SCHEMA__NAMING=direct
#            all columns are there.
# Matters    Vietnamese tells its words apart by just these marks, and names of communes are made of few words. The total of the row still
#            holds the figure that is gone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check 'dlt[duckdb]==1.31.0' duckdb==2.0.1 pyarrow==26.0.1
cd "$work"
export RUNTIME__DLTHUB_TELEMETRY=false
cat > load.py <<'PY'
import sys

import dlt
import duckdb
import pyarrow as pa

name = sys.argv[1]
pipeline = dlt.pipeline(name, destination=dlt.destinations.duckdb(f"{name}.duckdb"), dataset_name="landed", pipelines_dir="pipelines")


def load(resource, rows):
    pipeline.run(rows, table_name=resource)
    table = pipeline.default_schema.naming.normalize_table_identifier(resource)
    with duckdb.connect(f"{name}.duckdb") as tables:
        loaded = tables.sql(f'select * exclude (_dlt_id, _dlt_load_id) from landed."{table}"')
        seen = loaded.columns, loaded.fetchall()
    print(name, resource, *seen)
    return seen


row = {"Đơn vị": 94, "Nữ": 5, "Nợ": 7, "Tổng": 12}
columns, figures = load("reports", [row])
if name == "direct":
    assert (columns, figures) == (list(row), [tuple(row.values())])
    sys.exit()
assert (columns, figures) == (["_n_vx", "nx", "t_ng"], [(94, 7, 12)]), (columns, figures)
assert load("communes", [{"Tân Thạnh": 5, "Tân Thịnh": 7}, {"Tân Thạnh": 5, "Tân Thịnh": None}]) == (["t_n_th_nh"], [(7,), (None,)])
load("Số liệu", [{"late": 5}])
assert load("Sổ liệu", [{"late": 7}])[1] == [(5,), (7,)]
try:
    load("arrow", pa.Table.from_pylist([row]))
except Exception as refused:
    assert "NameNormalizationCollision" in str(refused), refused
    print("as an Arrow table: NameNormalizationCollision")
else:
    sys.exit("as an Arrow table it is loaded")
PY
venv/bin/python -W ignore load.py snake_case 2> log.txt || { cat log.txt >&2; exit 1; }
SCHEMA__NAMING=direct venv/bin/python -W ignore load.py direct 2> log.txt || { cat log.txt >&2; exit 1; }
echo "as described: two headings, one column"
