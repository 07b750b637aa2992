"""The files of a release: one DuckDB file, each table as Parquet and CSV, the datapackage.json that describes them, and
one Excel workbook. The same marts give the same Parquet, CSV and datapackage.json, byte for byte."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import duckdb

from cchc.errors import CchcError
from cchc.output_path import APOSTROPHE, FORMULA, NO_FORMULA
from cchc.reading.documents import sha256_of_file
from cchc.releasing.catalogue import ForeignKey, Table, unit_of
from cchc.releasing.marts_workbook import WORKBOOK, columns_of, write_workbook
from cchc.releasing.subject_views import write_subject_views

DATABASE = "cchc.duckdb"
PACKAGE = "datapackage.json"
STORAGE_VERSION = "v1.0.0"  # DuckDB 1.1 and later read it; BI drivers lag behind
_SLOW_TO_TRY = "fsst"  # to try this compression on each text takes a fifth of the time, and spares a fiftieth of a file

_MARK = "\ufeff"

FIELD_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DECIMAL": "number",
    "DATE": "date",
    "BOOLEAN": "boolean",
}


def write_files(con: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], folder: Path) -> dict[str, int]:
    """Write schema `marts` of `con`'s database into the empty `folder`, but for the workbook; return each table's rows.

    Raises CchcError on a column type that BI tools stumble on.
    """
    write_database(con, tables, folder / DATABASE)
    with duckdb.connect(str(folder / DATABASE)) as published:
        published.begin()  # as above: each view has its comments
        write_subject_views(published)
        published.commit()
    with _bounded(con, folder) as published:
        package = describe_package(published, tables, write_exports(published, tables, folder))
        rows = {table.name: _count(published, table) for table in tables}
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / PACKAGE).write_text(text + "\n", encoding="utf-8", newline="\n")
    return rows


def write_book(con: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], folder: Path) -> None:
    """Add the workbook to what `write_files` has written: apart, for it takes as long as all the rest."""
    with _bounded(con, folder) as published:
        write_workbook(published, tables, folder / WORKBOOK)


def _bounded(con: duckdb.DuckDBPyConnection, folder: Path) -> duckdb.DuckDBPyConnection:
    """The written database, read within the memory that `con` has, and a query in one thread: with several, DuckDB
    promises the order of the rows but not the same bytes."""
    memory_limit = con.execute("select current_setting('memory_limit')").fetchall()[0][0]
    bounds = {"threads": 1, "memory_limit": memory_limit}
    return duckdb.connect(str(folder / DATABASE), read_only=True, config=bounds)


def write_database(con: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], path: Path) -> None:
    """Copy the marts into a new DuckDB file at `path`, rows in the order of their key, with comments."""
    con.execute(f"attach {_text(path)} as published (storage_version '{STORAGE_VERSION}')")
    con.execute(f"set disabled_compression_methods = '{_SLOW_TO_TRY}'")
    try:
        con.begin()  # one transaction: hundreds of comments would each wait for the disk
        con.execute("create schema published.marts")
        for table in tables:
            _copy(con, table)
        con.commit()
    except duckdb.Error:
        con.rollback()
        raise
    finally:
        con.execute("reset disabled_compression_methods")
        con.execute("detach published")


def _copy(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    name = f"published.marts.{table.name}"
    con.execute(f"create table {name} as select * from marts.{table.name} order by {_order(table)}")
    con.execute(f"comment on table {name} is {_text(table.description)}")
    for column, description in table.columns.items():
        con.execute(f'comment on column {name}."{column}" is {_text(description)}')


def name_release(database: Path, release_id: str, is_sample: bool) -> None:
    """Let the finished DuckDB file tell which release it is: one row in release.release.

    Not a mart: it stands in no Parquet or CSV file, for the id is made from those.
    """
    with duckdb.connect(str(database)) as con:
        con.begin()
        con.execute("create schema release")
        con.execute("create table release.release (release_id varchar not null, is_sample boolean not null)")
        con.execute("insert into release.release values (?, ?)", [release_id, is_sample])
        con.execute("comment on table release.release is 'One row: the release that this file belongs to.'")
        con.execute("comment on column release.release.release_id is 'Identity of the release, as in release.json.'")
        con.execute("comment on column release.release.is_sample is 'Whether its reports are made up.'")
        con.commit()


def write_exports(con: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], folder: Path) -> dict[str, dict]:
    """Write parquet/<table>.parquet and csv/<table>.csv (RFC 4180) of every table into `folder`, rows in their order.

    Parquet carries the descriptions of table and columns in its metadata. CSV is UTF-8 with a mark at its beginning,
    by which Excel knows its letters, and its texts are no formulas. Gives bytes and hash of each file, by its path
    there. As many files are written at once as there are processors.
    """
    (folder / "parquet").mkdir()
    (folder / "csv").mkdir()
    copies = {name: sql for table in tables for name, sql in _copies(con, table, folder).items()}

    def write(name: str) -> dict[str, str | int]:
        with con.cursor() as cursor:
            cursor.execute(copies[name])
        return _fingerprint(folder / name)

    with ThreadPoolExecutor(os.cpu_count()) as writers:
        return dict(zip(copies, writers.map(write, copies), strict=True))


def _copies(con: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> dict[str, str]:
    """What writes the two files of a table, by their paths in `folder`."""
    words = f"{{description: {_text(table.description)}, columns: {_text(_words_of_columns(table))}}}"
    parquet, csv = _parquet(table), _csv(table)
    return {
        parquet: f"copy marts.{table.name} to {_text(folder / parquet)} (format parquet, kv_metadata {words})",
        csv: f"copy (select {_safe_columns(con, table)} from marts.{table.name}) "
        f"to {_text(folder / csv)} (format csv, header, new_line '\\r\\n')",
    }


def _words_of_columns(table: Table) -> str:
    """Description and unit of every column, as JSON."""
    words = {name: {"description": text, "unit": unit_of(text)} for name, text in table.columns.items()}
    return json.dumps(words, ensure_ascii=False)


def _safe_columns(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    """The columns as CSV has them: a text that a spreadsheet would take for a formula begins with an apostrophe."""
    columns, starts = [], ", ".join(str(ord(sign)) for sign in FORMULA)  # a number is quicker to compare than a text
    for at, (name, kind) in enumerate(columns_of(con, table)):
        value = f'"{name}"'
        if kind == "VARCHAR":
            is_formula = f"ascii({value}) in ({starts}) and not regexp_full_match({value}, '{NO_FORMULA}')"
            value = f"case when {is_formula} then concat({_text(APOSTROPHE)}, {value}) else {value} end"
        columns.append(f'{value} as "{_MARK if at == 0 else ""}{name}"')
    return ", ".join(columns)


def describe_package(con: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], files: dict[str, dict]) -> dict:
    """The tabular data package of `files`, which have bytes and hash by path."""
    return {
        "profile": "tabular-data-package",
        "name": "cchc",
        "title": "Public administration reform reports of Vietnamese districts",
        "version": version("cchc"),
        "resources": [_resource(con, table, files) for table in tables],
    }


def _resource(con: duckdb.DuckDBPyConnection, table: Table, files: dict[str, dict]) -> dict:
    return {
        "name": table.name,
        "title": _title(table.name.partition("_")[2]),
        "description": table.description,
        "description_vi": table.meaning_vi,
        "profile": "tabular-data-resource",
        "path": _csv(table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        **files[_csv(table)],
        "parquet": {"path": _parquet(table), **files[_parquet(table)]},
        "schema": {
            "fields": _fields(con, table),
            "missingValues": [""],
            "primaryKey": list(table.primary_key),
            "foreignKeys": [
                {
                    "fields": list(key.columns),
                    "reference": {"resource": key.table, "fields": list(key.table_columns)},
                }
                for key in table.foreign_keys
                if _holds(con, table, key)
            ],
        },
    }


def _fields(con: duckdb.DuckDBPyConnection, table: Table) -> list[dict]:
    fields = []
    for name, data_type in columns_of(con, table):
        field_type = FIELD_TYPES.get(data_type.partition("(")[0])
        if field_type is None:
            raise CchcError(f"{table.name}.{name} is {data_type}: cast it to one of {', '.join(FIELD_TYPES)}")
        field = {"name": name, "type": field_type, "title": _title(name)}
        description = table.columns.get(name, "")
        unit = unit_of(description)
        words = {"description": description, "description_vi": table.meanings_vi.get(name, "")}
        fields.append(field | words | ({"unit": unit} if unit else {}))
    return fields


def _holds(con: duckdb.DuckDBPyConnection, table: Table, key: ForeignKey) -> bool:
    """Whether every row finds its counterpart: a withdrawn decision may be on a report that is gone."""
    columns, counterparts = ", ".join(key.columns), ", ".join(key.table_columns)
    filled = " and ".join(f"{column} is not null" for column in key.columns)
    query = f"""
        select count(*)
        from marts.{table.name}
        where {filled} and ({columns}) not in (select ({counterparts}) from marts.{key.table})
    """
    return con.execute(query).fetchall()[0][0] == 0


def packaged_digests(folder: Path) -> dict[str, str]:
    """SHA-256 of the files that datapackage.json in `folder` describes, by path."""
    resources = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))["resources"]
    return {
        one["path"]: one["hash"].removeprefix("sha256:") for table in resources for one in (table, table["parquet"])
    }


def _fingerprint(path: Path) -> dict[str, str | int]:
    return {"bytes": path.stat().st_size, "hash": f"sha256:{sha256_of_file(path)}"}


def _count(con: duckdb.DuckDBPyConnection, table: Table) -> int:
    return con.execute(f"select count(*) from marts.{table.name}").fetchall()[0][0]


def _order(table: Table) -> str:
    return ", ".join(f'"{column}"' for column in table.primary_key)


def _parquet(table: Table) -> str:
    return f"parquet/{table.name}.parquet"


def _csv(table: Table) -> str:
    return f"csv/{table.name}.csv"


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _text(value: object) -> str:
    """`value` as an SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"
