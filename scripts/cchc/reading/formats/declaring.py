"""What a format says of itself, in its own module, as `FORMAT = Format(…)` of plain values."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Format:
    """The endings of its files, lower case with their dot, and what else others ask about it.

    `by_name_alone`: those of the endings that are not read from a folder, for programs, this one too, write such files
    beside the reports. `is_typed`: a person typed what stands there, so that slips are of the keyboard and not of an
    engine. `sheets`: those of the endings whose pages are the sheets of a workbook. `has_pages`: its files have pages
    that can be looked at (`cchc.showing.page_pictures`).
    """

    suffixes: tuple[str, ...]
    by_name_alone: tuple[str, ...] = ()
    is_typed: bool = False
    sheets: tuple[str, ...] = ()
    has_pages: bool = False
    module: str = ""


@cache
def formats() -> Mapping[str, Format]:
    """Every format by the endings of its files. Raises ValueError where two say the same one."""
    found: dict[str, Format] = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        declared = _declared(path)
        if declared is None:
            continue
        for suffix in declared.suffixes:
            if found.setdefault(suffix, declared) is not declared:
                raise ValueError(f"{path.name} and {found[suffix].module}.py both read '{suffix}'")
    return found


def format_of(source_format: str) -> Format:
    """The format of a report on record (`docx`); of rows that came without a document, one that knows nothing."""
    return formats().get(f".{source_format}", Format(()))


def _declared(path: Path) -> Format | None:
    """The FORMAT of a module, read and not run: what reads pictures takes long to load."""
    text = path.read_text(encoding="utf-8")
    if "\nFORMAT = Format(" not in text:
        return None
    (call,) = [
        statement.value
        for statement in ast.parse(text).body
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "FORMAT"
    ]
    assert isinstance(call, ast.Call)
    return Format(**{word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}, module=path.stem)
