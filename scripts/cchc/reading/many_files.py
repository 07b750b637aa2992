"""Many files at once: which they are, and what is read of each, on all cores; one bad file never stops the others."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc.errors import CchcError
from cchc.reading.extraction import Extraction, extract_all
from cchc.reading.formats.declaring import formats
from cchc.reading.within_limits import Work, heard, within_limits


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
    given = (unit_code, year, partial, period)
    if len(files) == 1:
        yield _result(files[0], lambda: within_limits(files[0], extract_all, files[0], *given))
        told(files[0])
    elif files:
        yield from _read_beside(files, given, told)


def _read_beside(files: Sequence[Path], given: tuple, told: Callable[[Path], None]) -> Iterator[Read]:
    """Read files side by side, each in a process that begins with the libraries loaded."""
    method = _begin_with_libraries(files)
    waiting, under_way = list(reversed(files)), list[Work]()
    done: dict[Path, Read] = {}
    try:
        for path in files:
            while path not in done:
                while waiting and len(under_way) < _cores():
                    next_one = waiting.pop()
                    under_way.append(Work(next_one, extract_all, next_one, *given, method=method))
                for work in heard(under_way):
                    under_way.remove(work)
                    done[work.path] = _result(work.path, work.result)
                    told(work.path)
            yield done.pop(path)
    finally:
        for work in under_way:
            work.stop()


def _begin_with_libraries(files: Sequence[Path]) -> str:
    """How processes are started: from one that has loaded what these files need, or anew where the system has none."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return "spawn"
    needed = {formats()[one.suffix.lower()].module for one in files if one.suffix.lower() in formats()}
    modules = ["cchc.reading.extraction", *(f"cchc.reading.formats.{name}" for name in sorted(needed))]
    multiprocessing.set_forkserver_preload(["__main__", *modules])
    return "forkserver"


def _result(path: Path, read: Callable[[], tuple[Extraction, ...]]) -> Read:
    try:
        return Read(path, read())
    except CchcError as error:
        return Read(path, error=str(error))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
