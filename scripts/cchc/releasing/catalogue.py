"""What is published: every mart with its words and keys, as dbt's manifest tells them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cchc.errors import CchcError

IN_VIETNAMESE = "_in_vietnamese"  # at the end of the name of a doc block: the same in Vietnamese
_UNIT = re.compile(r"\bUnit[:,] ([^.;]+)")


@dataclass(frozen=True)
class ForeignKey:
    """`columns` of a table hold values of `table`'s `table_columns`, in the same order."""

    columns: tuple[str, ...]
    table: str
    table_columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A mart: what its rows are, what its columns mean (name → description), and its keys.

    `name_vi` and `columns_vi` are the Vietnamese names that its `.yml` says; a column may have its own from elsewhere.
    `meaning_vi` and `meanings_vi` are the Vietnamese descriptions of the table and of its columns.
    """

    name: str
    description: str
    columns: dict[str, str]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    name_vi: str = ""
    columns_vi: Mapping[str, str] = field(default_factory=dict)
    meaning_vi: str = ""
    meanings_vi: Mapping[str, str] = field(default_factory=dict)


def unit_of(description: str) -> str:
    """The unit that a column's description ends with (`Unit: dossiers.`); '' where it names none."""
    found = _UNIT.search(description)
    return found.group(1) if found else ""


def read_catalogue(manifest: Path) -> tuple[Table, ...]:
    """Every mart in dbt's manifest.json, by name. Raises CchcError where it is missing or a key is."""
    if not manifest.is_file():
        raise CchcError(f"{manifest} is missing: dbt writes it unless --no-write-json is given")
    written = json.loads(manifest.read_text(encoding="utf-8"))
    nodes = written["nodes"].values()
    shared = {block["name"]: block["block_contents"] for block in written.get("docs", {}).values()}
    tests = [node for node in nodes if node["resource_type"] == "test" and node.get("test_metadata")]
    models = [node for node in nodes if node["resource_type"] == "model" and node["schema"] == "marts"]
    tables = [_table(model, tests, shared) for model in sorted(models, key=lambda model: model["name"])]
    return tuple(replace(table, foreign_keys=_foreign_keys(table, tables)) for table in tables)


def _foreign_keys(table: Table, tables: list[Table]) -> tuple[ForeignKey, ...]:
    """Those a relationships test declares, and those to each dimension whose whole key the table holds."""
    dimensions = (other for other in tables if other.name.startswith("dim_") and other is not table)
    named = (
        ForeignKey(dimension.primary_key, dimension.name, dimension.primary_key)
        for dimension in dimensions
        if set(dimension.primary_key) <= set(table.columns)
    )
    return tuple(dict.fromkeys((*table.foreign_keys, *named)))


def _table(model: dict, tests: list[dict], shared: Mapping[str, str]) -> Table:
    own = [test["test_metadata"] for test in tests if test["attached_node"] == model["unique_id"]]
    keys = [test["kwargs"]["columns"] for test in own if test["name"] == "primary_key"]
    if not keys:
        raise CchcError(f"{model['original_file_path']}: {model['name']} has no primary_key test")
    return Table(
        name=model["name"],
        description=_one_line(model["description"]),
        columns={name: _one_line(column["description"]) for name, column in model["columns"].items()},
        primary_key=tuple(keys[0]),
        foreign_keys=tuple(
            ForeignKey(
                (test["kwargs"]["column_name"],),
                _referenced(test["kwargs"]["to"]),
                (test["kwargs"]["field"],),
            )
            for test in own
            if test["name"] == "relationships"
        ),
        name_vi=_meta(model, "name_vi"),
        columns_vi={name: words for name, column in model["columns"].items() if (words := _meta(column, "name_vi"))},
        meaning_vi=_meta(model, "meaning_vi"),
        meanings_vi={name: _meaning_vi(column, shared) for name, column in model["columns"].items()},
    )


def _meta(described: dict, name: str) -> str:
    return _one_line(described.get("config", {}).get("meta", {}).get(name, ""))


def _meaning_vi(column: dict, shared: Mapping[str, str]) -> str:
    """What a column's `.yml` says in Vietnamese, or the block that stands beside the one which describes it."""
    blocks = [block.rpartition(".")[2] for block in column.get("doc_blocks") or ()]
    return _meta(column, "meaning_vi") or " ".join(
        _one_line(shared.get(f"{block}{IN_VIETNAMESE}", "")) for block in blocks
    )


def _referenced(ref: str) -> str:
    """`dim_rule` of `ref('dim_rule')`."""
    return re.findall(r"['\"](\w+)['\"]", ref)[-1]


def _one_line(text: str) -> str:
    return " ".join(text.split())
