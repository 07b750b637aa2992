"""Every command of `cchc`, and those of dbt that the pages print, on real input."""

from __future__ import annotations

import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from cchc.cli import app
from cchc.paths import ROOT

from ..command_cases import CCHC, DBT
from ..explore_libraries import linked_libraries
from ..project_copy import environment_of, program_of, run, with_unit_tests
from ..yml_files import told_in

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
    if case.words[0] == "explore":
        linked_libraries(project)
    for command in case.before:
        prepared = run(project, *command)
        assert prepared.returncode == 0, prepared.stdout[-2000:]
    assert case.written is None or not (project / case.written).exists()
    if "--vars" in case.words:  # dbt reads the whole project again in any case
        with_unit_tests(project)
    done = (run_until if case.goes_on else run)(project, program, *case.words)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    assert "Traceback" not in done.stderr
    assert case.answer in " ".join(done.stdout.split()), done.stdout[-5000:]
    assert case.written is None or (project / case.written).exists()
    if "--vars" in case.words and "build" in case.words:
        assert f"{len(unit_tests())} unit tests" in done.stdout
        assert [name for name in unit_tests() if name not in done.stdout] == []


def unit_tests() -> list[str]:
    """The names of all that the models have."""
    models = [told_in(file) for file in (ROOT / "models").rglob("*.yml")]
    return [test["name"] for model in models for test in model.get("unit_tests", ())]


def run_until(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program until it has said something of 127.0.0.1, then interrupt it, as a person does with Ctrl+C."""
    options = {"cwd": project, "env": environment_of(project), "text": True}
    with subprocess.Popen(program_of(*command), stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options) as running:
        said = []
        for line in running.stdout:
            said.append(line)
            if "127.0.0.1" in line:
                break
        running.send_signal(signal.SIGINT)
        rest, faults = running.communicate(timeout=60)
    return subprocess.CompletedProcess(command, running.returncode, "".join(said) + rest, faults)


def test_every_command_has_a_case():
    assert {case.words[0] for case in CCHC} == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_command_explains_itself(name):
    told = CliRunner().invoke(app, [name, "--help"], prog_name="cchc")
    assert told.exit_code == 0, told.output
    assert f"cchc {name}" in told.stdout
