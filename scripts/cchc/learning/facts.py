"""The subject facts that a figure may go to, and their columns, as the models describe them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from cchc.paths import ROOT

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is many times as fast
_NOT_FIGURES = ("report_year",)
_HOLDS = "holds_its_figures"  # the test of a mart that takes figures of the form into columns
_HOLDS_LONG = "holds_subject_figures"  # of the one that takes each into a row of its own


@cache
def fact_columns(root: Path = ROOT) -> dict[str, frozenset[str]]:
    """By fact, the columns that hold figures."""
    return {
        name: frozenset(column for column, kind in columns.items() if kind != "varchar" and column not in _NOT_FIGURES)
        for name, columns in _facts(root).items()
    }


@cache
def fact_keys(root: Path = ROOT) -> dict[str, frozenset[str]]:
    """By fact, the columns that may be the further key of its rows."""
    return {
        name: frozenset(column for column, kind in columns.items() if kind == "varchar")
        for name, columns in _facts(root).items()
    }


@cache
def long_facts(root: Path = ROOT) -> frozenset[str]:
    """The facts that have a row a figure, under any name."""
    return frozenset(_facts(root, _HOLDS_LONG))


@cache
def _facts(root: Path, test: str = _HOLDS) -> dict[str, dict[str, str]]:
    """By fact with that test, the type of each column."""
    found = {}
    for path in sorted((root / "models" / "marts").glob("fct_*.yml")):
        (model,) = yaml.load(path.read_text(encoding="utf-8"), _LOADER)["models"]
        if test in model.get("data_tests", []):
            found[model["name"]] = {column["name"]: column["data_type"] for column in model["columns"]}
    return found
