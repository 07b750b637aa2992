#!/usr/bin/env bash
# deltalake 1.6.6: in a Delta table a budget of 2500123456789012.25 is not found by its own value, and "delete where" it takes nothing away
#
# Behaviour  write_deltalake() puts the smallest and largest value of each file into the log as floating point numbers, for decimals
#            too. Past 15 or so digits they are rounded, the bounds no longer hold the value, and each reader that skips files by
#            their bounds skips the one file that has it. The figure itself is stored exactly.
# Seen       spent DECIMAL(18,2), 2500123456789012.25 (đồng; a state's budget): the log says 2500123456789012.0 twice. Rows with spent =
#            that value: 0 by deltalake's own SQL, 0 by its Arrow dataset and 0 by Polars; duckdb over the same Parquet file 1.
#            update() and delete() where it has that value: 0 rows. 123456789012.25 is found, and so is a long figure of scale 0.
# Expected   Delta's protocol, "Per-file Statistics": no value of the file lies below minValues or above maxValues, for files are skipped by
#            them. delta-rs#4757 (September 2026) mended scale 0 and leaves other scales, in its own words, with their "existing behavior".
# Matters    A correction that deletes the old figure and appends the new one leaves both in the total; all short figures go right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check deltalake==1.6.6 pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.1
cd "$work"
venv/bin/python - <<'PY'
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable, QueryBuilder, write_deltalake


def table(name, figure, scale):
    rows = pa.table({"unit": ["94"], "spent": pa.array([Decimal(figure)], pa.decimal128(18, scale))})
    write_deltalake(name, rows)
    log = [json.loads(line) for path in sorted(Path(name, "_delta_log").glob("*.json")) for line in path.read_text().splitlines()]
    stats = json.loads(next(entry["add"]["stats"] for entry in log if "add" in entry))
    return rows, (stats["minValues"]["spent"], stats["maxValues"]["spent"])


def found(name, figure, scale):
    where = f"spent = cast('{figure}' as decimal(18, {scale}))"
    query = QueryBuilder().register("t", DeltaTable(name)).execute(f"select count(*) as n from t where {where}")
    return {
        "SQL": pa.table(query).to_pylist()[0]["n"],
        "Arrow": DeltaTable(name).to_pyarrow_dataset().to_table(filter=pc.field("spent") == pa.scalar(Decimal(figure), pa.decimal128(18, scale))).num_rows,
        "Polars": pl.scan_delta(name).filter(pl.col("spent") == Decimal(figure)).collect().height,
        "Parquet": duckdb.sql(f"select count(*) from '{name}/*.parquet' where {where}").fetchall()[0][0],
    }


seen = {}
for name, figure, scale in (("long", "2500123456789012.25", 2), ("short", "123456789012.25", 2), ("whole", "250012345678901225", 0)):
    rows, bounds = table(name, figure, scale)
    seen[name] = found(name, figure, scale)
    print(f"{figure}: bounds {bounds}, rows found {seen[name]}")
assert seen["long"] == {"SQL": 0, "Arrow": 0, "Polars": 0, "Parquet": 1}
assert seen["short"] == seen["whole"] == {"SQL": 1, "Arrow": 1, "Polars": 1, "Parquet": 1}

for name, figure in (("long", "2500123456789012.25"), ("short", "123456789012.25")):
    where = f"spent = cast('{figure}' as decimal(18, 2))"
    updated = DeltaTable(name).update({"unit": "'92'"}, predicate=where)["num_updated_rows"]
    deleted = DeltaTable(name).delete(where)["num_deleted_rows"]
    left = DeltaTable(name).to_pyarrow_table().num_rows
    print(f"{name}: updated {updated}, deleted {deleted}, left {left}")
    assert (updated, deleted, left) == ((0, 0, 1) if name == "long" else (1, 1, 0))
PY
echo "as described: there, and not to be found"
