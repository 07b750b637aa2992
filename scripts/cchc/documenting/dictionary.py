"""The data dictionary: every published table and column in English and Vietnamese.

What the models say of themselves; a Vietnamese name is what vietnamese_names.py finds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cchc.errors import CchcError
from cchc.releasing.catalogue import Table
from cchc.releasing.vietnamese_names import VietnameseNames
from cchc.reporting.warehouse import Warehouse


@dataclass(frozen=True)
class Column:
    """A column: its type in DuckDB, its meaning, its Vietnamese names and whether it is part of the key."""

    name: str
    data_type: str
    meaning_en: str
    meaning_vi: str
    names_vi: tuple[str, ...]
    is_key: bool


@dataclass(frozen=True)
class Entry:
    """A table of the dictionary; `row_count` is of the release it was written from."""

    name: str
    name_vi: str
    meaning_en: str
    meaning_vi: str
    row_count: int
    columns: tuple[Column, ...]


def read_dictionary(warehouse: Warehouse, tables: tuple[Table, ...]) -> list[Entry]:
    """Every table of the release. Raises CchcError where a name has no Vietnamese one."""
    names = VietnameseNames(warehouse.connection, tables)
    types = defaultdict(dict)
    columns = """
        select table_name, column_name, data_type from duckdb_columns() where schema_name = 'marts'
        order by table_name, column_index
    """
    for row in warehouse.rows(columns):
        types[row["table_name"]][row["column_name"]] = row["data_type"]

    def vietnamese(table: str, column: str) -> tuple[str, ...]:
        found = names.of_column(table, column)
        if not found:
            raise CchcError(
                f"{table}.{column} has no Vietnamese name: add `name_vi` to its meta in the .yml of the mart."
            )
        return found

    missing = [table.name for table in tables if not names.of_table(table.name)]
    if missing:
        raise CchcError(f"{', '.join(missing)}: no Vietnamese name, add `name_vi` to the meta in its .yml.")
    return [
        Entry(
            table.name,
            names.of_table(table.name),
            table.description,
            table.meaning_vi,
            warehouse.rows(f"select count(*) as row_count from marts.{table.name}")[0]["row_count"],
            tuple(
                Column(
                    column,
                    data_type.lower(),
                    table.columns.get(column, ""),
                    table.meanings_vi.get(column, ""),
                    vietnamese(table.name, column),
                    column in table.primary_key,
                )
                for column, data_type in types[table.name].items()
            ),
        )
        for table in tables
        if table.name in types
    ]
