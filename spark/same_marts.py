"""Compares the marts that Spark built with DuckDB's: every row, both ways, and the types.

.venv/bin/python spark/same_marts.py target/build.duckdb target/spark [mart …]
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Comparison:
    """One mart: its rows on either side, how many stand on one side only, and columns that differ in name or type."""

    mart: str
    rows_duckdb: int
    rows_spark: int
    only_duckdb: int
    only_spark: int
    columns_differ: tuple[str, ...]
    example: str

    @property
    def is_same(self) -> bool:
        return not (self.only_duckdb or self.only_spark or self.columns_differ)


def marts_to_compare(con: duckdb.DuckDBPyConnection, spark_folder: Path) -> list[str]:
    """All marts of DuckDB's build, less those that the project turns off on Spark."""
    manifest = json.loads((spark_folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    turned_off = {node["name"] for nodes in manifest["disabled"].values() for node in nodes}
    query = "select table_name from information_schema.tables where table_schema = 'marts' order by table_name"
    return [name for (name,) in con.sql(query).fetchall() if name not in turned_off]


def compare(con: duckdb.DuckDBPyConnection, mart: str, spark_folder: Path) -> Comparison:
    """Compare one mart. Rows count as often as they stand. Raises duckdb.IOException where Spark has no such mart."""
    ours = f"marts.{mart}"
    theirs = f"read_parquet('{spark_folder}/warehouse/marts.db/{mart}/*.parquet')"
    columns, columns_spark = (
        dict(con.sql(f"select column_name, column_type from (describe {table})").fetchall())
        for table in (f"select * from {ours}", f"select * from {theirs}")
    )
    differ = tuple(
        f"{name} {columns.get(name, '-')} / {columns_spark.get(name, '-')}"
        for name in columns | columns_spark
        if columns.get(name) != columns_spark.get(name)
    )
    shared = ", ".join(f'"{name}"' for name in columns if name in columns_spark)
    only = {
        side: con.sql(f"select {shared} from {here} except all select {shared} from {there}").fetchall()
        for side, here, there in (("DuckDB", ours, theirs), ("Spark", theirs, ours))
    }
    return Comparison(
        mart,
        *(con.sql(f"select count(*) from {table}").fetchall()[0][0] for table in (ours, theirs)),
        len(only["DuckDB"]),
        len(only["Spark"]),
        differ,
        "\n".join(f"{side}: {min(rows, key=str)}" for side, rows in only.items() if rows),
    )


def main() -> int:
    build_file, spark_folder, *named = sys.argv[1:]
    out = Console()
    table = Table("mart", "rows DuckDB", "rows Spark", "only DuckDB", "only Spark", "columns that differ")
    with duckdb.connect(build_file, read_only=True) as con:
        marts = named or marts_to_compare(con, Path(spark_folder))
        compared = [compare(con, mart, Path(spark_folder)) for mart in marts]
    for one in compared:
        counts = (one.rows_duckdb, one.rows_spark, one.only_duckdb, one.only_spark)
        table.add_row(one.mart, *map(str, counts), ", ".join(one.columns_differ))
    out.print(table)
    different = [one for one in compared if not one.is_same]
    for one in different:
        out.print(f"{one.mart}\n{one.example}", soft_wrap=True, markup=False, highlight=False)
    out.print(f"{len(compared) - len(different)} of {len(compared)} marts are the same, row for row, both ways")
    return 1 if different or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
