"""Programs killed just before they change the file system, at each such change in turn; and what they fsync, when.

Changes are heard of as Python tells them (its audit events, and os.fsync, which waits for no disk here: a kill leaves
the system alive). `bench/kills.py` kills at the system's own calls.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

CHANGES = (
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.symlink",
    "os.chmod",
    "os.truncate",
    "open",
    "os.fsync",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
processes = multiprocessing.get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None

needs_kills = pytest.mark.skipif(processes is None, reason="this system has no kill -9 and no fork")


def kills(call: Callable[..., object], *arguments: object) -> Iterator[int]:
    """Does the call in a process that is killed before its first change; gives 1 to look at what there is; then one
    that is killed before its second, and so on, until the call comes to its end."""
    for step in count(1):
        assert processes is not None
        process = processes.Process(target=_die, args=(step, call, arguments))
        process.start()
        process.join(60)
        assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
        yield step
        if process.exitcode == 0:
            return


def _die(step: int, call: Callable[..., object], arguments: tuple) -> None:
    left = step

    def kill(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    _hear(kill)
    call(*arguments)
    os._exit(0)


def _hear(told: Callable[[str, tuple], None]) -> None:
    """Let `told` hear of every change that this process is about to make from now on; there is no way back."""

    def hook(event: str, given: tuple) -> None:
        if event in CHANGES and (event != "open" or (isinstance(given[2], int) and given[2] & _WRITING)):
            told(event, given)

    os.fsync = lambda handle: told("os.fsync", (handle,))
    sys.addaudithook(hook)


def unsafe_renames(call: Callable[..., object], *arguments: object) -> list[str]:
    """What the call renames to a place where it stays before the disk holds its content, or without the disk being
    told of its new name. Each is said in words; none of a call that is safe."""
    assert processes is not None
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=_record, args=(theirs, call, arguments))
    process.start()
    theirs.close()
    told = ours.recv()
    process.join(60)
    return told


def _record(answers, call: Callable[..., object], arguments: tuple) -> None:
    held: dict[tuple[int, int], int] = {}  # by its inode, when a file was changed that the disk holds
    found: list[str] = []
    unnamed: dict[tuple[int, int], str] = {}  # folders with a new name that the disk was not told of

    def told(event: str, given: tuple) -> None:
        if event == "os.fsync":
            status = os.fstat(given[0])
            held[status.st_dev, status.st_ino] = status.st_mtime_ns
            unnamed.pop((status.st_dev, status.st_ino), None)
        elif event == "os.rename":
            source, place = Path(os.fsdecode(given[0])), Path(os.fsdecode(given[1]))
            if place.name.startswith(".tmp-"):
                return  # makes way, to be removed
            for path in (source, *source.rglob("*")) if source.is_dir() and not source.is_symlink() else (source,):
                status = path.lstat()
                if (
                    path.is_file()
                    and not path.is_symlink()
                    and held.get((status.st_dev, status.st_ino)) != status.st_mtime_ns
                ):
                    found.append(f"{path} is not on the disk when {source.name} becomes {place}")
            folder = place.parent.stat()
            unnamed[folder.st_dev, folder.st_ino] = f"the disk is not told that {place} has a new name"

    _hear(told)
    call(*arguments)
    answers.send([*found, *unnamed.values()])
    os._exit(0)
