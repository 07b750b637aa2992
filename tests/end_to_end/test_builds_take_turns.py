"""A build has the seeds and its database to itself: who comes second is told for whom he waits, and then goes on."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cchc.building.running_build import build_file
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import seeds_lock

from ..project_copy import environment_of, program_of

A_WHILE = 300  # seconds, on a machine that does much else
ENDLESS = "select sum(a.range * b.range) as total from range(10000000) as a, range(10000000) as b"
SEED = ("dbt", "seed", "--select", "held_reports")


@pytest.fixture(scope="module")
def project(refreshed_project, tmp_path_factory) -> Path:
    return Path(shutil.copytree(refreshed_project, tmp_path_factory.mktemp("turns") / "project", symlinks=True))


@pytest.fixture
def start(project):
    """Starts commands in the project; none outlives the test."""
    started = []

    def begin(*command: str) -> subprocess.Popen[str]:
        options = {"cwd": project, "env": environment_of(project), "text": True}
        started.append(
            subprocess.Popen(program_of(*command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
        )
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str], words: str) -> str:
    """Reads on until the process says the words, or ends."""
    told = ""
    for line in process.stdout:
        told += line
        if words in line:
            return line
    raise AssertionError(told)


def test_a_build_waits_for_a_landing_and_then_reads_what_landed(project, start):
    with seeds_lock(project):
        build = start(*SEED)
        assert f"process {build.pid}" not in said(build, "waiting: ")
    told, _ = build.communicate(timeout=A_WHILE)
    assert build.returncode == 0, told


def test_others_wait_for_a_build_and_go_on_when_it_is_killed(project, start):
    (project / "seeds" / ".landing.holder").unlink(missing_ok=True)
    first = start("dbt", "show", "--inline", ENDLESS)
    while not (project / "seeds" / ".landing.holder").exists():
        assert first.poll() is None
    second = start(*SEED)
    hold = start("cchc", "hold", "945-2021", "--by", "Lan", "--reason", "a sum is wrong")
    for waiting in (second, hold):
        line = said(waiting, "waiting: ")
        assert line.startswith("waiting: `dbt show --inline ")
        assert f"(process {first.pid}, since" in line
    first.send_signal(signal.SIGKILL)
    for waiting in (second, hold):
        told, _ = waiting.communicate(timeout=A_WHILE)
        assert waiting.returncode == 0, told
    assert [row["report_id"] for row in read_seed(project / "seeds" / "decisions" / "held_reports.csv")] == ["945-2021"]


def test_another_program_in_the_database_is_named_and_not_in_duckdbs_words(project, start):
    code = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    notebook = subprocess.Popen(
        [sys.executable, "-c", code, str(build_file(project))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert notebook.stdout.readline() == "open\n"
        for command in (SEED, ("cchc", "propose")):
            told, _ = (refused := start(*command)).communicate(timeout=A_WHILE)
            assert refused.returncode != 0
            assert f"build.duckdb is open in process {notebook.pid}" in told
            assert "close it" in told
            assert "Conflicting lock" not in told
            assert "Traceback" not in told
    finally:
        notebook.kill()
        notebook.communicate()
