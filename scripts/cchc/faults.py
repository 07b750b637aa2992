"""What nobody foresaw: told as a fault of the program, with what to send to those who can mend it."""

from __future__ import annotations

import sys
import traceback
from hashlib import sha256
from pathlib import Path

from cchc.paths import ROOT

_FOLDER = ROOT / "logs"


def told_as_ours(path: Path, error: Exception) -> str:
    """The message for a file over which the program failed. What happened is kept in a file of `logs/`."""
    send = _to_send("the file", _kept(str(path), error))
    return (
        f"{path}: not read, by a fault of cchc and not of the file: something stands in it that was not foreseen. "
        f"{send}. Until it is mended, print the document to a PDF and read that."
    )


def told_as_fault(error: Exception) -> str:
    """The message for a command that failed by itself. What happened is kept in a file of `logs/`."""
    send = _to_send("the command that you gave", _kept(" ".join(sys.argv), error))
    return f"a fault of cchc, and not yours: {type(error).__name__}: {error}. {send}."


def _kept(what: str, error: Exception) -> Path | None:
    """The file that now tells what happened; None where none can be written."""
    told = "".join(traceback.format_exception(error))
    log = _FOLDER / f"fault-{sha256(told.encode(errors='backslashreplace')).hexdigest()[:12]}.txt"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(f"{what}\n\n{told}", encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return log


def _to_send(what: str, log: Path | None) -> str:
    return f"Send {what}{f' and {log}' if log else ''} to those who keep cchc"
