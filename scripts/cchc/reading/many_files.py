"""Many files at once: which they are, and what is read of each, on all cores; one bad file never stops the others."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from cchc.errors import CchcError
from cchc.faults import told_as_ours
from cchc.reading.extraction import Extraction, extract_all
from cchc.reading.formats import BY_NAME_ALONE, READERS
from cchc.reading.time_limit import TookTooLong, seconds_a_file, time_limit, too_long

# Processes are renewed after so many files each, so that what libraries keep does not pile up; the pool's own way of
# renewing them stands still in Python 3.11 (max_tasks_per_child).
_FILES_A_WORKER = 25


@dataclass(frozen=True)
class Read:
    """What came of one file: its reports, or the error that says why there are none."""

    path: Path
    extractions: tuple[Extraction, ...] = ()
    error: str = ""


def files_of(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files to read, folders opened and each file once, and the files in folders that are not read from there.

    What is named is read whatever it is, so that its own error tells. Raises CchcError for a folder without any.
    """
    files: list[Path] = []
    skipped: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(one for one in path.rglob("*") if one.is_file() and not _is_hidden(one.relative_to(path)))
        readable = [one for one in inside if one.suffix.lower() in READERS and one.suffix.lower() not in BY_NAME_ALONE]
        if not readable:
            raise CchcError(f"{path}: no file to read in this folder. Expected some that end in {', '.join(READERS)}.")
        files += readable
        skipped += [one for one in inside if one not in readable]
    return list(dict.fromkeys(files)), skipped


def _is_hidden(path: Path) -> bool:
    """True for hidden files and for the locks that Office leaves beside an open document."""
    return any(part.startswith((".", "~$")) for part in path.parts)


def read_many(
    files: Sequence[Path],
    unit_code: str | None = None,
    year: int | None = None,
    told: Callable[[Path], None] = lambda path: None,
    partial: bool = False,
) -> Iterator[Read]:
    """Read files on all cores and give what came of each, in their order; `told` hears of each that is done.

    A report that is not whole is read as far as it goes where `partial`.
    """
    if len(files) < 2:
        for path in files:
            yield _read(path, unit_code, year, partial)
            told(path)
        return
    for batch in _batches(files, _FILES_A_WORKER * _cores()):
        yield from _read_batch(list(batch), unit_code, year, told, partial)


def _read_batch(
    remaining: list[Path], unit_code: str | None, year: int | None, told: Callable[[Path], None], partial: bool
) -> Iterator[Read]:
    """Read files in processes of their own, anew where one of them died."""
    while remaining:
        with _pool(min(_cores(), len(remaining))) as pool:
            waiting = [(path, _submit(pool, path, unit_code, year, told, partial)) for path in remaining]
            for path, future in waiting:
                try:
                    yield future.result()
                except BrokenProcessPool:
                    break  # a worker died over one of those that were being read: which, is told below
                remaining.remove(path)
        if remaining:
            yield _read_alone(remaining.pop(0), unit_code, year, told, partial)


def _submit(
    pool: ProcessPoolExecutor,
    path: Path,
    unit_code: str | None,
    year: int | None,
    told: Callable[[Path], None],
    partial: bool,
) -> Future[Read]:
    future = pool.submit(_read, path, unit_code, year, partial)
    future.add_done_callback(lambda done: None if done.cancelled() or done.exception() else told(path))
    return future


def _read_alone(
    path: Path, unit_code: str | None, year: int | None, told: Callable[[Path], None], partial: bool
) -> Read:
    """Read a file in a process of its own, which may die of it."""
    start = monotonic()
    with _pool(1) as pool:
        try:
            return pool.submit(_read, path, unit_code, year, partial).result()
        except BrokenProcessPool:
            if monotonic() - start > seconds_a_file():
                return Read(path, error=too_long(path))
            return Read(
                path, error=f"{path}: reading it ended the program that read it. Is it damaged, or too large for the "
                "memory there is? Read it by itself, or save it anew."
            )  # fmt: skip
        finally:
            told(path)


def _pool(workers: int) -> ProcessPoolExecutor:
    """Processes that start clean: threads of the parent would be lost in a fork."""
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))


def _batches(files: Sequence[Path], size: int) -> Iterator[Sequence[Path]]:
    for start in range(0, len(files), size):
        yield files[start : start + size]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(path: Path, unit_code: str | None, year: int | None, partial: bool) -> Read:
    try:
        with time_limit(seconds_a_file()):
            return Read(path, extract_all(path, unit_code, year, partial))
    except TookTooLong:
        return Read(path, error=too_long(path))
    except CchcError as error:
        return Read(path, error=str(error))
    except Exception as error:  # whatever a library throws at one file, the others are read
        return Read(path, error=told_as_ours(path, error))
