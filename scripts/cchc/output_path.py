"""The file that a command is told to write: whole, or not at all; as CSV, with no text that a spreadsheet runs."""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from cchc.disk import move, to_disk
from cchc.errors import CchcError

FORMULA, NO_FORMULA = "=+@-\t\r", r"[+-]?[0-9.,/ ]*%?"  # what starts like one; a dash or a figure is none
APOSTROPHE = "'"  # before it a spreadsheet takes nothing for a formula


def refuse_output(path: Path, *endings: str) -> None:
    """Raise CchcError where `path` ends in none of `endings` (none given: any will do), is a folder, or its folder is
    not there: before the work is done."""
    if endings and path.suffix.lower() not in endings:
        raise CchcError(f"{path}: expected a name that ends in {endings[0]}, in a folder that is there.")
    if not path.parent.is_dir():
        raise CchcError(f"{path}: there is no folder {path.parent}. Make it, or name another.")
    if path.is_dir():
        raise CchcError(f"{path} is a folder. Give the name of a file in it.")


@contextmanager
def written_whole(path: Path) -> Generator[Path]:
    """A file beside `path` to write to, which takes its place at the end; nothing is left of it where that fails.

    Raises CchcError where the disk is full or the folder may not be written. A device as /dev/stdout is written itself.
    """
    place = path.resolve()  # a link goes on pointing at the file
    try:
        if path.exists() and not path.is_file():
            yield path
            return
        with tempfile.TemporaryDirectory(prefix=".tmp-", dir=place.parent) as folder:
            draft = Path(folder, place.name)
            yield draft
            to_disk(draft)
            move(draft, place)
    except OSError as error:
        raise CchcError(f"{path} could not be written: {error.strerror or error}. Nothing was changed.") from error


def write_csv(path: Path, rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Write rows as CSV, whole, texts that a spreadsheet would run behind an apostrophe. Raises as written_whole."""
    with written_whole(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: inert(cell) for name, cell in row.items()} for row in rows)


def inert(cell: object) -> object:
    """A cell as CSV may hold it: no text in it is a formula."""
    if isinstance(cell, str) and cell[:1] in (*FORMULA,) and not re.fullmatch(NO_FORMULA, cell):
        return f"{APOSTROPHE}{cell}"
    return cell


def refuse_no_room(folder: Path, megabytes: int) -> None:
    """Raise CchcError where the disk of a folder, which need not be there yet, has less room than this."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(there).free // 1_000_000
    if free < megabytes:
        raise CchcError(
            f"{folder}: no room: {free} MB are free on its disk, and {megabytes} MB are wanted. Make room there, then "
            "run it again; nothing was changed."
        )
