"""The file that a command is told to write."""

from __future__ import annotations

from pathlib import Path

from cchc.errors import CchcError


def refuse_output(path: Path, *endings: str) -> None:
    """Raise CchcError where `path` ends in none of `endings` or its folder is not there: before the work is done."""
    if path.suffix.lower() not in endings or not path.parent.is_dir():
        raise CchcError(f"{path}: expected a name that ends in {endings[0]}, in a folder that is there.")
