"""Writing seeds: one writer at a time, rows sorted, and all files of a change together or none.

A change is written whole into a folder beside the seeds; renaming that folder decides it, and only then do its files
take their places. Whoever takes the lock next finishes a change that was decided and stopped, and drops one that was
not. `dbt build` takes the same lock (cchc.building.seeds_lock_plugin), so it never reads half a change.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from cchc.disk import make_folder, move, to_disk, tree_to_disk
from cchc.errors import CchcError

LONGEST_WAIT = 1800  # seconds
_DRAFT, _DECIDED = ".change-draft", ".change"  # in seeds/
_COMMAND_SHOWN = 80  # characters of a command line


@contextmanager
def seeds_lock(root: Path, longest_wait: float = LONGEST_WAIT) -> Generator[Path]:
    """The lock under which the seeds of a project are read and written; gives their folder, every change whole.

    Says on stderr for whom it waits. Raises CchcError after `longest_wait` seconds, naming who has the lock, and where
    the folder cannot be written.
    """
    seeds = root / "seeds"
    holder = seeds / ".landing.holder"
    try:
        seeds.mkdir(parents=True, exist_ok=True)
        lock = FileLock(seeds / ".landing.lock", mode=0o666)  # whoever may write here may take it
        _take(lock, seeds, holder, longest_wait)
    except OSError as error:
        raise CchcError(f"{seeds}: {error.strerror}. Whoever changes or builds needs to write there.") from None
    try:
        _tell(holder)
        if (seeds / _DECIDED).exists():
            print(f"finished: what a command that was stopped had decided to change in {seeds}.", file=sys.stderr)
        _finish(seeds)
        yield seeds
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def csv_text(columns: tuple[str, ...], rows: Iterable[Mapping[str, str]], key: Callable) -> str:
    """The text of a seed, its rows sorted by `key`; cells of other names are left out."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=key))
    return text.getvalue()


@contextmanager
def changing(seeds: Path) -> Generator[Path]:
    """A folder to write new seeds into, named as they are under `seeds`; all take their places when the block ends.

    Hold the lock. An exception in the block changes nothing. Raises CchcError where the disk does not take it.
    """
    draft = seeds / _DRAFT
    try:
        draft.mkdir()
        yield draft
        tree_to_disk(draft)
        move(draft, seeds / _DECIDED)
    except OSError as error:
        raise CchcError(f"{error.filename or seeds}: {error.strerror}. Nothing was changed.") from None
    finally:
        _finish(seeds)


def write_together(seeds: Path, files: Mapping[Path, str]) -> None:
    """Replace these files under `seeds` by these texts, all or none. Hold the lock."""
    with changing(seeds) as draft:
        for path, text in files.items():
            beside = draft / path.relative_to(seeds)
            beside.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, encoding="utf-8", newline="")


def _finish(seeds: Path) -> None:
    """Let what was decided take its place, and drop what was not."""
    decided = seeds / _DECIDED
    try:
        for path in _files(decided):
            place = seeds / path.relative_to(decided)
            make_folder(place.parent)
            move(path, place)
        for folder in (decided, seeds / _DRAFT):
            if folder.exists():
                shutil.rmtree(folder)
                to_disk(seeds)
    except OSError as error:
        raise CchcError(
            f"{error.filename2 or error.filename}: {error.strerror}. A change of the seeds was decided and is not "
            "whole yet: mend this (is the file open in a program?), then run any command; it goes on from there."
        ) from None


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _take(lock: FileLock, seeds: Path, holder: Path, longest_wait: float) -> None:
    try:
        lock.acquire(timeout=0)
        return
    except Timeout:
        print(
            f"waiting: {_told(holder)} works on {seeds}; this goes on when it has ended.", file=sys.stderr, flush=True
        )
    try:
        lock.acquire(timeout=longest_wait)
    except Timeout:
        raise CchcError(
            f"{seeds}: {_told(holder)} works on the seeds and has not ended in {longest_wait:g} s. Nothing was "
            "changed. Look what it waits for, or end it: what it wrote stays whole. Then run this again."
        ) from None


def _tell(holder: Path) -> None:
    """Say who has the lock: words for people, so where they cannot be written (a full disk) nothing else stops."""
    command = " ".join((Path(sys.argv[0]).stem, *sys.argv[1:]))
    with suppress(OSError):
        holder.unlink(missing_ok=True)  # it may be another user's
        holder.write_text(
            f"`{command[:_COMMAND_SHOWN]}` (process {os.getpid()}, since {datetime.now():%H:%M:%S})", encoding="utf-8"
        )


def _told(holder: Path) -> str:
    """Who has the lock, as it said itself; it may just be about to say so."""
    try:
        return holder.read_text(encoding="utf-8") or "another command"
    except OSError:
        return "another command"
