"""Runs programs of the environment from a process that has loaded their libraries: to load and to clear away what they
need is a fourth of a build, and most of a small command.

Started as a script. A line of its input says which program is to be run, where, and where to write what it says; a
line of its output is the exit status. Each program runs in a child of its own, so that none knows of another, and on
the code of its own project, which is not loaded before."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import runpy
import sys
from importlib import import_module

# What `dbt build` and the commands of cchc load; dbt finds its adapter by name.
LIBRARIES = "dbt.adapters.duckdb.impl", "dbt.cli.main", "great_expectations", "openpyxl", "pandas", "typer"


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


if __name__ == "__main__":
    for library in LIBRARIES:
        import_module(library)
    gc.freeze()  # what is loaded stays: no child looks through it for garbage
    for line in sys.stdin:
        child = multiprocessing.get_context("fork").Process(target=run_program, kwargs=json.loads(line))
        child.start()
        child.join()
        print(child.exitcode, flush=True)
