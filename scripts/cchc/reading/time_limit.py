"""How long reading one file may take: CCHC_SECONDS_A_FILE seconds, generous by default."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager

from cchc.errors import CchcError

_VARIABLE, _SECONDS = "CCHC_SECONDS_A_FILE", 900.0  # a scan of 20 pages takes about one minute
_GRACE = 30.0  # seconds more that a library may take to give way, before the process that it holds is ended


class TookTooLong(BaseException):
    """Reading took longer than it may. No `Exception`, so that no reader takes it for damage of the file."""


def seconds_a_file() -> float:
    """Raises CchcError if the environment gives no positive number."""
    text = os.environ.get(_VARIABLE, "")
    try:
        seconds = float(text) if text else _SECONDS
    except ValueError:
        seconds = 0.0
    if not seconds > 0:
        raise CchcError(f"{_VARIABLE}: '{text}' is no number of seconds. Expected one above 0, as 900.")
    return seconds


def too_long(path: object) -> str:
    return (
        f"{path}: reading it took longer than {seconds_a_file():g} seconds and was ended. Is it the report alone? "
        f"Send its own pages, or allow more time: {_VARIABLE}=3600."
    )


@contextmanager
def time_limit(seconds: float) -> Generator[None]:
    """Raise TookTooLong inside after so many seconds, where the system can; a process for files alone is ended at last.

    The alarm reaches the program between two of its own steps. One that a library holds for good is ended from beside.
    """
    has_alarm = hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()
    last = threading.Timer(seconds + _GRACE, os._exit, (1,)) if multiprocessing.parent_process() else None
    if last:
        last.daemon = True
        last.start()
    if has_alarm:
        before = signal.signal(signal.SIGALRM, _give_up)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        if has_alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        if last:
            last.cancel()


def _give_up(*_signal: object) -> None:
    raise TookTooLong
