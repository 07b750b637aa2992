"""The rows that a failed data test found, in words: what is wrong, of what, and the line of the seed it stands in."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

import duckdb

ROWS_SHOWN = 10
LINES_SHOWN = 5
COLUMNS_SHOWN = 6  # a test may give back whole rows
TEXT_SHOWN = 120  # characters of a cell
# What dbt's own tests mean by a row, and the name they give to the column that was tested.
_PROBLEMS = {
    "accepted_values": "the value is not one there is",
    "not_null": "the cell is empty",
    "relationships": "the value is not there where it should be named",
    "unique": "the value stands there more than once",
}
_TESTED = ("value_field", "from_field", "unique_field")


def told_rows(con: duckdb.DuckDBPyConnection, project: Path, manifest: dict, test: str, compiled: str) -> list[str]:
    """A line of words for each of the first rows that the data test `test` (a unique id) found.

    `compiled` is its SQL; `con` has the database that it was asked of.
    """
    found = con.execute(f"select * from ({compiled}\n) as found limit {ROWS_SHOWN + 1}")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    node = manifest["nodes"][test]
    rows = [_named(row, node) for row in rows]
    told = [_told(row, _place(row, node, manifest, project)) for row in rows[:ROWS_SHOWN]]
    return [*told, "and more"] if len(rows) > ROWS_SHOWN else told


def _named(row: dict, node: dict) -> dict:
    """The row with a `problem`, and the tested column under its own name, where the test is one of dbt's own."""
    test = node.get("test_metadata") or {}
    column = test.get("kwargs", {}).get("column_name")
    problem = _PROBLEMS.get(test.get("name"))
    if column is None or problem is None:
        return row
    named = {column if name in _TESTED else name: value for name, value in row.items()}
    return {"problem": f"{column}: {problem}", column: named.get(column), **named}


def _told(row: Mapping, place: str) -> str:
    """`seeds/reference/rules.csv, line 7: rule_id staff_sum, term 2: the term stands on …`"""
    cells = [
        f"{name} {str(value)[:TEXT_SHOWN]}"
        for name, value in row.items()
        if value is not None and name not in ("problem", "seed")
    ]
    return ": ".join(filter(None, [place, ", ".join(cells[:COLUMNS_SHOWN]), row.get("problem")]))


def _place(row: Mapping, node: dict, manifest: dict, project: Path) -> str:
    """File and lines of the seed that the row is about; the file alone where no line has its cells; '' without one."""
    seed = manifest["nodes"].get(f"seed.{node['package_name']}.{row['seed']}") if row.get("seed") else None
    seed = seed or _only_seed(node, manifest)
    if seed is None:
        return ""
    lines = lines_of(project / seed["original_file_path"], row)
    shown = ", ".join(map(str, lines[:LINES_SHOWN])) + (", …" if len(lines) > LINES_SHOWN else "")
    return seed["original_file_path"] + (f", line{'s' if len(lines) > 1 else ''} {shown}" if lines else "")


def _only_seed(node: dict, manifest: dict) -> dict | None:
    """The one seed that the test reads, itself or as its staging view."""
    nodes, seeds = manifest["nodes"], set()
    for parent in node["depends_on"]["nodes"]:
        behind = manifest["parent_map"].get(parent, []) if ".stg_" in parent else []
        seeds.update(one for one in (parent, *behind) if one.startswith("seed."))
    return nodes[seeds.pop()] if len(seeds) == 1 else None


def lines_of(file: Path, row: Mapping) -> list[int]:
    """The lines of a CSV file that have the cells of `row`, in the columns of the file that `row` has a value of."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text)
        header = next(reader, [])
        asked = [(header.index(name), value) for name, value in row.items() if name in header and value is not None]
        lines, first = [], reader.line_num + 1
        for cells in reader if asked else ():
            if all(at < len(cells) and _is_same(cells[at], value) for at, value in asked):
                lines.append(first)
            first = reader.line_num + 1
    return lines


def _is_same(cell: str, value: object) -> bool:
    """Whether a seed's cell is what a query gives as `value`: 1 and 1.0000 are the same number."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        try:
            return Decimal(cell) == Decimal(str(value))
        except InvalidOperation:
            return False
    return cell.lower() == str(value).lower() if isinstance(value, bool) else cell == str(value)
