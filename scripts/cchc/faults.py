"""What nobody foresaw: told as a fault of the program, with what to send to those who can mend it."""

from __future__ import annotations

import traceback
from hashlib import sha256
from pathlib import Path

from cchc.paths import ROOT

_FOLDER = ROOT / "logs"


def told_as_ours(path: Path, error: Exception) -> str:
    """The message for a file over which the program failed. What happened is kept in a file of `logs/`."""
    told = "".join(traceback.format_exception(error))
    log = _FOLDER / f"fault-{sha256(told.encode()).hexdigest()[:12]}.txt"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(f"{path}\n\n{told}", encoding="utf-8")
        kept = f"Send the file and {log} to those who keep cchc"
    except OSError:
        kept = "Send the file to those who keep cchc"
    return (
        f"{path}: not read, by a fault of cchc and not of the file: something stands in it that was not foreseen. "
        f"{kept}. Until it is mended, print the document to a PDF and read that."
    )
