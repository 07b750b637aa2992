"""Compares the marts that something else built with dbt's on DuckDB: every row, both ways, and the types.

.venv/bin/python scripts/same_marts.py target/build.duckdb target/spark [mart …]

The other is the folder of a build on Spark, or a database file, as SQLMesh writes it.
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
    """One mart: its rows on either side, how many stand on one side only, and columns that differ in name or type.

    `rows_other` is None where the other has no such mart.
    """

    mart: str
    rows: int
    rows_other: int | None
    only_here: int
    only_other: int
    columns_differ: tuple[str, ...]
    example: str

    @property
    def is_same(self) -> bool:
        return self.rows_other is not None and not (self.only_here or self.only_other or self.columns_differ)


def marts_to_compare(con: duckdb.DuckDBPyConnection, other: Path) -> list[str]:
    """All marts of the build, less those that the project turns off on Spark."""
    query = """
        select table_name
        from information_schema.tables
        where table_catalog = 'here' and table_schema = 'marts'
        order by table_name
    """
    marts = [name for (name,) in con.sql(query).fetchall()]
    if other.is_file():
        return marts
    manifest = json.loads((other / "target" / "manifest.json").read_text(encoding="utf-8"))
    turned_off = {node["name"] for nodes in manifest["disabled"].values() for node in nodes}
    return [name for name in marts if name not in turned_off]


def table_of(other: Path, mart: str) -> str:
    if other.is_file():
        return f"{other.stem}.marts.{mart}"
    return f"read_parquet('{other}/warehouse/marts.db/{mart}/*.parquet')"


def compare(con: duckdb.DuckDBPyConnection, mart: str, theirs: str) -> Comparison:
    """Rows count as often as they stand."""
    ours = f"here.marts.{mart}"
    try:
        con.sql(f"from {theirs} limit 0")
    except (duckdb.CatalogException, duckdb.IOException) as error:
        rows = con.sql(f"select count(*) from {ours}").fetchall()[0][0]
        return Comparison(mart, rows, None, rows, 0, (), f"the other has none: {str(error).splitlines()[0]}")
    columns, columns_other = (
        dict(con.sql(f"select column_name, column_type from (describe from {table})").fetchall())
        for table in (ours, theirs)
    )
    differ = tuple(
        f"{name} {columns.get(name, '-')} / {columns_other.get(name, '-')}"
        for name in columns | columns_other
        if columns.get(name) != columns_other.get(name)
    )
    shared = ", ".join(f'"{name}"' for name in columns if name in columns_other)
    only = {
        side: con.sql(f"select {shared} from {here} except all select {shared} from {there}").fetchall()
        for side, here, there in (("only here", ours, theirs), ("only in the other", theirs, ours))
    }
    return Comparison(
        mart,
        *(con.sql(f"select count(*) from {table}").fetchall()[0][0] for table in (ours, theirs)),
        *map(len, only.values()),
        differ,
        "\n".join(f"{side}: {min(rows, key=str)}" for side, rows in only.items() if rows),
    )


def main() -> int:
    build_file, other, named = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    out = Console()
    table = Table("mart", "rows", "rows of the other", "only here", "only in the other", "columns that differ")
    with duckdb.connect() as con:
        con.execute(f"attach '{build_file}' as here (read_only)")
        if other.is_file():
            con.execute(f"attach '{other}' (read_only)")  # by its own name, which its views call it
        marts = named or marts_to_compare(con, other)
        compared = [compare(con, mart, table_of(other, mart)) for mart in marts]
    for one in compared:
        counts = (one.rows, "none" if one.rows_other is None else one.rows_other, one.only_here, one.only_other)
        table.add_row(one.mart, *map(str, counts), ", ".join(one.columns_differ))
    out.print(table)
    different = [one for one in compared if not one.is_same]
    for one in different:
        out.print(f"{one.mart}\n{one.example}", soft_wrap=True, markup=False, highlight=False)
    out.print(f"{len(compared) - len(different)} of {len(compared)} marts are the same, row for row, both ways")
    return 1 if different or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
