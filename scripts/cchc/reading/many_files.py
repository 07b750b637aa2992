"""Many files at once: which they are, and what is read of each, on all cores; one bad file never stops the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc.errors import CchcError
from cchc.faults import told_as_ours
from cchc.reading.extraction import Extraction, extract_all
from cchc.reading.formats.declaring import formats
from cchc.reading.time_limit import TookTooLong, has_alarm, seconds_a_file, time_limit, too_long

if TYPE_CHECKING:
    from pebble import ProcessFuture

Given = tuple[Any, ...]  # what `extract_all` is given beside the file

_FILES_A_WORKER = 25  # processes are renewed after so many files each, so that what libraries keep does not pile up


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
        readable = [one for one in inside if _is_read_from_folders(one.suffix.lower())]
        if not readable:
            raise CchcError(
                f"{path}: no file to read in this folder. Expected some that end in {', '.join(formats())}."
            )
        files += readable
        skipped += [one for one in inside if one not in readable]
    return list(dict.fromkeys(files)), skipped


def _is_read_from_folders(suffix: str) -> bool:
    declared = formats().get(suffix)
    return declared is not None and suffix not in declared.by_name_alone


def _is_hidden(path: Path) -> bool:
    """True for hidden files and for the locks that Office leaves beside an open document."""
    return any(part.startswith((".", "~$")) for part in path.parts)


def read_many(
    files: Sequence[Path],
    unit_code: str | None = None,
    year: int | None = None,
    told: Callable[[Path], None] = lambda path: None,
    partial: bool = False,
    period: str | None = None,
) -> Iterator[Read]:
    """Read files on all cores and give what came of each, in their order; `told` hears of each that is done.

    What else is given is taken as `extract_all` takes it.
    """
    given = (unit_code, year, partial, *([period] if period else []))
    seconds = seconds_a_file()
    if len(files) == 1 and has_alarm():  # a process of its own would load every library once more
        yield _read_here(files[0], given, seconds)
        told(files[0])
    elif files:
        yield from _read_beside(files, given, seconds, told)


def _read_here(path: Path, given: Given, seconds: float) -> Read:
    try:
        with time_limit(seconds):
            return _read(path, *given)
    except TookTooLong:
        return Read(path, error=too_long(path))


def _read_beside(files: Sequence[Path], given: Given, seconds: float, told: Callable[[Path], None]) -> Iterator[Read]:
    """Read files in processes of their own: one that dies or takes too long fails its file alone."""
    from pebble import ProcessPool

    clean = multiprocessing.get_context("spawn")  # threads of this process would be lost in a fork
    pool = ProcessPool(min(_cores(), len(files)), _FILES_A_WORKER, initializer=_begin, context=clean)
    try:
        waiting = [(path, pool.schedule(_read, (path, *given), timeout=seconds)) for path in files]
        for path, future in waiting:
            future.add_done_callback(lambda done, path=path: None if done.cancelled() else told(path))
        for path, future in waiting:
            yield _result(path, future)
    finally:
        pool.stop()
        pool.join()


def _result(path: Path, future: ProcessFuture) -> Read:
    from pebble import ProcessExpired

    try:
        return future.result()
    except TimeoutError:
        return Read(path, error=too_long(path))
    except ProcessExpired:
        return Read(
            path, error=f"{path}: reading it ended the program that read it. Is it damaged, or too large for the "
            "memory there is? Read it by itself, or save it anew."
        )  # fmt: skip


def _begin() -> None:
    """In a process that reads: what it started ends with it, and it ends with the one that started it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(path: Path, *given: Any) -> Read:
    try:
        return Read(path, extract_all(path, *given))
    except SystemExit:
        os._exit(1)  # ended from beside; the pool must not take it for an answer
    except CchcError as error:
        return Read(path, error=str(error))
    except Exception as error:  # whatever a library throws at one file, the others are read
        return Read(path, error=told_as_ours(path, error))
