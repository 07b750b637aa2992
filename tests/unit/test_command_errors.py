"""What a command raises is told in one place: a message that can be acted on, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc import faults
from cchc.cli import app
from cchc.errors import CchcError
from cchc.workbooks import blank_form


@pytest.fixture
def form_raises(monkeypatch):
    def raising(error: Exception):
        def fail(*_):
            raise error

        monkeypatch.setattr(blank_form, "write_blank_form", fail)
        return CliRunner().invoke(app, ["form", "--year", "2022", "-o", "form.xlsx"])

    return raising


def test_what_can_be_mended_is_said_as_it_is_brackets_too(form_raises):
    told = form_raises(CchcError("form.xlsx: sheet [Rows], cell B3: expected a number"))
    assert told.exit_code == 1
    assert told.stderr == "error: form.xlsx: sheet [Rows], cell B3: expected a number\n"


def test_what_nobody_foresaw_is_a_fault_of_ours_with_what_to_send(form_raises, monkeypatch, tmp_path: Path):
    monkeypatch.setattr(faults, "_FOLDER", tmp_path)
    told = form_raises(ZeroDivisionError("by nothing"))
    assert told.exit_code == 1
    (log,) = tmp_path.iterdir()
    assert told.stderr.startswith("error: a fault of cchc, and not yours: ZeroDivisionError: by nothing. Send ")
    assert str(log) in told.stderr and "Traceback" not in told.stderr
    assert "ZeroDivisionError: by nothing" in log.read_text(encoding="utf-8")


def test_a_wrong_option_is_told_by_the_command_line_itself():
    told = CliRunner().invoke(app, ["form", "--yaer", "2022"])
    assert told.exit_code == 2 and "--yaer" in told.stderr


@pytest.mark.parametrize("command", ["hold 945-2021", "diff a b", "land x.txt", "form --year 2022 -o x.xlsx", "record"])
def test_a_merge_that_was_not_finished_in_any_seed_is_named_by_every_command(command, monkeypatch, tmp_path):
    seed = tmp_path / "seeds" / "reference" / "rules.csv"
    seed.parent.mkdir(parents=True)
    seed.write_text("rule_id\na\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n", encoding="utf-8")
    monkeypatch.setattr("cchc.cli.ROOT", tmp_path)
    told = CliRunner().invoke(app, command.split())
    assert told.exit_code == 1
    assert told.stderr.startswith(
        f"error: {seed}, line 3: a merge of git was not finished here (<<<<<<<). Keep the rows"
    )
