"""Work on one file in a process of its own that cannot take more memory or time than the limits allow.

Memory is bounded by the system (not on Windows), each process that the work starts by itself. Time is that of the
processor, of all processes of the work together, so that a busy machine refuses nothing; by the clock it may take many
times as long. What the work started ends with it, and it ends with the program that asked for it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from cchc.errors import CchcError
from cchc.faults import told_as_ours
from cchc.reading.limits import MEGABYTES, SECONDS, SECONDS_A_PAGE

try:
    import resource  # not on Windows
except ImportError:
    resource = None

_ALONE = "alone"  # name of the process of a work that has the terminal for itself
_BUSY = 20  # times as long by the clock as by the processor, on a machine that does much else
_LOOK_EVERY = 0.1  # seconds
_OWN_SHARE = (
    0.5  # of the memory allowed is the work's own, however much its process has from the one it was forked from
)
_PATIENCE = 2  # seconds in which a process that is told to end cleans up
_OF_DAMAGE = ("SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGTRAP")  # how a library ends that cannot go on

_seconds_allowed: float | None = None  # for the work of this process; None where it is no such process


class Work:
    """`call(*arguments)` under way in a process of its own, for the file at `path`."""

    def __init__(
        self, path: Path, call: Callable[..., Any], *arguments: Any, method: str | None = None, name: str | None = None
    ) -> None:
        context: Any = multiprocessing.get_context(method)
        self.path = path
        self._megabytes = MEGABYTES.most
        self.answers, theirs = context.Pipe(duplex=False)
        limits = (SECONDS.most, self._megabytes)
        self._process = context.Process(
            target=_work, name=name, args=(theirs, limits, path, call, arguments), daemon=True
        )
        self._process.start()
        theirs.close()

    def result(self) -> Any:
        """What came of it; waits for that. Raises CchcError with what it was refused for, which limit it met, or how
        its process died."""
        try:
            kind, answer = self.answers.recv()
        except (EOFError, OSError):
            self._process.join(_PATIENCE)
            raise CchcError(self._died()) from None
        finally:
            self.stop()
        if kind == "done":
            return answer
        raise CchcError(answer)

    def stop(self) -> None:
        """End it, and what it started."""
        self.answers.close()
        self._process.terminate()
        self._process.join(_PATIENCE)
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.join()

    def _died(self) -> str:
        code = self._process.exitcode or 0
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        if name == "SIGXCPU":
            return SECONDS.told(self.path)
        if name in _OF_DAMAGE:
            return (
                f"{self.path}: reading it ended the program that read it ({name}). Is it damaged? Then save it anew. "
                f"Or it takes more than {self._megabytes:g} MB of memory: {MEGABYTES.variable}={2 * self._megabytes:g}."
            )
        return f"{self.path}: the program that read it was ended ({name}), as where memory is short. Read it by itself."


def heard(works: Sequence[Work]) -> list[Work]:
    """Waits until something is to be heard of some of them, and gives those."""
    ready = connection.wait([one.answers for one in works])
    return [one for one in works if one.answers in ready]


def within_limits(path: Path, call: Callable[..., Any], *arguments: Any) -> Any:
    """What `call(*arguments)` gives, in a process that begins with all that is loaded here, where the system has such.

    Raises CchcError as `Work.result`.
    """
    return Work(path, call, *arguments, method="fork" if sys.platform == "linux" else "spawn", name=_ALONE).result()


def is_alone() -> bool:
    """Whether nothing else is read beside this, so that the terminal is its own."""
    return multiprocessing.current_process().name in ("MainProcess", _ALONE)


def allow_scanned_pages(pages: int) -> None:
    """Allow the work of this process the time that so many scanned pages take."""
    if _seconds_allowed is not None:
        _allow_seconds(_seconds_allowed + pages * SECONDS_A_PAGE.most)


def _work(answers: Connection, limits: tuple[float, float], path: Path, call: Callable, arguments: tuple) -> None:
    """In the process of its own: do the work, and answer."""
    seconds, megabytes = limits
    once = threading.Lock()

    def answer(kind: str, content: Any) -> None:
        with once:
            answers.send((kind, content))

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # it and what it starts are ended together
    _bound("RLIMIT_CORE", 0)
    _bound("RLIMIT_DATA", max(int(megabytes * 1_000_000), _data_here() + int(megabytes * 1_000_000 * _OWN_SHARE)))
    _allow_seconds(seconds)
    threading.Thread(target=_watch, args=(path, answer), daemon=True).start()
    try:
        answer("done", call(*arguments))
    except Exception as error:
        if _is_of_memory(error):
            answer("refused", MEGABYTES.told(path, megabytes))
        else:
            answer("refused", str(error) if isinstance(error, CchcError) else told_as_ours(path, error))


def _allow_seconds(seconds: float) -> None:
    """Let the work take so long; the system ends it where code that never comes back to Python takes longer."""
    global _seconds_allowed
    _seconds_allowed = seconds
    _bound("RLIMIT_CPU", int(seconds) + _PATIENCE)


def _bound(what: str, most: int) -> None:
    if resource is not None:
        kind = getattr(resource, what)
        _, highest = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if highest == resource.RLIM_INFINITY else min(most, highest), highest))


def _data_here() -> int:
    """Bytes of data that this process has already, where the system tells."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _watch(path: Path, answer: Callable[[str, Any], None]) -> None:
    """Tell where the work takes too long; end with the program that asked for it."""
    began = time.monotonic()
    parent = multiprocessing.parent_process()
    assert parent is not None
    while not connection.wait([parent.sentinel], _LOOK_EVERY):
        seconds = _seconds_allowed or 0
        if sum(os.times()[:4]) > seconds or time.monotonic() - began > _BUSY * seconds:
            answer("refused", SECONDS.told(path, seconds))
            return
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _is_of_memory(error: BaseException | None) -> bool:
    """Whether memory was short, whatever a library or a reader made of that."""
    while error is not None:
        if isinstance(error, MemoryError) or "insufficient memory" in str(error).lower():
            return True
        error = error.__cause__ or error.__context__
    return False
