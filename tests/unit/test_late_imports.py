"""A module imported late is loaded once something of it is used, and not before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cchc.releasing.late_imports import imported_late


@pytest.fixture
def loaded(tmp_path, monkeypatch) -> Path:
    """The package `slow`, whose module `slow.part` leaves this file behind when it is loaded."""
    package, trace = tmp_path / "slow", tmp_path / "loaded"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from importlib import import_module\ndef __getattr__(name):\n    return import_module(f'slow.{name}')\n"
    )
    (package / "part.py").write_text(f"open({str(trace)!r}, 'x').close()\nanswer = 42\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield trace
    for name in ("slow.part", "slow"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("words", [("--help",), ("extract", "--help"), ("report", "--help")])
def test_help_loads_nothing_that_only_a_command_at_work_needs(words):
    program = (
        "import sys; from cchc.cli import app; app(sys.argv[1:], standalone_mode=False)\n"
        "print(*({'duckdb', 'numpy', 'openpyxl', 'rich'} & set(sys.modules)), sep='', end='')"
    )
    told = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    assert told.stdout.endswith("\n"), told.stdout.splitlines()[-1]


def test_an_import_alone_loads_nothing(loaded):
    with imported_late("slow.part"):
        from slow import part
    assert not loaded.exists()
    assert part.answer == 42
    assert loaded.exists()


def test_what_is_used_at_once_is_loaded_at_once(loaded):
    with imported_late("slow.part"):
        from slow.part import answer
    assert answer == 42


def test_afterwards_imports_are_as_ever(loaded):
    with imported_late("slow.part"):
        from slow import part as late
    import slow.part

    assert slow.part.answer == late.answer == 42  # loaded once: its file may not be there twice


def test_a_name_that_is_not_there_is_told_as_by_the_module(loaded):
    with imported_late("slow.part"):
        from slow import part
    with pytest.raises(AttributeError, match=r"slow\.part.*question"):
        _ = part.question


def test_a_module_that_is_loaded_already_stays(loaded):
    import slow.part

    own = slow.part
    with imported_late("slow.part"):
        from slow import part
    assert part is own is sys.modules["slow.part"]
