"""Writing seeds: one writer at a time, rows sorted, and all files of a change together or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from filelock import FileLock


def seeds_lock(root: Path) -> FileLock:
    """The lock under which the seeds of a project are read and written; a second writer waits for it."""
    return FileLock(root / "seeds" / ".landing.lock")


def csv_text(columns: tuple[str, ...], rows: Iterable[Mapping[str, str]], key: Callable) -> str:
    """The text of a seed, its rows sorted by `key`; cells of other names are left out."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=key))
    return text.getvalue()


def write_together(files: Mapping[Path, str]) -> None:
    """Write all beside the old files first, so that a failure while writing changes none of them."""
    beside = {path: path.with_suffix(".csv.new") for path in files}
    try:
        for path, text in files.items():
            beside[path].write_text(text, encoding="utf-8", newline="")
        for path in files:
            beside[path].replace(path)
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)
