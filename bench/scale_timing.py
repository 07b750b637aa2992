"""What one process of bench/scale.py took: seconds of the clock and of the processor, and its most memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MEMORY_LIMIT = "6GB"  # of DuckDB itself; its process takes a little more
PANDAS_LIMIT = "8GB"  # of the whole process
OUT_OF_MEMORY = ("MemoryError", "bad_alloc", "OutOfMemoryException", "Out of Memory Error")
NO_TELEMETRY = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "SQLMESH__DISABLE_ANONYMIZED_ANALYTICS": "true"}


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds of the clock and of the processor, and its most memory, in gigabytes."""

    seconds: float
    processor: float
    gigabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.processor:.1f} s, {self.gigabytes:.1f} GB"


def timed(command: Sequence[str | Path], folder: Path, settings: dict[str, str] | None = None) -> Run | None:
    """None where the command was ended for want of memory; raises where it fails otherwise, its output shown."""
    environment = os.environ | NO_TELEMETRY | {"CCHC_MEMORY_LIMIT": MEMORY_LIMIT} | (settings or {})
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        told = output.read()
    if process.returncode and (process.returncode == -9 or any(word in told for word in OUT_OF_MEMORY)):
        return None
    if process.returncode:
        sys.stderr.write(told[-4000:])
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6)
