"""A standalone Spark cluster on this machine: one master and its workers, on loopback, at ports that are free."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyspark

SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
LOOPBACK = "127.0.0.1"
SECONDS_TO_START = 120
SECONDS_TO_STOP = 20
PR_SET_PDEATHSIG = 1  # Linux, prctl(2)


@dataclass(frozen=True)
class Cluster:
    """Where the master is to be found: by drivers (`spark://…`) and by people (`http://…`)."""

    master: str
    web: str


@contextmanager
def standalone_cluster(folder: Path, workers: int = 2, memory: str = "1g") -> Generator[Cluster]:
    """A master and workers of one core each; all are ended when the block is left, however it is left.

    Logs and work folders stand in `folder`. Raises RuntimeError, with the end of the log, where one does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    anywhere = ("--host", LOOPBACK, "--port", "0", "--webui-port", "0")
    with ExitStack() as processes:
        log = processes.enter_context(_running(folder / "master.log", "master.Master", *anywhere))
        master = _told(log, r"Starting Spark master at (spark://\S+)")
        web = _told(log, r"MasterWebUI.* started at (http://\S+)")
        for number in range(1, workers + 1):
            place = ("--work-dir", str(folder / f"work_{number}"))
            size = ("--cores", "1", "--memory", memory)
            log = folder / f"worker_{number}.log"
            processes.enter_context(_running(log, "worker.Worker", *anywhere, *size, *place, master))
        for number in range(1, workers + 1):
            _told(folder / f"worker_{number}.log", r"(Successfully registered with master)")
        yield Cluster(master, web)


@contextmanager
def _running(log: Path, name: str, *arguments: str) -> Generator[Path]:
    """Run a part of the cluster in a process group of its own, and end the group with the block."""
    environment = {**os.environ, "SPARK_LOCAL_IP": LOOPBACK, "SPARK_DAEMON_MEMORY": "512m"}
    command = [str(SPARK_CLASS), f"org.apache.spark.deploy.{name}", *arguments]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
    try:
        yield log
    finally:
        _end(process)


def _end_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is gone, were it killed without a word."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all it started: asked first, then forced."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            return
        try:
            process.wait(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            continue


def _told(log: Path, pattern: str) -> str:
    """What the pattern's group finds in a log, waited for."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        text = log.read_text(encoding="utf-8", errors="replace")
        if found := re.search(pattern, text):
            return found[1]
        time.sleep(0.2)
    raise RuntimeError(f"{log.name}: no '{pattern}' within {SECONDS_TO_START} seconds. The log ends:\n{text[-2000:]}")
