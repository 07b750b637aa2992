"""The database as the page gets it: the release's own file, or, of a large release, one without what nobody asks."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cchc.releasing.release_files import DATABASE, STORAGE_VERSION

_MEGABYTE = 1_000_000
BYTES_MOST = 100 * _MEGABYTE  # a browser takes the whole file before it answers


@dataclass(frozen=True)
class Written:
    """What was written: its size, and which tables are not in it for that."""

    bytes: int
    left_out: tuple[str, ...] = ()

    @property
    def megabytes(self) -> str:
        return f"{self.bytes / _MEGABYTE:.0f} MB"


def write_database(release: Path, asked: Iterable[str], target: Path, bytes_most: int = BYTES_MOST) -> Written:
    """Write the database of a release to `target`.

    Above `bytes_most`, the largest tables that none of the queries `asked` reads are left out, no more than needed;
    what is asked is never left out, whatever its size. Sizes are those of the Parquet files, in proportion.
    """
    source = release / DATABASE
    size = source.stat().st_size
    left_out = _left_out(release, " ".join(asked), size, bytes_most) if size > bytes_most else ()
    if left_out:
        _copy_without(left_out, source, target)
    else:
        shutil.copyfile(source, target)
    return Written(target.stat().st_size, left_out)


def _left_out(release: Path, asked: str, size: int, bytes_most: int) -> tuple[str, ...]:
    parts = {path.stem: path.stat().st_size for path in (release / "parquet").glob("*.parquet")}
    whole = sum(parts.values())
    found: list[str] = []
    for table in sorted(parts, key=lambda name: -parts[name]):
        if size * (1 - sum(parts[name] for name in found) / whole) <= bytes_most:
            break
        if f"marts.{table}" not in asked:
            found.append(table)
    return tuple(found)


def _copy_without(left_out: tuple[str, ...], source: Path, target: Path) -> None:
    """Copy tables in their order with their comments, then the views; of what is left out, no view remains."""
    with duckdb.connect() as con:
        con.execute(f"attach {_text(source)} as release (read_only)")
        con.execute(f"attach {_text(target)} as page (storage_version '{STORAGE_VERSION}')")
        con.begin()
        tables = con.execute(
            "select schema_name, table_name, comment from duckdb_tables() where database_name = 'release'"
        ).fetchall()
        for schema in {schema for schema, *_ in tables}:
            con.execute(f"create schema if not exists page.{schema}")
        for schema, table, comment in tables:
            if table not in left_out:
                con.execute(f"create table page.{schema}.{table} as select * from release.{schema}.{table}")
                con.execute(f"comment on table page.{schema}.{table} is {_text(comment)}")
        con.commit()
        con.execute("use page")
        views = "select sql from duckdb_views() where database_name = 'release' and not internal"
        for (sql,) in con.execute(views).fetchall():
            if not re.search(rf'\bmarts\."?({"|".join(left_out)})\b', sql):
                con.execute(sql)


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
