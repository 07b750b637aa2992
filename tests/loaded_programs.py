"""Runs programs of the environment from a process that has loaded their libraries: to load and to clear away what they
need is a fourth of a build, and most of a small command.

Started as a script with the place of a socket, it serves as long as its input stays open: for the process that tests,
or for all that test side by side. A line that comes by the socket says which program is to be run, where, and where to
write what it says; the answer is the exit status. Each program runs in a child of its own, so that none knows of
another, and on the code of its own project, which is not loaded before."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import runpy
import select
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from socketserver import ForkingMixIn, StreamRequestHandler, UnixStreamServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What `dbt build` and the commands of cchc load; dbt finds its adapter by name.
LIBRARIES = "dbt.adapters.duckdb.impl", "dbt.cli.main", "great_expectations", "openpyxl", "pandas", "typer"
PLACE = "LOADED_PROGRAMS"  # the variable that says where the server of all who test side by side is


@contextmanager
def served() -> Iterator[str]:
    """The place of a server, for as long as it is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder, "programs"))
        program = [sys.executable, __file__, place]
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None and server.stdout.readline(), "the server of programs did not start"
            yield place


def run_at(place: str, asked: dict[str, object]) -> int:
    """The exit status of a program that the server there runs; `asked` are the arguments of run_program."""
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(place)
        server.sendall(json.dumps(asked).encode() + b"\n")
        with server.makefile() as answer:
            return int(answer.readline())


def run_program(folder: str, environment: dict[str, str], command: list[str], output: str, errors: str) -> None:
    """In a child: what a new process of the program would do. Ends with its exit status."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in enumerate((os.devnull, output, errors)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    sys.path[:0] = environment["PYTHONPATH"].split(os.pathsep)
    sys.argv = command
    runpy.run_path(command[0], run_name="__main__")


@cache
def load() -> None:
    for library in LIBRARIES:
        import_module(library)
    gc.freeze()  # what is loaded stays: no child looks through it for garbage


class Programs(ForkingMixIn, UnixStreamServer):
    request_queue_size = 64  # who asks while the libraries are loaded waits


class OneProgram(StreamRequestHandler):
    def handle(self) -> None:
        asked = json.loads(self.rfile.readline())
        child = multiprocessing.get_context("fork").Process(target=run_program, kwargs=asked)
        child.start()
        child.join()
        self.wfile.write(f"{child.exitcode}\n".encode())


if __name__ == "__main__":
    with Programs(sys.argv[1], OneProgram) as server:
        print("listening", flush=True)
        while sys.stdin not in select.select([sys.stdin, server], [], [])[0]:
            load()
            server.handle_request()
            server.service_actions()  # children that have ended
    gc.unfreeze()  # else DuckDB's binding says at the end that it leaks
