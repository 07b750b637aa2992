"""How long reading one file may take: CCHC_SECONDS_A_FILE seconds, generous by default."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager

from cchc.errors import CchcError

_VARIABLE, _SECONDS = "CCHC_SECONDS_A_FILE", 900.0  # a scan of 20 pages takes about one minute


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


def has_alarm() -> bool:
    """Whether this program can interrupt itself here: not on every system, and in its main thread alone."""
    return hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()


@contextmanager
def time_limit(seconds: float) -> Generator[None]:
    """Raise TookTooLong inside after so many seconds, between two steps of the program; it must have an alarm."""
    before = signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _give_up(*_signal: object) -> None:
    raise TookTooLong
