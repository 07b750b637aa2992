"""The data dictionary: every published table and column in English and Vietnamese.

English is what the models say of themselves. Vietnamese comes from the form (dim_indicator) for its figures, from
dim_ratio for the ratios, and from names_vi.csv for all else.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cchc.catalogue import Table
from cchc.errors import CchcError
from cchc.reporting.warehouse import Warehouse

_RATIO_ENDINGS = {
    "_status": "trạng thái",
    "_change": "thay đổi so với năm trước",
    "_rank": "xếp hạng trong tỉnh",
    "_median": "trung vị của tỉnh",
    "_compared": "số đơn vị được so sánh",
}


@dataclass(frozen=True)
class Column:
    """A column: its type in DuckDB, its meaning, its Vietnamese names and whether it is part of the key."""

    name: str
    data_type: str
    meaning: str
    names_vi: tuple[str, ...]
    is_key: bool


@dataclass(frozen=True)
class Entry:
    """A table of the dictionary; `row_count` is of the release it was written from."""

    name: str
    name_vi: str
    meaning: str
    row_count: int
    columns: tuple[Column, ...]


def read_dictionary(warehouse: Warehouse, tables: tuple[Table, ...]) -> list[Entry]:
    """Every table of the release. Raises CchcError where a name has no Vietnamese one."""
    names, ratios, figures = _names(), _ratio_names(warehouse), _figure_names(warehouse)
    types = defaultdict(dict)
    columns = """
        select table_name, column_name, data_type from duckdb_columns() where schema_name = 'marts'
        order by table_name, column_index
    """
    for row in warehouse.rows(columns):
        types[row["table_name"]][row["column_name"]] = row["data_type"]

    def vietnamese(table: str, column: str) -> tuple[str, ...]:
        found = figures.get((table, column)) or ratios.get(column) or ((names[column],) if column in names else ())
        if not found:
            raise CchcError(f"{table}.{column} has no Vietnamese name: add it to {_NAMES_FILE.name}.")
        return found

    missing = [table.name for table in tables if table.name not in names]
    if missing:
        raise CchcError(f"{', '.join(missing)}: no Vietnamese name, add it to {_NAMES_FILE.name}.")
    return [
        Entry(
            table.name,
            names[table.name],
            table.description,
            warehouse.rows(f"select count(*) as row_count from marts.{table.name}")[0]["row_count"],
            tuple(
                Column(
                    column,
                    data_type.lower(),
                    table.columns.get(column, ""),
                    vietnamese(table.name, column),
                    column in table.primary_key,
                )
                for column, data_type in types[table.name].items()
            ),
        )
        for table in tables
        if table.name in types
    ]


_NAMES_FILE = Path(__file__).with_name("names_vi.csv")


@cache
def _names() -> dict[str, str]:
    with _NAMES_FILE.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["name_vi"] for row in csv.DictReader(file)}


def _ratio_names(warehouse: Warehouse) -> dict[str, tuple[str, ...]]:
    labels = {row["ratio_id"]: row["label_vi"] for row in warehouse.rows("select * from marts.dim_ratio")}
    derived = {
        f"{ratio}{ending}": (f"{label}: {words}",)
        for ratio, label in labels.items()
        for ending, words in _RATIO_ENDINGS.items()
    }
    return {ratio: (label,) for ratio, label in labels.items()} | derived


def _figure_names(warehouse: Warehouse) -> dict[tuple[str, str], tuple[str, ...]]:
    """By table and column: the labels of the form's rows that stand there, with their codes, the newest form's."""
    query = """
        with placed as (
            select form_version, position, indicator_code, fact_table, fact_column, label_vi, qualifier_vi, '' as part
            from marts.dim_indicator
            union all
            select
                form_version, position, indicator_code, fact_table, fact_base_column, label_vi, qualifier_vi,
                'mẫu số của '
            from marts.dim_indicator
        )
        select fact_table, fact_column,
            concat(part, indicator_code, ' ', label_vi, coalesce(' (' || qualifier_vi || ')', '')) as name_vi
        from placed
        where fact_table is not null and fact_column is not null
            and form_version = (select max(form_version) from placed as newest
                where newest.fact_table = placed.fact_table and newest.fact_column = placed.fact_column)
        order by position
    """
    found = defaultdict(tuple)
    for row in warehouse.rows(query):
        found[row["fact_table"], row["fact_column"]] += (row["name_vi"],)
    return found
