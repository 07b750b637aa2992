"""Reading seeds: CSV that people may have saved from a spreadsheet in between."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cchc.errors import CchcError
from cchc.text import nfc

_SHOWN = 60  # characters of a bad line
_CONFLICT_MARK = re.compile(rb"^(?:<{7}|>{7}|\|{7})(?: |\r?$)|^={7}\r?$", re.MULTILINE)  # as git leaves them
_CELL_OR_LINE_END = re.compile(r'"[^"]*"|\r\n?|\n')


def read_seed(path: Path) -> list[dict[str, str]]:
    """Rows of a seed as text, NFC; an empty cell is ''.

    Raises FileNotFoundError; CchcError where the file is no UTF-8, was not merged to the end, or a row is blank or has
    not as many cells as the first line.
    """
    return [row for _, row in numbered_rows(path.read_bytes(), path)]


def numbered_rows(content: bytes, name: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a seed's file of this content, each with the line that it ends on. Raises as `read_seed`."""
    refuse_conflict(content, name)
    reader = csv.reader(io.StringIO(seed_text(content, name), newline=""), strict=True)
    try:
        yield from _rows(reader, name)
    except csv.Error as error:
        raise CchcError(
            f"{name}, line {reader.line_num}: quotation marks that do not match ({error}). Mend the line, or take the "
            "last good one from git. Nothing was changed."
        ) from None


def _rows(reader: Any, name: Path) -> Iterator[tuple[int, dict[str, str]]]:
    names = next(reader, [])
    twice = sorted({one for one in names if names.count(one) > 1})
    if twice:
        raise CchcError(
            f"{name}, line 1: {', '.join(twice)} stands there twice. Which column is meant? Delete the other."
        )
    if ";" in "".join(names):
        raise CchcError(f"{name}, line 1: its cells are parted by semicolons. Save the file with commas.")
    for cells in filter(None, reader):  # a blank line is no row
        if len(cells) != len(names):
            raise CchcError(
                f"{name}, line {reader.line_num}: {len(cells)} cells; the first line names {len(names)} columns. The "
                f"row begins: {','.join(cells)[:_SHOWN]}"
            )
        if not any(cells):
            raise CchcError(f"{name}, line {reader.line_num}: all its cells are empty. Delete the line.")
        yield reader.line_num, dict(zip(names, map(nfc, cells), strict=True))


def refuse_conflict(content: bytes, name: Path) -> None:
    """Raise CchcError where a merge of git left both sides in a seed, for a person to choose."""
    found = _CONFLICT_MARK.search(content)
    if found is not None:
        line = content.count(b"\n", 0, found.start()) + 1
        raise CchcError(
            f"{name}, line {line}: a merge of git was not finished here ({found[0].decode().strip()}). Keep the rows "
            "that are right, delete the lines with marks (<<<<<<<, =======, >>>>>>>), then run this again. Nothing was "
            "changed."
        )


def refuse_conflicts(seeds: Path) -> None:
    """Raise CchcError for the first mark that a merge of git left in any seed under `seeds`."""
    for path in sorted(seeds.glob("*/*.csv")):
        refuse_conflict(path.read_bytes(), path)


def seed_text(content: bytes, name: Path) -> str:
    """The text of a seed without the mark that Excel begins UTF-8 with. Raises CchcError where it is no UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        begins = content[: error.end].splitlines()[-1].decode("utf-8", errors="replace")
        found = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else f"no letter: {begins[-_SHOWN:]}"
        raise CchcError(
            f"{name}, line {line}: not UTF-8 ({found}). Open the file in Excel and save it as “CSV UTF-8 (Comma "
            "delimited)”, or take the last good one from git. Nothing was changed."
        ) from None


def refuse_mixed_line_ends(text: str, name: Path) -> None:
    """Raise CchcError where lines end in two ways: our commands read it, but DuckDB gives up, or gives no rows."""
    first = None
    for found in _CELL_OR_LINE_END.finditer(text):
        if found[0].startswith('"'):
            continue
        first = first or found[0]
        if found[0] != first:
            line = text.count("\n", 0, found.start()) + 1
            raise CchcError(
                f"{name}, line {line}: it ends in another way than the first line (Windows and Unix line ends in one "
                "file), which DuckDB does not read. Open the file in one program and save it anew."
            )
