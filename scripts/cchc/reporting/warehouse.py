"""The published warehouse as the pages read it: one release, opened read-only."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from cchc.errors import CchcError
from cchc.releasing.publishing import read_record
from cchc.releasing.release_files import DATABASE


@dataclass(frozen=True)
class Release:
    """Which release a page was made from."""

    release_id: str
    released_at: datetime
    is_sample: bool


@dataclass(frozen=True)
class Warehouse:
    """An open release, and what it is; `record` is its release.json."""

    connection: duckdb.DuckDBPyConnection
    release: Release
    record: dict

    def rows(self, query: str, **values: object) -> list[dict]:
        """The answer to a query, a dict a row; `values` are its named parameters.

        Raises CchcError where the release has not the tables or columns that are asked for.
        """
        try:
            found = self.connection.execute(query, values)
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise CchcError(
                f"release {self.release.release_id} was made by another version of cchc, and lacks what is shown here. "
                "Run `dbt build` first."
            ) from error
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@contextmanager
def open_warehouse(link: Path) -> Generator[Warehouse]:
    """Open the release that `link` shows. Raises CchcError where there is none."""
    folder = link.resolve()  # one release to the end, whatever is published meanwhile
    record = read_record(folder)
    if record is None:
        raise CchcError(f"{link}: no release is published there. Run `dbt build` first.")
    release = Release(
        record["release_id"], datetime.fromisoformat(record["released_at"]), bool(record.get("is_sample"))
    )
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        yield Warehouse(connection, release, record)
