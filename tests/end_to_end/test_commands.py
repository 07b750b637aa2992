"""Every command of `cchc`, and those of dbt that the pages print, on real input."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from cchc.cli import app

from ..command_cases import CCHC, DBT
from ..project_copy import run

COMMANDS = get_command(app).commands
CASES = {"cchc": CCHC, "dbt": DBT}


@pytest.fixture(scope="module")
def project(refreshed_project, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("commands") / "project"
    shutil.copytree(refreshed_project, place, symlinks=True)
    made = run(place, "cchc", "sample", "--units", "944", "--years", "2022", "--format", "xlsx")
    assert made.returncode == 0, made.stderr
    return place


@pytest.mark.parametrize(
    ("program", "case"),
    [pytest.param(program, case, id=f"{program} {case.name}") for program in CASES for case in CASES[program]],
)
def test_the_command_works(project, program, case):
    for command in case.before:
        prepared = run(project, *command)
        assert prepared.returncode == 0, prepared.stdout[-2000:]
    assert case.written is None or not (project / case.written).exists()
    done = run(project, program, *case.words)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    assert "Traceback" not in done.stderr
    assert case.answer in " ".join(done.stdout.split()), done.stdout[-5000:]
    assert case.written is None or (project / case.written).exists()


def test_every_command_has_a_case():
    assert {case.words[0] for case in CCHC} == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_command_explains_itself(name):
    told = CliRunner().invoke(app, [name, "--help"], prog_name="cchc")
    assert told.exit_code == 0, told.output
    assert f"cchc {name}" in told.stdout
