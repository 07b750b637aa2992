"""Every command of `cchc` on real input: one that is not tried here fails by its name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from cchc.cli import app
from cchc.paths import ROOT

from ..project_copy import run

COMMANDS = get_command(app).commands
SAMPLE = "samples/documents/sample_944-2022.xlsx"
# Of each command: what is run before it, its words, a file that it writes (None: it writes none), words of its answer.
CASES: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...], str | None, str]] = {
    "sample": ((), ("made", "--units", "944", "--years", "2022"), "made/truth.csv", "1 sample documents in made"),
    "extract": ((), (SAMPLE, "-o", "rows.csv"), "rows.csv", "944-2022"),
    "land": ((), (SAMPLE, "--samples"), "samples/seeds/landed/reports.csv", "944-2022: landed"),
    "sample-many": ((), ("many", "--years", "2021", "--unit-count", "3"), "many/reports", "3 reports, 438 values"),
    "diff": ((), ("warehouse", "warehouse"), None, "report ┃ indicator ┃ old ┃ new ┃ why"),
    "form": ((), ("--year", "2022", "-o", "form.xlsx"), "form.xlsx", "blank form for 2022"),
    "propose": ((), ("945-2021",), None, "945-2021"),
    "review": ((), ("945-2021", "-o", "review.xlsx"), "review.xlsx", "cells of 1 reports"),
    "show": ((), (SAMPLE, "-o", "show.html"), "show.html", "open it in a browser"),
    "report": ((), ("--unit", "945", "--year", "2021", "-o", "page.html"), "page.html", "open it in a browser"),
    "docs": ((("dbt", "docs", "generate", "--static"),), (), "target/docs_site/index.html", "open it in a browser"),
    # These change the seeds, which `review` compares with the build.
    "hold": ((), ("945-2021", "--reason", "tried", "--by", "Lan"), None, "held"),
    "decide": ((), ("--withdraw", "945-2021-III.6.2-1", "--by", "Lan"), None, "945-2021-III.6.2-1"),
}


@pytest.fixture(scope="module")
def project(refreshed_project, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("commands") / "project"
    shutil.copytree(refreshed_project, place, symlinks=True)
    made = run(place, "cchc", "sample", "--units", "944", "--years", "2022", "--format", "xlsx")
    assert made.returncode == 0, made.stderr
    return place


@pytest.mark.parametrize("name", [*CASES, *sorted(set(COMMANDS) - set(CASES))])
def test_the_command_works(project, name):
    assert name in CASES, f"`cchc {name}` has no case here: give it words that it must understand"
    before, words, written, answer = CASES[name]
    for command in before:
        prepared = run(project, *command)
        assert prepared.returncode == 0, prepared.stdout[-2000:]
    assert written is None or not (project / written).exists()
    done = run(project, "cchc", name, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert answer in " ".join(done.stdout.split()), done.stdout
    assert written is None or (project / written).exists()


def test_no_case_is_of_a_command_that_is_gone():
    assert set(CASES) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_command_explains_itself(name):
    told = run(ROOT, "cchc", name, "--help")
    assert told.returncode == 0, told.stderr
    assert f"cchc {name}" in told.stdout
